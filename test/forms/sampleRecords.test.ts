import { describe, expect, test } from '@jest/globals';
import {
  type ReadPage,
  sampleRecords,
  type SampledPage,
  spreadPages,
} from '../../src/forms/inference/sampleRecords.js';

const rowsOf = (page: number, count: number): SampledPage['rows'] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${String(page)}-${String(index)}`,
    type: null,
    customFields: [],
  }));

/** A list of so many records, with the pages that were read of it. */
function list(
  records: number,
  totalRecords: number | null = records,
): { readonly read: ReadPage; readonly pages: number[] } {
  const pages: number[] = [];
  const read: ReadPage = (page) => {
    pages.push(page);
    return Promise.resolve({
      rows: rowsOf(page, Math.max(0, Math.min(250, records - (page - 1) * 250))),
      totalRecords,
    });
  };
  return { read, pages };
}

describe('looking at records', () => {
  test('reads all of them where the calls are enough', async () => {
    const [cases, contacts] = [list(1_500), list(400)];
    const sample = await sampleRecords({ cases: cases.read, contacts: contacts.read }, 10);
    expect([cases.pages, contacts.pages, sample.calls]).toEqual([[1, 2, 3, 4, 5, 6], [1, 2], 8]);
    expect([sample.cases.isComplete, sample.contacts.isComplete]).toEqual([true, true]);
  });

  test('spreads the pages from the oldest to the newest where they are not', async () => {
    const [cases, contacts] = [list(100_000), list(25_000)];
    const sample = await sampleRecords({ cases: cases.read, contacts: contacts.read }, 10);
    expect(sample.calls).toBe(10);
    expect([cases.pages.at(0), cases.pages.at(-1), contacts.pages.at(-1)]).toEqual([1, 400, 100]);
    expect([cases.pages.length, contacts.pages.length]).toEqual([7, 3]);
    expect([sample.cases.isComplete, sample.contacts.isComplete]).toEqual([false, false]);
  });

  test('goes on to a short page where nobody says how many there are', async () => {
    const [cases, contacts] = [list(600, null), list(10, null)];
    const sample = await sampleRecords({ cases: cases.read, contacts: contacts.read }, 10);
    expect([cases.pages, contacts.pages]).toEqual([[1, 2, 3], [1]]);
    expect([sample.cases.isComplete, sample.cases.evidence.records]).toEqual([true, 600]);
  });

  test('counts a record once that is on two pages, and none that could not be read', async () => {
    const read: ReadPage = () => Promise.resolve({ rows: [...rowsOf(1, 250), null], totalRecords: 500 });
    const sample = await sampleRecords({ cases: read, contacts: list(0).read }, 4);
    expect(sample.cases.evidence.records).toBe(250);
  });

  test.each([
    [0, 5, []],
    [3, 5, [2, 3, 4]],
    [10, 2, [6, 11]],
    [10, 0, []],
  ])('of %d further pages with %d calls reads %j', (pages, most, expected) => {
    expect(spreadPages(pages, most)).toEqual(expected);
  });
});
