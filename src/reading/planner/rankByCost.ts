import type { Catalogue } from '../catalogue/FilterField.js';
import type { Predicate } from '../predicate/normalizeFilter.js';
import type { AccessPath } from './AccessPath.js';
import { type Cost, costOf, type Estimates } from './cost.js';

/** An access path with its cost. */
export interface PricedPath<SearchField extends string = string> {
  readonly path: AccessPath<SearchField>;
  readonly cost: Cost;
}

/** What is to be read: the predicates, and how many matches. */
export interface Query {
  readonly predicates: readonly Predicate[];
  readonly wanted: number;
}

/**
 * The access paths, the one to begin with first: fewest expected calls, then a known cost before a guess, then the fewest
 * doubts about what rows leave out and searches find, then fewest rows. The order is total, so equal knowledge gives equal
 * plans.
 */
export function rankByCost<SearchField extends string>(
  paths: readonly AccessPath<SearchField>[],
  { predicates, wanted }: Query,
  estimates: Estimates,
  catalogue: Catalogue<never>,
): readonly PricedPath<SearchField>[] {
  const matching = estimates.matchingRows(predicates, paths);
  return paths
    .map((path) => ({
      path,
      cost: costOf(path, { wanted, matching: isSpread(path) ? matching : 0 }, estimates),
    }))
    .sort(
      (a, b) =>
        a.cost.calls - b.cost.calls ||
        Number(b.cost.isKnown) - Number(a.cost.isKnown) ||
        doubtsOf(a.path, catalogue) - doubtsOf(b.path, catalogue) ||
        a.cost.rows - b.cost.rows ||
        (a.path.field < b.path.field ? -1 : 1),
    );
}

/** Whether a predicate may need the contact's own record, where a row leaves the field out. */
export function mayNeedContact({ field: name }: Predicate, catalogue: Catalogue<never>): boolean {
  const field = catalogue.get(name);
  return field?.kind === 'value' && field.carriedBy === 'contact';
}

/**
 * Whether matches may be expected all over the rows of a path. The CRM lists by creation as a rule: those of a span of
 * creation lie together in any other list, and nobody knows where.
 */
function isSpread({ field, residual }: AccessPath): boolean {
  return field === 'createdAt' || residual.every((predicate) => predicate.field !== 'createdAt');
}

/**
 * Predicates that a row may leave open, each of which may cost a look at the contact; and a search by a user's name,
 * which the CRM stores with the login behind: rows show both, a search may find one only.
 */
function doubtsOf({ field, residual }: AccessPath, catalogue: Catalogue<never>): number {
  const isByName = field === 'ownerName' || field === 'responsibleName';
  return residual.filter((predicate) => mayNeedContact(predicate, catalogue)).length + Number(isByName);
}
