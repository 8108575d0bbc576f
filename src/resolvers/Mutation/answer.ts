import type { MutationOutcome, UserError } from '../../__generated__/resolvers.js';
import type { RefusalCode, WriteResult } from '../../writing/Writer.js';
import type { Context } from '../Context.js';
import { userError } from './checks/userError.js';

/** The part that all payloads share. */
export interface Answer {
  readonly outcome: MutationOutcome;
  readonly userErrors: readonly UserError[];
}

/** The answer to an input that was refused before any call. */
export function refuse(userErrors: readonly UserError[]): Answer {
  return { outcome: 'REJECTED', userErrors };
}

/**
 * The answer to a write that was tried. Whatever may have changed the CRM makes the operation's loaders forget what
 * they hold, so that a later field does not show the time before.
 */
export function answer(result: WriteResult, { loaders }: Context): Answer {
  if (result.outcome !== 'REJECTED') loaders.clear();
  switch (result.outcome) {
    case 'APPLIED':
    case 'REPLAYED':
      return { outcome: result.outcome, userErrors: [] };
    case 'REJECTED':
    case 'UNKNOWN':
      return {
        outcome: result.outcome,
        userErrors: [userError(result.code, argumentOf(result.code), result.upstreamCode)],
      };
  }
}

/** The id of the record written: what the CRM returned, else what is known anyway; null for a write not applied. */
export function writtenId(result: WriteResult, knownId: string | null = null): string | null {
  switch (result.outcome) {
    case 'APPLIED':
    case 'REPLAYED':
      // The record that was asked for is the one that was changed, whatever id the answer spells out.
      return knownId ?? result.id;
    case 'REJECTED':
    case 'UNKNOWN':
      return null;
  }
}

function argumentOf(code: RefusalCode): readonly string[] | null {
  switch (code) {
    case 'NOT_FOUND':
      return ['input', 'id'];
    case 'STALE_OBJECT':
      return ['input', 'ifUnmodifiedSince'];
    case 'IDEMPOTENCY_KEY_REUSED':
    case 'IDEMPOTENCY_IN_PROGRESS':
      return ['input', 'idempotencyKey'];
    case 'QUOTA_EXHAUSTED':
    case 'UPSTREAM_REJECTED':
    case 'UPSTREAM_RATE_LIMITED':
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_AUTH_FAILED':
    case 'OUTCOME_UNKNOWN':
      return null;
  }
}
