import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionIntervals } from '../../../src/reading/lookup/intervals.js';
import { propertyRuns } from '../../support/propertyRuns.js';

/** The cheapest split, found by trying every one. */
function cheapest(count: number, costOf: (first: number, last: number) => number): number {
  let least = Infinity;
  for (let cuts = 0; cuts < 2 ** Math.max(0, count - 1); cuts += 1) {
    let cost = 0;
    let first = 0;
    for (let last = 0; last < count; last += 1) {
      const isEnd = last === count - 1 || (cuts & (1 << last)) !== 0;
      if (!isEnd) continue;
      cost += first === last ? 1 : costOf(first, last);
      first = last + 1;
    }
    least = Math.min(least, cost);
  }
  return least;
}

describe('a plan of intervals', () => {
  test('costs as little as the best of all splits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 81, maxLength: 81 }),
        (count, tenths) => {
          const costOf = (first: number, last: number) => (tenths[first * 9 + last] ?? 0) / 8;
          const plan = partitionIntervals(count, costOf);
          expect(plan.cost).toBeCloseTo(cheapest(count, costOf), 9);
          const members = plan.intervals.map(({ first, last }) => last - first + 1);
          const inWindows = members.reduce((sum, size) => sum + size, 0);
          const paid = plan.intervals.reduce((sum, { cost }) => sum + cost, 0);
          expect(paid + count - inWindows).toBeCloseTo(plan.cost, 9);
          expect(plan.intervals.every(({ cost }, index) => cost < (members[index] ?? 0))).toBe(true);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });

  test('puts what is close into one window and leaves what is far alone', () => {
    const seconds = [0, 10, 20, 100_000, 200_000, 200_005];
    const costOf = (first: number, last: number) => ((seconds[last] ?? 0) - (seconds[first] ?? 0) < 60 ? 1 : 99);
    const { intervals, cost } = partitionIntervals(seconds.length, costOf);
    expect(intervals).toEqual([
      { first: 0, last: 2, cost: 1 },
      { first: 4, last: 5, cost: 1 },
    ]);
    expect(cost).toBe(3);
  });

  test('is none where a window never pays', () => {
    expect(partitionIntervals(5, (first, last) => last - first + 1)).toEqual({ intervals: [], cost: 5 });
  });
});
