import { CombinedGraphQLErrors, type ErrorLike } from '@apollo/client';
import type { CreateCaseMutation } from '../graphql/graphql';

type Payload = CreateCaseMutation['createCase'];

/** What is known of a case's creation after one request. */
export type CreateCaseAnswer =
  /** The CRM has it. */
  | { readonly kind: 'created'; readonly payload: Payload }
  /** It was not written: correct the input, or try again later. */
  | { readonly kind: 'refused'; readonly payload: Payload }
  /** The request itself was turned away, and would be again. */
  | { readonly kind: 'failed'; readonly error: ErrorLike }
  /** Nobody knows: ask again with the same key and the same input. It never writes twice. */
  | { readonly kind: 'unknown'; readonly why: 'crm' | 'connection' | 'busy'; readonly waitMs: number };

const usualWaitMs = 3_000;

/** What an answer, or its absence, says about the case. */
export function readCreateCaseAnswer(result: {
  readonly data?: CreateCaseMutation | null | undefined;
  readonly error?: ErrorLike | undefined;
}): CreateCaseAnswer {
  const payload = result.data?.createCase;
  if (payload) {
    switch (payload.outcome) {
      case 'APPLIED':
      case 'REPLAYED':
        return { kind: 'created', payload };
      case 'UNKNOWN':
        return { kind: 'unknown', why: 'crm', waitMs: usualWaitMs };
      case 'REJECTED':
        // The first request with this key is still under way.
        return payload.userErrors.some(({ code }) => code === 'IDEMPOTENCY_IN_PROGRESS')
          ? { kind: 'unknown', why: 'crm', waitMs: usualWaitMs }
          : { kind: 'refused', payload };
    }
  }
  const { error } = result;
  // The request may have arrived, and its answer may be lost.
  if (!error || !CombinedGraphQLErrors.is(error)) return { kind: 'unknown', why: 'connection', waitMs: usualWaitMs };
  const { retryable, retryAfterMs } = error.errors[0]?.extensions ?? {};
  if (retryable !== true) return { kind: 'failed', error };
  return { kind: 'unknown', why: 'busy', waitMs: typeof retryAfterMs === 'number' ? retryAfterMs : usualWaitMs };
}
