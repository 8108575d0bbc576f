import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseFilter } from '../../../src/model/filters.js';
import type { CaseList } from '../../../src/model/List.js';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { anyFilter, anySpread, makeTenant, naively, type Spread } from '../../support/syntheticTenant.js';
import { propertyRuns } from '../../support/propertyRuns.js';

// Later than any synthetic case.
const now = Date.parse('2036-01-01T00:00:00Z');

function setUp(
  spread: Spread,
  options: { hasTotals?: boolean; isNewestFirst?: boolean; scanLimitCalls?: number } = {},
) {
  const client = new FakeWolkvoxClient();
  const rows = makeTenant(spread);
  if (options.isNewestFirst === true) rows.reverse();
  client.tenant.cases = rows;
  client.hasTotals = options.hasTotals ?? true;
  const reader = createReader({
    client,
    clock: { now: () => now },
    scanLimitCalls: options.scanLimitCalls ?? 1_000,
  });
  return { client, reader, rows };
}

async function readAll(reader: Reader, filter: CaseFilter, first: number): Promise<readonly CaseList[]> {
  const lists: CaseList[] = [];
  let after: string | null = null;
  for (;;) {
    const list: CaseList = await reader.listCases(filter, { first, after, offset: null }, anyCall);
    lists.push(list);
    if (!list.hasNextPage) return lists;
    if (list.endCursor === null) throw new Error('A list that goes on has no cursor to go on from.');
    if (lists.length > 2_000) throw new Error('The list does not end.');
    after = list.endCursor;
  }
}

const idsOf = (lists: readonly CaseList[]): readonly string[] =>
  lists.flatMap(({ items }) => items.map(({ node }) => node.id));

describe('any filter', () => {
  test('lists exactly what a plain filter over all rows leaves, in the same order, for 1,200 random tenants', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySpread({ min: 0, max: 320 }),
        anyFilter,
        fc.integer({ min: 1, max: 100 }),
        fc.record({ hasTotals: fc.boolean(), isNewestFirst: fc.boolean() }),
        async (spread, makeFilter, first, options) => {
          const { reader, rows, client } = setUp(spread, options);
          const filter = makeFilter(rows);
          const list = await reader.listCases(filter, { first, after: null, offset: null }, anyCall);
          const expected = naively(rows, filter).map(({ id }): string => id);
          const ids = idsOf([list]);
          if (isOrderTold(options, filter)) expect(ids).toEqual(expected.slice(0, first));
          expect(new Set(ids).size).toBe(Math.min(first, expected.length));
          expect(ids.filter((id) => !expected.includes(id))).toEqual([]);
          expect(list.upstreamCalls).toBe(client.calls.length);
          expect(list).toMatchObject({ isComplete: true, warnings: [] });
          if (list.items.length < expected.length) expect(list.hasNextPage).toBe(true);
          if (list.totalCount !== null) expect(list.totalCount).toBe(expected.length);
          expect(list.totalCountIsExact).toBe(list.totalCount !== null);
        },
      ),
      { numRuns: propertyRuns(1_200) },
    );
  });

  test('is paged through without a row missing or repeated, whatever the page size and the limit of calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySpread({ min: 0, max: 700 }),
        anyFilter,
        fc.integer({ min: 1, max: 60 }),
        fc.record({
          hasTotals: fc.boolean(),
          isNewestFirst: fc.boolean(),
          scanLimitCalls: fc.integer({ min: 1, max: 3 }),
        }),
        async (spread, makeFilter, first, options) => {
          const { reader, rows } = setUp(spread, options);
          const filter = makeFilter(rows);
          const lists = await readAll(reader, filter, first);
          const expected = naively(rows, filter).map(({ id }): string => id);
          const ids = idsOf(lists);
          if (isOrderTold(options, filter)) expect(ids).toEqual(expected);
          expect([...ids].sort()).toEqual([...expected].sort());
          for (const list of lists) {
            const isStopped = list.warnings.includes('SCAN_LIMIT_REACHED');
            expect(list.warnings).toEqual(isStopped ? ['SCAN_LIMIT_REACHED'] : []);
            expect(list.isComplete).toBe(!isStopped);
            if (isStopped) expect(list.endCursor).not.toBeNull();
          }
        },
      ),
      { numRuns: propertyRuns(250) },
    );
  });

  test('skips an offset in matches', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySpread({ min: 0, max: 320 }),
        anyFilter,
        fc.nat({ max: 40 }),
        async (spread, makeFilter, offset) => {
          const { reader, rows } = setUp(spread);
          const filter = makeFilter(rows);
          const list = await reader.listCases(filter, { first: 10, after: null, offset }, anyCall);
          const expected = naively(rows, filter).map(({ id }): string => id);
          expect(idsOf([list])).toEqual(expected.slice(offset, offset + 10));
        },
      ),
      { numRuns: propertyRuns(200) },
    );
  });
});

/**
 * Whether the rows tell in which order the CRM lists. Where it lists the newest first, pages of one row do not, so a
 * list made of several searches may come in the other order; there the set is what counts.
 */
function isOrderTold({ isNewestFirst }: { isNewestFirst?: boolean }, filter: CaseFilter): boolean {
  const isMerged = Object.values(filter as Record<string, unknown>).some(
    (condition) => typeof condition === 'object' && condition !== null && 'in' in condition,
  );
  return isNewestFirst !== true || !isMerged;
}
