import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { answersPage, cutPage, isWithin } from '../../../src/reading/cache/heldRows.js';
import type { PageRequest } from '../../../src/model/search.js';
import type { RecordPage } from '../../../src/wolkvox/WolkvoxClient.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const facts = { isOverfull: false, calls: 1, fetchedAt: new Date(0) };

function readPage(count: number, { page, limit }: PageRequest, hasTotals = true): RecordPage<number> {
  const rows = Array.from({ length: count }, (_, index) => index).slice((page - 1) * limit, page * limit);
  return { ...facts, rows, totalRecords: hasTotals ? count : null };
}

const request = fc.record({ page: fc.integer({ min: 1, max: 6 }), limit: fc.integer({ min: 1, max: 30 }) });

describe('a page cut out of another', () => {
  test('has the rows that the CRM would have sent', () => {
    fc.assert(
      fc.property(fc.nat(90), request, request, fc.boolean(), (count, held, wanted, hasTotals) => {
        const page = readPage(count, held, hasTotals);
        fc.pre(answersPage(held, page, wanted));
        expect(cutPage(held, page, wanted).rows).toEqual(readPage(count, wanted).rows);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  test('can be had where its rows lie within the other, or behind the end that the other showed', () => {
    expect(isWithin({ page: 2, limit: 5 }, { page: 1, limit: 10 })).toBe(true);
    expect(isWithin({ page: 2, limit: 6 }, { page: 1, limit: 10 })).toBe(false);
    const short = readPage(7, { page: 1, limit: 10 });
    expect(answersPage({ page: 1, limit: 10 }, short, { page: 2, limit: 100 })).toBe(true);
    expect(answersPage({ page: 2, limit: 10 }, readPage(7, { page: 2, limit: 10 }), { page: 3, limit: 10 })).toBe(
      false,
    );
  });

  test('cannot be had where the CRM contradicts itself about the end, or sent more than was asked for', () => {
    const held = { page: 1, limit: 10 };
    const short = { ...readPage(7, held), totalRecords: 30 };
    expect(answersPage(held, short, { page: 1, limit: 20 })).toBe(false);
    expect(answersPage(held, short, { page: 1, limit: 5 })).toBe(true);
    const overfull = { ...readPage(10, held), isOverfull: true };
    expect(answersPage(held, overfull, { page: 1, limit: 5 })).toBe(false);
    expect(answersPage(held, overfull, held)).toBe(true);
  });
});
