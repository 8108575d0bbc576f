import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { graphql } from '../graphql';
import type { CreateCaseInput } from '../graphql/graphql';
import { type CreateCaseAnswer, readCreateCaseAnswer } from './createCaseAnswer';

export const CreateCase = graphql(/* GraphQL */ `
  mutation CreateCase($input: CreateCaseInput!) {
    createCase(input: $input) {
      outcome
      userErrors {
        code
        field
      }
      case {
        id
        caseNumber
      }
    }
  }
`);

/** What the form sends; the key is added here. */
export type CaseDraft = Omit<CreateCaseInput, 'idempotencyKey'>;

/** Where the creation stands: nothing sent yet, on its way, or what the last answer said. */
export type CreateCaseState = { readonly kind: 'editing' } | { readonly kind: 'sending' } | CreateCaseAnswer;

/**
 * Creates one case, however often it is asked to. The key is made when the form opens and stands for what the form says:
 * it is sent with every retry, and a new one is made only when a refused draft has been corrected. While nobody knows
 * whether the CRM has the case, the same request is sent again until somebody does.
 */
export function useCreateCase() {
  const client = useApolloClient();
  const [state, setState] = useState<CreateCaseState>({ kind: 'editing' });
  const key = useRef(crypto.randomUUID());
  const isBusy = useRef(false);
  const refused = useRef<string | null>(null);
  const left = useRef(new AbortController());

  useEffect(() => {
    const controller = new AbortController();
    left.current = controller;
    return () => controller.abort();
  }, []);

  const create = useCallback(
    async (draft: CaseDraft) => {
      // A double click is one decision.
      if (isBusy.current) return;
      isBusy.current = true;
      const { signal } = left.current;
      const text = JSON.stringify(draft);
      if (refused.current !== null && refused.current !== text) key.current = crypto.randomUUID();
      refused.current = null;
      const input = { ...draft, idempotencyKey: key.current };
      setState({ kind: 'sending' });
      let answer = await sendOnce(client, input);
      while (answer.kind === 'unknown') {
        setState(answer);
        if ((await untilWorthAsking(answer.waitMs, signal)) === 'left') return;
        answer = await sendOnce(client, input);
      }
      if (signal.aborted) return;
      isBusy.current = answer.kind === 'created';
      if (answer.kind === 'refused') refused.current = text;
      setState(answer);
    },
    [client],
  );
  return { state, create };
}

async function sendOnce(client: ApolloClient, input: CreateCaseInput): Promise<CreateCaseAnswer> {
  return readCreateCaseAnswer(await client.mutate({ mutation: CreateCase, variables: { input } }));
}

/** Waits, but no longer than until the browser is online again. `left`: the form was left meanwhile. */
function untilWorthAsking(waitMs: number, signal: AbortSignal): Promise<'ask' | 'left'> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve(signal.aborted ? 'left' : 'ask');
    };
    const timer = setTimeout(done, waitMs);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
