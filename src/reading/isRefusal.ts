import { Fault } from '../model/Fault.js';

/**
 * Whether the CRM has refused one kind of question rather than all of them for now: with an answer that is none, or
 * because the token may not ask it, which some tokens may not although they may search.
 */
export function isRefusal(error: unknown): error is Fault {
  return error instanceof Fault && (error.code === 'UPSTREAM_BAD_RESPONSE' || error.code === 'UPSTREAM_AUTH_FAILED');
}
