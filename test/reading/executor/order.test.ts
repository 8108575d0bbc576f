import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import type { CaseFilter } from '../../../src/model/filters.js';
import type { CaseList, ListOrder, ListWindow } from '../../../src/model/List.js';
import { TenantCapabilities } from '../../../src/reading/capabilities/TenantCapabilities.js';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeCase, makeOwner } from '../../support/records.js';
import { anyFilter, anySpread, idAt, makeTenant, naively } from '../../support/syntheticTenant.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const start = Date.parse('2026-03-01T08:00:00Z');
const all: CaseFilter = { ownerId: { eq: 'o' } };
const newestFirst = 'NEWEST_FIRST' as const;

let client: FakeWolkvoxClient;
let reader: Reader;
let now: number;

beforeEach(() => {
  client = new FakeWolkvoxClient();
  now = start;
  reader = makeReader();
});

function makeReader(profile = {}): Reader {
  const clock = { now: () => now };
  return createReader({ client, clock, scanLimitCalls: 8, capabilities: new TenantCapabilities({ profile, clock }) });
}

function makeAt(index: number, given: Partial<CaseRecord> = {}): CaseRecord {
  const createdAt = new Date(start + index * 60_000);
  const status = {
    name: index % 3 === 0 ? 'Cerrado' : 'Abierto',
    condition: index % 3 === 0 ? 'CLOSED' : 'OPEN',
  } as const;
  return makeCase(idAt(createdAt, index), { createdAt, owner: makeOwner('o'), status, ...given });
}

/** Cases in the order of their creation. */
const fill = (count: number): void => {
  client.tenant.cases = Array.from({ length: count }, (_, index) => makeAt(index));
};

const list = (window: Partial<ListWindow> = {}, filter = all): Promise<CaseList> =>
  reader.listCases(filter, { first: 20, after: null, offset: null, order: newestFirst, ...window }, anyCall);

const idsOf = (page: CaseList): string[] => page.items.map(({ node }) => node.id);
const idsAt = (...indexes: readonly number[]): string[] => indexes.map((index) => makeAt(index).id);
const downFrom = (index: number, count: number): string[] =>
  idsAt(...Array.from({ length: count }, (_, nth) => index - nth));

async function readThrough(window: Partial<ListWindow>, filter: CaseFilter, each: () => void = () => undefined) {
  const ids: string[] = [];
  const warnings = new Set<string>();
  let after: string | null = null;
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page: CaseList = await list({ ...window, after }, filter);
    ids.push(...idsOf(page));
    for (const warning of page.warnings) warnings.add(warning);
    if (!page.hasNextPage) return { ids, warnings: [...warnings] };
    after = page.endCursor;
    each();
  }
  throw new Error('The list never ends.');
}

