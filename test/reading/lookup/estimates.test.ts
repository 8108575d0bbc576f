import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IntervalRecall, createdSecondOf, intervalCost, intervalSpan } from '../../../src/reading/lookup/intervals.js';
import { ArrivalRate } from '../../../src/reading/lookup/ArrivalRate.js';

const now = Date.UTC(2026, 10, 20);
const day = 86_400_000;
const span = (fromDay: number, toDay: number) => ({
  from: new Date(now + fromDay * day),
  to: new Date(now + toDay * day),
});

describe('the creation second of an id', () => {
  test('is in its first eight digits', () => {
    const second = now / 1000 - 1_000;
    expect(createdSecondOf(`${second.toString(16)}00112233445566ff`, now)).toBe(second);
  });

  test.each(['', '64cb', 'x'.repeat(24), '0'.repeat(24), 'f'.repeat(24), '65A0000000112233445566FF'])(
    'is unknown for %j',
    (id) => {
      expect(createdSecondOf(id, now)).toBeNull();
    },
  );
});

describe('the span of a window', () => {
  test('has whole minutes and room on either side of every second in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000, max: 1_800_000_000 }), fc.nat(100_000), (first, length) => {
        const { from, to } = intervalSpan(first, first + length);
        expect(from.getTime() % 60_000).toBe(0);
        expect(to.getTime() % 60_000).toBe(0);
        expect(first * 1000 - from.getTime()).toBeGreaterThan(5_000);
        expect(to.getTime() - (first + length) * 1000).toBeGreaterThan(5_000);
        expect(to.getTime() - from.getTime()).toBeLessThanOrEqual(length * 1000 + 130_000);
      }),
    );
  });
});

describe('the density of records', () => {
  test('is nearly certain about a stretch that was counted', () => {
    const density = new ArrivalRate();
    density.learn(span(-10, -5), 1_234);
    const { rows, doubt } = density.estimate(span(-10, -5));
    expect(rows).toBeCloseTo(1_234, 5);
    expect(doubt).toBeLessThan(0.2);
  });

  test('carries what was counted over to other times, with more doubt', () => {
    const density = new ArrivalRate();
    const before = density.estimate(span(-40, -30));
    density.learn(span(-20, -10), 30);
    const after = density.estimate(span(-40, -30));
    expect(after.rows).toBeGreaterThan(25);
    expect(after.rows).toBeLessThan(90);
    expect(after.doubt).toBeLessThan(before.doubt);
    expect(after.doubt).toBeGreaterThan(density.estimate(span(-20, -10)).doubt);
  });

  test('knows nothing at first and says so', () => {
    const density = new ArrivalRate();
    expect(density.isKnown).toBe(false);
    expect(density.estimate(span(-1, 0)).doubt).toBeGreaterThan(2);
    density.learn(span(-1, 0), 10);
    expect(density.isKnown).toBe(true);
  });
});

describe('the cost of a window', () => {
  test('is one call where its rows surely fit on a page and it is trusted', () => {
    expect(intervalCost(10, { rows: 20, doubt: 0.2 }, 1)).toBeCloseTo(1, 5);
  });

  test('is never less than one call, nor more than one above the single look-ups and what it is mistrusted for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (wanted, rows, doubt, trust) => {
          const cost = intervalCost(wanted, { rows, doubt }, trust);
          expect(cost).toBeGreaterThanOrEqual(1);
          expect(cost).toBeLessThanOrEqual(1 + wanted + (1 - trust) * wanted + 1e-9);
        },
      ),
    );
  });

  test('grows with the rows that lie in it', () => {
    const costs = [10, 200, 300, 1_000, 10_000].map((rows) => intervalCost(100, { rows, doubt: 0.3 }, 1));
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });
});

describe('trust in windows', () => {
  test('is lost after two windows that missed, and does not come back', () => {
    const trust = new IntervalRecall();
    trust.learn({ brought: 0, missed: 4 });
    expect(trust.isLost).toBe(false);
    trust.learn({ brought: 0, missed: 4 });
    expect(trust.isLost).toBe(true);
    for (let time = 0; time < 9; time += 1) trust.learn({ brought: 9, missed: 0 });
    expect(trust.isLost).toBe(true);
  });

  test('is kept where windows bring nearly everything', () => {
    const trust = new IntervalRecall();
    for (let time = 0; time < 50; time += 1) trust.learn({ brought: 19, missed: 1 });
    expect(trust.isLost).toBe(false);
    expect(trust.share).toBeGreaterThan(0.9);
  });

  test('learns nothing from records that do not exist', () => {
    const trust = new IntervalRecall();
    const { share } = trust;
    trust.learn({ brought: 0, missed: 0 });
    expect(trust).toMatchObject({ share, isTested: false });
  });
});
