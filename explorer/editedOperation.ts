import { type DocumentNode, Kind, parse } from 'graphql';

/** What stands in the editors, as typed: a document, and JSON texts. */
export interface EditedOperation {
  readonly query: string;
  readonly variables: string;
  readonly headers: string;
  readonly operationName: string | null;
}

/** The operation when it can be sent; else why not, or null where nobody has typed one. */
export type EditedState =
  | { readonly isReady: false; readonly reason: string | null }
  | {
      readonly isReady: true;
      readonly document: string;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly operationName: string | null;
      readonly headers: Readonly<Record<string, string>>;
    };

/** Reads the editors. What is half typed is not ready. */
export function readEditedOperation({ query, variables, headers, operationName }: EditedOperation): EditedState {
  const document = tryParse(query);
  if (!document) return { isReady: false, reason: 'the document is not whole yet' };
  const operations = document.definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node] : []));
  if (operations.length === 0) return { isReady: false, reason: null };
  const variableValues = readObject(variables);
  if (!variableValues) return { isReady: false, reason: 'the variables are not a JSON object yet' };
  return {
    isReady: true,
    document: query,
    variables: variableValues,
    // The editor guesses the name, and remembers one that is gone.
    operationName: operations.some(({ name }) => name?.value === operationName) ? operationName : null,
    headers: readHeaders(headers),
  };
}

/** The headers as far as they can be sent. */
export function readHeaders(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(readObject(text) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function tryParse(text: string): DocumentNode | null {
  // Comments alone are no document, and no mistake either.
  if (text.replace(/#.*$/gm, '').trim() === '') return { kind: Kind.DOCUMENT, definitions: [] };
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
