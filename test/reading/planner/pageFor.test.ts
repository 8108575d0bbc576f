import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maxPageLimit } from '../../../src/model/search.js';
import { pageFor } from '../../../src/reading/planner/pageFor.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const windows = fc.record({ offset: fc.nat({ max: 2_147_483_647 }), first: fc.integer({ min: 1, max: 125 }) });

/** Whether pages of this length keep the window within one of them, by the definition. */
const fits = (limit: number, offset: number, first: number): boolean =>
  Math.floor(offset / limit) === Math.floor((offset + first - 1) / limit);

describe('the page for a window', () => {
  test('holds the whole window, whatever the offset, for windows of up to half the longest page', () => {
    fc.assert(
      fc.property(windows, ({ offset, first }) => {
        const { page, skip } = pageFor({ offset, first });
        expect(page.limit).toBeGreaterThanOrEqual(first);
        expect(page.limit).toBeLessThanOrEqual(maxPageLimit);
        expect((page.page - 1) * page.limit + skip).toBe(offset);
        expect(skip + first).toBeLessThanOrEqual(page.limit);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  test('is the shortest one', () => {
    fc.assert(
      fc.property(windows, ({ offset, first }) => {
        const { limit } = pageFor({ offset, first }).page;
        for (let shorter = first; shorter < limit; shorter += 1) expect(fits(shorter, offset, first)).toBe(false);
        expect(fits(limit, offset, first)).toBe(true);
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  test.each([
    { offset: 0, first: 20, page: 1, limit: 20, skip: 0 },
    { offset: 40, first: 20, page: 3, limit: 20, skip: 0 },
    { offset: 37, first: 50, page: 1, limit: 87, skip: 37 },
    { offset: 1, first: 1, page: 2, limit: 1, skip: 0 },
    { offset: 10, first: 20, page: 1, limit: 30, skip: 10 },
  ])('of $first rows from row $offset on is page $page of $limit', ({ offset, first, page, limit, skip }) => {
    expect(pageFor({ offset, first })).toEqual({ page: { page, limit }, skip });
  });

  test('does not exist for a window longer than any page', () => {
    expect(() => pageFor({ offset: 0, first: maxPageLimit + 1 })).toThrow(RangeError);
  });
});
