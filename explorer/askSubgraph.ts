import * as z from 'zod/mini';

/** Where the subgraph that served this page takes operations. */
export const endpoint = '/graphql';

/** An operation, with the headers that the editor gives its own operations, and the shape of its data. */
export interface Question<Data> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly shape: z.ZodMiniType<Data>;
  readonly signal: AbortSignal;
}

/** What came back: data, or why there is none, in the subgraph's words. */
export type Answer<Data> = { readonly data: Data } | { readonly problem: string };

const failure = z.object({ errors: z.array(z.object({ message: z.string() })) });

/** Asks the subgraph for something that costs no call to the CRM. Never rejects: a failure is a problem to show. */
export async function askSubgraph<Data>(question: Question<Data>): Promise<Answer<Data>> {
  const { query, variables, headers, shape, signal } = question;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    const body: unknown = await response.json();
    const whole = z.object({ data: shape }).safeParse(body);
    if (whole.success) return { data: whole.data.data };
    const failed = failure.safeParse(body);
    return { problem: failed.data?.errors[0]?.message ?? 'the subgraph gave an answer that cannot be read' };
  } catch {
    return { problem: 'the subgraph cannot be reached' };
  }
}
