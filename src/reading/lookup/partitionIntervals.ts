/** A run of the sorted seconds, by index, both ends included, that is looked up together. */
export interface PlannedInterval {
  readonly first: number;
  readonly last: number;
  readonly cost: number;
}

export interface IntervalPartition {
  /** The runs of two and more; every other second is looked up by itself. */
  readonly intervals: readonly PlannedInterval[];
  /** Expected calls, those for the others included. */
  readonly cost: number;
}

/**
 * Splits `count` sorted seconds into runs so that the expected calls are the fewest: one for a run of one, `costOf` for
 * a longer one. Looks at every split, by dynamic programming. A longer run is only used when it costs less than its
 * members do singly.
 */
export function partitionIntervals(count: number, costOf: (first: number, last: number) => number): IntervalPartition {
  // The best plan for the first n seconds, and where its last run begins.
  const best: { readonly cost: number; readonly begin: number }[] = [{ cost: 0, begin: 0 }];
  for (let last = 0; last < count; last += 1) {
    let chosen = { cost: costAt(best, last) + 1, begin: last };
    for (let first = last - 1; first >= 0; first -= 1) {
      const cost = costAt(best, first) + costOf(first, last);
      if (cost < chosen.cost) chosen = { cost, begin: first };
    }
    best.push(chosen);
  }
  const intervals: PlannedInterval[] = [];
  for (let end = count; end > 0;) {
    const begin = best[end]?.begin ?? 0;
    if (end - begin > 1)
      intervals.unshift({ first: begin, last: end - 1, cost: costAt(best, end) - costAt(best, begin) });
    end = begin;
  }
  return { intervals, cost: costAt(best, count) };
}

function costAt(best: readonly { readonly cost: number }[], count: number): number {
  return best[count]?.cost ?? 0;
}
