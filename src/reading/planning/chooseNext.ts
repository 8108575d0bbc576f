import type { Price } from './expectedCalls.js';

/** How far the best of the ways begun is from its end. */
export interface Progress {
  /** Calls to its end, as far as the CRM's totals tell. */
  readonly callsToEnd: number;
  /** Calls until the window is full, if matches keep coming as they did; no more than `callsToEnd`. */
  readonly callsToFill: number;
  /** Whether an earlier hope that matches keep coming was disappointed. Then only the totals count. */
  readonly isHopeSpent: boolean;
}

/**
 * Whether to begin another way to read the list, and which: its index, or null to go on as before. A way is worth its
 * first pages only when it can end sooner than the one under way: for a way that was counted, at its price; for one
 * that is only guessed at, if every source of it fits one page. Beginning costs what a probe of one row would, and its
 * rows are not wasted when it proves better.
 */
export function chooseNext(
  { callsToEnd, callsToFill, isHopeSpent }: Progress,
  others: readonly Price[],
  callsLeft: number,
): number | null {
  const ahead = isHopeSpent ? callsToEnd : callsToFill;
  let best: number | null = null;
  let fewest = ahead;
  others.forEach(({ calls, leastCalls, isKnown }, index) => {
    const promise = isKnown ? calls : leastCalls;
    if (promise >= fewest || leastCalls > callsLeft) return;
    best = index;
    fewest = promise;
  });
  return best;
}
