import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { askSubgraph } from './askSubgraph';
import { type EditedOperation, readEditedOperation } from './editedOperation';

const calls = { minUpstreamCalls: z.number(), maxUpstreamCalls: z.number() };
const price = z.object({ ...calls, fields: z.array(z.object({ path: z.string(), ...calls })) });

/** Calls to the CRM, of an operation or of one of its fields. */
export type Calls = Pick<Price, 'minUpstreamCalls' | 'maxUpstreamCalls'>;

/** The price of an operation as a whole and by field. */
export type Price = z.infer<typeof price>;

/** What can be said of the operation in the editor. */
export type PriceState =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly text: string }
  | { readonly kind: 'price'; readonly price: Price };

/** How long nobody has to have typed before the price is asked for. */
const pauseMs = 150;

const priceQuery = `query PriceOfOperation($document: String!, $variables: JSONObject, $operationName: String) {
  explainOperation(document: $document, variables: $variables, operationName: $operationName) {
    minUpstreamCalls
    maxUpstreamCalls
    fields { path minUpstreamCalls maxUpstreamCalls }
  }
}`;

/**
 * The price of what stands in the editor, asked for when its author pauses. Half-typed text is not sent, and an answer
 * that comes after the text has changed is dropped.
 */
export function usePrice({ query, variables, headers, operationName }: EditedOperation): PriceState {
  const [state, setState] = useState<PriceState>({ kind: 'nothing' });
  useEffect(() => {
    const outdated = new AbortController();
    const timer = setTimeout(() => {
      void readPrice({ query, variables, headers, operationName }, outdated.signal).then((next) => {
        if (!outdated.signal.aborted) setState(next);
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      outdated.abort();
    };
  }, [query, variables, headers, operationName]);
  return state;
}

async function readPrice(edited: EditedOperation, signal: AbortSignal): Promise<PriceState> {
  const operation = readEditedOperation(edited);
  if (!operation.isReady) {
    return operation.reason === null ? { kind: 'nothing' } : { kind: 'problem', text: operation.reason };
  }
  const { document, variables, operationName, headers } = operation;
  const answer = await askSubgraph({
    query: priceQuery,
    variables: { document, variables, operationName },
    headers,
    shape: z.object({ explainOperation: price }),
    signal,
  });
  return 'data' in answer
    ? { kind: 'price', price: answer.data.explainOperation }
    : { kind: 'problem', text: answer.problem };
}
