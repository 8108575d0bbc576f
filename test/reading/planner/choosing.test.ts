import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { caseCatalogue } from '../../../src/reading/catalogue/caseCatalogue.js';
import { replan } from '../../../src/reading/planner/replan.js';
import { type Scan, contradictsSpan, creationSpan } from '../../../src/reading/planner/AccessPath.js';
import { costOf } from '../../../src/reading/planner/cost.js';
import { widestPage } from '../../../src/reading/planner/pageFor.js';
import { Statistics } from '../../../src/reading/planner/Statistics.js';

const scan = (field: string, value: string): Scan => ({ kind: 'search', search: { field, value } });
const price = (calls: number, isKnown: boolean, minCalls = 1) => ({ calls, minCalls, isKnown, rows: calls * 250 });

describe('beginning another way to read a list', () => {
  const progress = { callsToEnd: 4, callsToFill: 4, isPaceDisproved: false };

  test.each<[what: string, others: ReturnType<typeof price>[], callsLeft: number, chosen: number | null]>([
    ['a known way that is shorter', [price(3, true)], 9, 0],
    ['no known way that is as long', [price(4, true)], 9, null],
    ['a way that is guessed at, however long the guess, for it may be short', [price(40, false)], 9, 0],
    ['no way that needs as many calls at least', [price(40, false, 4)], 9, null],
    ['the one that promises most', [price(3, true), price(9, false), price(2, true)], 9, 1],
    ['nothing that the budget does not allow', [price(3, true, 3)], 2, null],
  ])('takes %s', (_what, others, callsLeft, chosen) => {
    expect(replan(progress, others, callsLeft)).toBe(chosen);
  });

  test('waits while the window is about to be full, once', () => {
    const hopeful = { callsToEnd: 8, callsToFill: 1, isPaceDisproved: false };
    expect(replan(hopeful, [price(1, false)], 9)).toBeNull();
    expect(replan({ ...hopeful, isPaceDisproved: true }, [price(1, false)], 9)).toBe(0);
  });
});

describe('the price of a way', () => {
  const estimates = { rowsOf: () => ({ rows: 1_000, isKnown: true }) };
  const sources = [scan('status', 'a'), scan('status', 'b')];

  test('is every page when fewer match than are wanted, and a part of them otherwise', () => {
    expect(costOf({ scans: sources }, { wanted: 20, matching: 10 }, estimates).calls).toBe(8);
    expect(costOf({ scans: sources }, { wanted: 20, matching: 40 }, estimates).calls).toBe(4);
    expect(costOf({ scans: sources }, { wanted: 20, matching: 4_000 }, estimates).calls).toBe(2);
  });
});

describe('what is learned of a tenant', () => {
  let now = 0;
  const hour = 3_600_000;

  test('is known for an hour, fades, and tells of other values of the field', () => {
    const statistics = new Statistics({ now: () => now }, caseCatalogue);
    const before = statistics.rowsOf(scan('status', 'b')).rows;
    statistics.learn(scan('status', 'a'), 9_000, now);
    expect(statistics.rowsOf(scan('status', 'a'))).toEqual({ rows: 9_000, isKnown: true });
    expect(statistics.rowsOf(scan('status', 'b'))).toMatchObject({ isKnown: false });
    expect(statistics.rowsOf(scan('status', 'b')).rows).toBeGreaterThan(before);
    now += 2 * hour;
    const faded = statistics.rowsOf(scan('status', 'a'));
    expect(faded.isKnown).toBe(false);
    expect(faded.rows).toBeLessThan(9_000);
    now += 1_000 * hour;
    expect(statistics.rowsOf(scan('status', 'a')).rows).toBeCloseTo(statistics.rowsOf(scan('status', 'b')).rows);
  });

  test('does not grow without bound', () => {
    const statistics = new Statistics({ now: () => 0 }, caseCatalogue);
    for (let index = 0; index < 5_000; index += 1) statistics.learn(scan('contactId', String(index)), 3, 0);
    expect(statistics.rowsOf(scan('contactId', '0')).isKnown).toBe(false);
    expect(statistics.rowsOf(scan('contactId', '4999')).isKnown).toBe(true);
  });

  test('includes how many records are created in a day', () => {
    const statistics = new Statistics({ now: () => 0 }, caseCatalogue);
    const days = (count: number): Scan => ({
      kind: 'createdBetween',
      from: new Date(0),
      to: new Date(count * 24 * hour),
    });
    const before = statistics.rowsOf(days(7)).rows;
    statistics.learn(days(10), 10_000, 0);
    expect(statistics.rowsOf(days(7)).rows).toBeGreaterThan(before);
  });
});

describe('the span of time that the CRM is asked for', () => {
  const now = new Date('2026-06-01T12:00:00Z');

  test('contains the range with a minute to spare on both sides, in whole minutes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.integer({ min: 1, max: 10 ** 9 }), (from, length) => {
        const gte = new Date(now.getTime() + from);
        const lt = new Date(gte.getTime() + length);
        const span = creationSpan({ gte: gte.getTime(), lt: lt.getTime() }, now);
        expect(gte.getTime() - span.from.getTime()).toBeGreaterThanOrEqual(60_000);
        expect(span.to.getTime() - lt.getTime()).toBeGreaterThanOrEqual(60_000);
        expect(span.from.getTime() % 60_000).toBe(0);
        expect(span.to.getTime() % 60_000).toBe(0);
      }),
    );
  });

  test('ends after now where the range is open, and is the same all day', () => {
    const open = (at: string) => creationSpan({ gte: Date.parse('2026-05-01T00:00:00Z'), lt: null }, new Date(at)).to;
    expect(open('2026-06-01T00:00:00Z')).toEqual(open('2026-06-01T23:59:59Z'));
    expect(open('2026-06-01T23:59:59Z').getTime()).toBeGreaterThan(now.getTime() + 24 * 3_600_000);
  });

  test('never leaves the years that the CRM can have records in, which have four digits', () => {
    const gte = Date.parse('0000-01-01T00:00:00Z');
    const lt = Date.parse('9999-12-31T23:59:59-05:00');
    expect(creationSpan({ gte, lt }, now)).toEqual({
      from: new Date('2000-01-01T00:00:00Z'),
      to: new Date('2100-01-01T00:00:00Z'),
    });
  });

  test('is contradicted by rows from another time, not by clocks that differ', () => {
    const span = { from: new Date('2026-05-01T00:00:00Z'), to: new Date('2026-05-02T00:00:00Z') };
    expect(contradictsSpan(new Date('2026-05-02T01:00:00Z'), span)).toBe(false);
    expect(contradictsSpan(new Date('2026-05-04T00:00:00Z'), span)).toBe(true);
    expect(contradictsSpan(null, span)).toBe(false);
  });
});

describe('the page that reaches furthest', () => {
  test('holds the row it is asked for, and new ones behind it', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), (position) => {
        const { page, skip } = widestPage(position);
        expect((page.page - 1) * page.limit + skip).toBe(position);
        expect(page.limit).toBeLessThanOrEqual(250);
        expect(page.limit - skip).toBeGreaterThanOrEqual(125);
      }),
    );
  });

  test('is the longest page at every multiple of its length', () => {
    expect([0, 250, 500].map((position) => widestPage(position).page)).toEqual([
      { page: 1, limit: 250 },
      { page: 2, limit: 250 },
      { page: 3, limit: 250 },
    ]);
  });
});
