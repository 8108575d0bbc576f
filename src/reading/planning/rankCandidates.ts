import { fieldsOfContact } from '../../model/filters.js';
import type { Candidate } from './Candidate.js';
import type { Condition } from './conditions.js';
import { expectedCalls, type Estimates, type Price } from './expectedCalls.js';

/** A way to read a list with its price. */
export interface PricedCandidate<Field extends string = string> {
  readonly candidate: Candidate<Field>;
  readonly price: Price;
}

/**
 * The ways to read a list, the one to begin with first: fewest expected calls, then certainty over hope, then the
 * fewest doubts about what rows leave out and searches find, then fewest rows. The order is total, so equal knowledge
 * gives equal plans.
 */
export function rankCandidates<Field extends string>(
  candidates: readonly Candidate<Field>[],
  { conditions, wanted }: { readonly conditions: readonly Condition[]; readonly wanted: number },
  estimates: Estimates,
): readonly PricedCandidate<Field>[] {
  const matching = estimates.matchingRows(conditions, candidates);
  return candidates
    .map((candidate) => {
      const spread = isSpread(candidate) ? matching : 0;
      return { candidate, price: expectedCalls(candidate, { wanted, matching: spread }, estimates) };
    })
    .sort(
      (a, b) =>
        a.price.calls - b.price.calls ||
        Number(b.price.isKnown) - Number(a.price.isKnown) ||
        doubtsOf(a.candidate) - doubtsOf(b.candidate) ||
        a.price.rows - b.price.rows ||
        (a.candidate.field < b.candidate.field ? -1 : 1),
    );
}

/**
 * Whether matches may be expected all over the rows of a candidate. The CRM lists by creation as a rule: those of a span
 * of creation lie together in any other list, and nobody knows where.
 */
function isSpread({ field, residual }: Candidate): boolean {
  return field === 'createdAt' || residual.every((condition) => condition.field !== 'createdAt');
}

/**
 * Conditions that a row may leave open, each of which may cost a look at the contact; and a search by a user's name,
 * which the CRM stores with the login behind: rows show both, a search may find one only.
 */
function doubtsOf({ field, residual }: Candidate): number {
  const isByName = field === 'ownerName' || field === 'responsibleName';
  return residual.filter((condition) => fieldsOfContact.has(condition.field)).length + Number(isByName);
}
