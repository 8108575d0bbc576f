import { maxPageLimit } from '../../model/search.js';
import type { Catalogue } from '../catalogue/FilterField.js';
import type { AccessPath, Scan } from './AccessPath.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

/** How many rows a scan is thought to have; known when the CRM said so not long ago. */
export interface Cardinality {
  readonly rows: number;
  readonly isKnown: boolean;
}

/** What is believed about a tenant's records. A parameter of the planner. */
export interface Estimates {
  rowsOf(scan: Scan): Cardinality;
  /** How many records meet all predicates. */
  matchingRows(predicates: readonly Predicate[], paths: readonly AccessPath[]): number;
}

/** What reading by an access path is expected to cost. */
export interface Cost {
  /** Calls until limit and offset are filled, or to the end of the list. */
  readonly calls: number;
  /** Calls without which not even the first row can be told: one for each scan. */
  readonly minCalls: number;
  /** Whether the CRM has counted every scan. */
  readonly isKnown: boolean;
  /** Rows of all scans. */
  readonly rows: number;
}

/**
 * The cost of an access path, until `wanted` rows match or the list ends. Matches are taken to be spread evenly over the
 * rows read; when fewer match than are wanted, everything has to be read, and the cost is exact as far as the estimates
 * are.
 */
export function costOf(
  { scans }: Pick<AccessPath, 'scans'>,
  { wanted, matching }: { readonly wanted: number; readonly matching: number },
  estimates: Pick<Estimates, 'rowsOf'>,
): Cost {
  const part = matching > wanted ? wanted / matching : 1;
  let calls = 0;
  let rows = 0;
  let isKnown = true;
  for (const scan of scans) {
    const estimate = estimates.rowsOf(scan);
    calls += pagesOf(estimate.rows * part);
    rows += estimate.rows;
    isKnown &&= estimate.isKnown;
  }
  return { calls, minCalls: scans.length, isKnown, rows };
}

/** How many of the CRM's longest pages a number of rows fills: one call even for none. */
export function pagesOf(rows: number): number {
  return Math.max(1, Math.ceil(rows / maxPageLimit));
}

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
