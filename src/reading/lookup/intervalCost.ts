import { maxPageLimit } from '../../model/search.js';
import type { Estimate } from './ArrivalRate.js';

/** Below this the number of rows is as good as counted. */
const smallDoubt = 0.15;

/**
 * The calls that looking up `wanted` records in one window of time is expected to cost. The first page is always paid;
 * when there are more, they are read or the records are looked up singly, whichever is less; and records that the
 * window does not bring after all, `trust` being the share that it does, are looked up singly too.
 */
export function intervalCost(wanted: number, { rows, doubt }: Estimate, trust: number): number {
  const likely = Math.max(rows, wanted);
  const isMore = normalBelow((Math.log(likely) - Math.log(maxPageLimit)) / doubt);
  // The last page is half full on average, unless it is known how full it is.
  const pages = doubt <= smallDoubt ? Math.ceil(likely / maxPageLimit) : likely / maxPageLimit + 0.5;
  const furtherPages = Math.max(1, pages - 1);
  return 1 + isMore * Math.min(wanted, furtherPages) + (1 - trust) * wanted;
}

/** The share of a standard normal distribution below a value; the logistic approximation, off by 0.01 at most. */
function normalBelow(value: number): number {
  return 1 / (1 + Math.exp(-1.702 * value));
}
