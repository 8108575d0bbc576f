import { maxPageLimit } from '../../model/search.js';
import type { Candidate, Source } from './Candidate.js';
import type { Condition } from './conditions.js';

/** How many rows a source is thought to have; known when the CRM said so not long ago. */
export interface Estimate {
  readonly rows: number;
  readonly isKnown: boolean;
}

/** What is believed about a tenant's records. */
export interface Estimates {
  rowsOf(source: Source): Estimate;
  /** How many records meet all conditions. */
  matchingRows(conditions: readonly Condition[], candidates: readonly Candidate[]): number;
}

/** What a way to read a list is expected to cost. */
export interface Price {
  /** Calls until the window is full, or to the end of the list. */
  readonly calls: number;
  /** Calls without which not even the first row can be told: one for each source. */
  readonly leastCalls: number;
  /** Whether the CRM has counted every source. */
  readonly isKnown: boolean;
  /** Rows of all sources. */
  readonly rows: number;
}

/**
 * The price of reading a list one way, until `wanted` rows match or the list ends. Matches are taken to be spread
 * evenly over the rows read; when fewer match than are wanted, everything has to be read, and the price is exact as
 * far as the estimates are.
 */
export function expectedCalls(
  { sources }: Pick<Candidate, 'sources'>,
  { wanted, matching }: { readonly wanted: number; readonly matching: number },
  estimates: Pick<Estimates, 'rowsOf'>,
): Price {
  const part = matching > wanted ? wanted / matching : 1;
  let calls = 0;
  let rows = 0;
  let isKnown = true;
  for (const source of sources) {
    const estimate = estimates.rowsOf(source);
    calls += pagesOf(estimate.rows * part);
    rows += estimate.rows;
    isKnown &&= estimate.isKnown;
  }
  return { calls, leastCalls: sources.length, isKnown, rows };
}

/** How many of the CRM's longest pages a number of rows fills: one call even for none. */
export function pagesOf(rows: number): number {
  return Math.max(1, Math.ceil(rows / maxPageLimit));
}
