import { Refusal } from './Refusal.js';
import { type RequestProblem, requestProblems } from './requestProblems.js';

/** The refusal of a request for this reason. */
export function badRequest(reason: RequestProblem, headers: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal('BAD_REQUEST', requestProblems[reason].status, { reason, headers });
}
