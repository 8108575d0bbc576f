import { maxPageLimit } from '../../model/search.js';
import type { Predicate } from '../predicate/normalizeFilter.js';
import type { AccessPath, Scan } from './AccessPath.js';

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
