import type { Cost } from './cost.js';

/** How far the best of the paths begun is from its end. */
export interface Progress {
  /** Calls to its end, as far as the CRM's totals tell. */
  readonly callsToEnd: number;
  /** Calls until limit and offset are filled, if matches keep coming as they did; no more than `callsToEnd`. */
  readonly callsToFill: number;
  /** Whether matches stopped coming as they did when that was estimated. Then only the totals count. */
  readonly isPaceDisproved: boolean;
}

/**
 * Adaptive re-planning: whether to begin another access path, and which: its index, or null to go on as before. A path is
 * worth its first pages only when it can end sooner than the one under way: one that was counted, at its cost; one that is
 * only guessed at, if every scan of it fits one page. Its rows are not wasted when it proves better.
 */
export function replan(
  { callsToEnd, callsToFill, isPaceDisproved }: Progress,
  others: readonly Cost[],
  callsLeft: number,
): number | null {
  const ahead = isPaceDisproved ? callsToEnd : callsToFill;
  let best: number | null = null;
  let fewest = ahead;
  others.forEach(({ calls, minCalls, isKnown }, index) => {
    const promise = isKnown ? calls : minCalls;
    if (promise >= fewest || minCalls > callsLeft) return;
    best = index;
    fewest = promise;
  });
  return best;
}

interface Begun {
  readonly calls: number;
  readonly matches: number;
  readonly callsToEnd: number;
}

/**
 * Estimates how far reading by an access path is from its end. It assumes once that matches keep coming as they did; when
 * they do not, only the CRM's totals count for the rest of the list.
 */
export class ProgressEstimate {
  #estimatedCalls: number | null = null;

  constructor(readonly wanted: number) {}

  of({ calls, matches, callsToEnd }: Begun): Progress {
    const pace = matches === 0 ? Infinity : Math.ceil(((this.wanted - matches) * calls) / matches);
    const callsToFill = Math.min(callsToEnd, pace);
    const isPaceDisproved = this.#estimatedCalls !== null && calls >= this.#estimatedCalls;
    if (this.#estimatedCalls === null && callsToFill < callsToEnd) this.#estimatedCalls = calls + callsToFill;
    return { callsToEnd, callsToFill, isPaceDisproved };
  }
}