describe('a list asked for newest first', () => {
  test('costs two calls cold and one warm, in a CRM that lists the oldest first', async () => {
    fill(700);
    const cold = await list();
    expect(idsOf(cold)).toEqual(downFrom(699, 20));
    expect(cold).toMatchObject({
      upstreamCalls: 2,
      totalCount: 700,
      hasNextPage: true,
      isComplete: true,
      warnings: [],
    });
    const warm = await list();
    expect(idsOf(warm)).toEqual(downFrom(699, 20));
    expect(warm.upstreamCalls).toBe(1);
    const next = await list({ after: warm.endCursor });
    expect(idsOf(next)).toEqual(downFrom(679, 20));
    expect(next.upstreamCalls).toBe(1);
  });

  test('costs one call where one page holds all of it, and begins at its end where an offset is asked for', async () => {
    fill(200);
    expect(await list({ first: 100 })).toMatchObject({ upstreamCalls: 1, totalCount: 200 });
    fill(600);
    reader = makeReader({ rowOrder: 'oldestFirst' });
    await list({ order: null });
    client.calls.length = 0;
    const page = await list({ offset: 430, first: 50 });
    expect(idsOf(page)).toEqual(downFrom(169, 50));
    expect(client.calls).toHaveLength(1);
  });

  test('shows a case created just now on its first page, warm, for one call', async () => {
    fill(700);
    await list();
    client.tenant.cases = [...client.tenant.cases, makeAt(700), makeAt(701)];
    client.calls.length = 0;
    expect(idsOf(await list())).toEqual(downFrom(701, 20));
    expect(client.calls).toHaveLength(1);
    client.tenant.cases = Array.from({ length: 1_200 }, (_, index) => makeAt(index));
    expect(idsOf(await list())).toEqual(downFrom(1_199, 20));
    client.tenant.cases = Array.from({ length: 500 }, (_, index) => makeAt(index));
    expect(await list()).toMatchObject({ warnings: [], totalCount: 500 });
  });

  test('asks again where there was nothing to show: records may have come in since', async () => {
    reader = makeReader({ rowOrder: 'oldestFirst' });
    fill(200);
    expect(idsOf(await list({ offset: 300 }))).toEqual([]);
    fill(350);
    expect(idsOf(await list({ offset: 300 }))).toEqual(downFrom(49, 20));
  });

  test('keeps its place while cases come in at the end, and finds it again when one is deleted', async () => {
    fill(300);
    let added = 300;
    const grown = await readThrough({ first: 25 }, all, () => {
      client.tenant.cases = [...client.tenant.cases, makeAt(added)];
      added += 1;
    });
    expect(grown).toEqual({ ids: downFrom(299, 300), warnings: [] });
    fill(300);
    reader = makeReader();
    let isDeleted = false;
    const shrunk = await readThrough({ first: 25 }, all, () => {
      if (!isDeleted) client.tenant.cases = client.tenant.cases.filter((_, index) => index !== 40);
      isDeleted = true;
    });
    expect(shrunk.ids).toEqual(downFrom(299, 300).filter((id) => id !== idsAt(40)[0]));
  });

  test('is the CRM’s own order where that lists the newest first, and the other one costs the calls', async () => {
    client.tenant.cases = Array.from({ length: 700 }, (_, index) => makeAt(699 - index));
    expect(idsOf(await list())).toEqual(downFrom(699, 20));
    client.calls.length = 0;
    expect(idsOf(await list())).toEqual(downFrom(699, 20));
    expect(client.calls).toHaveLength(1);
    const oldest = await list({ order: 'OLDEST_FIRST' });
    expect(idsOf(oldest)).toEqual(downFrom(19, 20).reverse());
  });

  test('evaluates further conditions from the end on, and stops at the limit of calls', async () => {
    fill(3_000);
    const found = await list({ first: 5 }, { ...all, condition: 'CLOSED' });
    expect(idsOf(found)).toEqual(idsAt(2_997, 2_994, 2_991, 2_988, 2_985));
    const none = await list({}, { ...all, condition: 'SOLVED' });
    expect(none).toMatchObject({ items: [], hasNextPage: true, isComplete: false, warnings: ['SCAN_LIMIT_REACHED'] });
    expect(none.upstreamCalls).toBe(8);
    const rest = await readThrough({}, { ...all, condition: 'SOLVED' });
    expect(rest.ids).toEqual([]);
  });

  test('reads ids and keys in the order asked for', async () => {
    fill(10);
    const ids = idsAt(2, 7, 4, 9);
    const page = await list({ first: 3 }, { id: { in: ids } });
    expect(idsOf(page)).toEqual(idsAt(9, 7, 4));
    expect(client.calls).toHaveLength(3);
    expect(idsOf(await list({ after: page.endCursor }, { id: { in: ids } }))).toEqual(idsAt(2));
  });

  test('is read to its end first where the CRM does not count, and refused where that is too far', async () => {
    client.hasTotals = false;
    fill(700);
    expect(idsOf(await list())).toEqual(downFrom(699, 20));
    fill(5_000);
    await expect(list()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'order' });
  });

  test('is refused where the CRM lists in no order, and its cursors belong to no other order', async () => {
    fill(40);
    const page = await list();
    await expect(list({ order: null, after: page.endCursor })).rejects.toMatchObject({ argument: 'after' });
    client.tenant.cases = client.tenant.cases.map((_, index) => makeAt((index * 17) % 40));
    reader = makeReader();
    await expect(list()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'order' });
    // Declared or not, rows tell better.
    reader = makeReader({ rowOrder: 'oldestFirst' });
    await expect(list()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'order' });
  });

  test('is right although the tenant was declared to list the other way round', async () => {
    fill(700);
    reader = makeReader({ rowOrder: 'newestFirst' });
    const found = await list();
    expect(idsOf(found)).toEqual(downFrom(699, 20));
  });

  test('is priced by the plan', () => {
    const window = { first: 20, after: null, offset: null, order: newestFirst };
    expect(reader.explainCases(all, window)).toMatchObject({ minUpstreamCalls: 1, maxUpstreamCalls: 2 });
    expect(reader.explainCases(all, window).description).toContain('newest first');
  });
});

describe('any filter in an order asked for', () => {
  test('lists exactly what a plain filter and a sort over all rows leave, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySpread({ min: 0, max: 700 }),
        anyFilter,
        fc.integer({ min: 1, max: 60 }),
        fc.record({
          order: fc.constantFrom<ListOrder>('NEWEST_FIRST', 'OLDEST_FIRST'),
          hasTotals: fc.boolean(),
          isNewestFirst: fc.boolean(),
        }),
        async (spread, makeFilter, first, { order, hasTotals, isNewestFirst }) => {
          const rows = makeTenant(spread);
          client = new FakeWolkvoxClient();
          client.hasTotals = hasTotals;
          client.tenant.cases = isNewestFirst ? [...rows].reverse() : rows;
          now = Date.parse('2036-01-01T00:00:00Z');
          reader = makeReader();
          const filter = makeFilter(rows);
          const expected = naively(rows, filter).map(({ id }): string => id);
          if (order === 'NEWEST_FIRST') expected.reverse();
          const { ids } = await readThrough({ first, order }, filter);
          expect(ids).toEqual(expected);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });
});
