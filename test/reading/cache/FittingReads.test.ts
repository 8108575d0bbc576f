import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../src/model/Fault.js';
import type { PageRequest } from '../../../src/model/search.js';
import { FittingReads } from '../../../src/reading/cache/FittingReads.js';
import type { RecordPage } from '../../../src/wolkvox/WolkvoxClient.js';
import { propertyRuns } from '../../support/propertyRuns.js';

interface Row {
  readonly id: string;
}

/** A CRM whose rows have sizes, read through a cap on the bytes of one answer. */
class SizedList {
  calls = 0;
  hasTotals = true;
  /** Whether the last page comes for every page beyond the end. */
  repeatsLastPage = false;

  constructor(
    private readonly sizes: readonly number[],
    private readonly maxBytes: number,
  ) {}

  readonly fetch = ({ page, limit }: PageRequest): Promise<RecordPage<Row>> => {
    this.calls += 1;
    const last = Math.max(1, Math.ceil(this.sizes.length / limit));
    const shown = this.repeatsLastPage ? Math.min(page, last) : page;
    const sizes = this.sizes.slice((shown - 1) * limit, shown * limit);
    const rows = rowsFrom((shown - 1) * limit, (shown - 1) * limit + sizes.length);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes > this.maxBytes) return Promise.reject(new Fault('UPSTREAM_BAD_RESPONSE', { isTooLarge: true }));
    return Promise.resolve({
      rows,
      totalRecords: this.hasTotals ? this.sizes.length : null,
      isOverfull: false,
      unreadableFields: [],
      calls: 1,
      fetchedAt: new Date(this.calls),
    });
  };
}

const rowsFrom = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: `row ${from + index}` }));
const equal = (count: number, size: number) => Array.from({ length: count }, () => size);

describe('pages whose rows are too large for one answer', () => {
  test('are put together from shorter ones, and the calls in vain are counted', async () => {
    const list = new SizedList(equal(300, 17), 4_000);
    const page = await new FittingReads().read({ page: 1, limit: 250 }, list.fetch);
    expect(page).toMatchObject({ rows: rowsFrom(0, 250), totalRecords: 300, calls: 3 });
    expect(page.fetchedAt).toEqual(new Date(2));
  });

  test('cost no more calls in vain once the length that fits is known, but for one try in 33', async () => {
    const list = new SizedList(equal(10_000, 50), 4_000);
    const reads = new FittingReads();
    await reads.read({ page: 1, limit: 250 }, list.fetch);
    expect(reads.longest).toBe(62);
    list.calls = 0;
    let calls = 0;
    for (let page = 2; page <= 11; page += 1) calls += (await reads.read({ page, limit: 250 }, list.fetch)).calls;
    expect(calls).toBe(list.calls);
    expect(calls).toBeLessThanOrEqual(10 * 5 + 2);
  });

  test('are read in full length again where rows are small', async () => {
    const list = new SizedList([...equal(250, 17), ...equal(60_000, 1)], 4_000);
    const reads = new FittingReads();
    await reads.read({ page: 1, limit: 250 }, list.fetch);
    expect(reads.longest).toBe(125);
    for (let page = 2; page <= 20; page += 1) await reads.read({ page, limit: 250 }, list.fetch);
    expect(reads.longest).toBe(250);
  });

  test('that even a few rows exceed fail, for four calls more than one, and leave the length as it was', async () => {
    const list = new SizedList(equal(300, 5_000), 4_000);
    const reads = new FittingReads();
    await expect(reads.read({ page: 1, limit: 250 }, list.fetch)).rejects.toMatchObject({ isTooLarge: true });
    expect(list.calls).toBe(5);
    expect(reads.longest).toBe(250);
  });

  test('are not divided where only a few rows were asked for: no row is that large', async () => {
    const list = new SizedList(equal(300, 5_000), 4_000);
    const reads = new FittingReads();
    await expect(reads.read({ page: 1, limit: 10 }, list.fetch)).rejects.toMatchObject({ isTooLarge: true });
    expect(list.calls).toBe(1);
  });

  test('hold the very rows asked for, whatever their sizes', async () => {
    const sizes = fc.array(fc.constantFrom(1, 20, 60, 400), { maxLength: 700 });
    const requests = fc.array(
      fc.record({ page: fc.integer({ min: 1, max: 4 }), limit: fc.integer({ min: 1, max: 250 }) }),
      {
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(sizes, requests, fc.boolean(), async (all, wanted, hasTotals) => {
        const list = new SizedList(all, 4_000);
        list.hasTotals = hasTotals;
        const reads = new FittingReads();
        for (const request of wanted) {
          const before = list.calls;
          const page = await reads.read(request, list.fetch);
          const begin = (request.page - 1) * request.limit;
          expect(page.rows).toEqual(rowsFrom(0, all.length).slice(begin, begin + request.limit));
          expect(page.calls).toBe(list.calls - before);
        }
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  test('end where a CRM sends its last page for one beyond the end', async () => {
    const list = new SizedList(equal(124, 50), 4_000);
    Object.assign(list, { hasTotals: false, repeatsLastPage: true });
    const page = await new FittingReads().read({ page: 1, limit: 250 }, list.fetch);
    expect(page.rows).toEqual(rowsFrom(0, 124));
  });
});
