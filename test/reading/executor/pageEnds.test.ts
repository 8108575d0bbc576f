import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import type { CaseFilter } from '../../../src/model/filters.js';
import type { CaseList, ListWindow } from '../../../src/model/List.js';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeActivity, makeCase, makeGestion, makeOwner } from '../../support/records.js';
import { idAt } from '../../support/syntheticTenant.js';

const start = Date.parse('2026-03-01T08:00:00Z');
const all: CaseFilter = { ownerId: { eq: 'o' } };
const scanned: CaseFilter = { ownerId: { eq: 'o' }, condition: 'OPEN' };

let client: FakeWolkvoxClient;
let reader: Reader;

beforeEach(() => {
  client = new FakeWolkvoxClient();
  reader = makeReader();
});

function makeReader(scanLimitCalls = 40): Reader {
  return createReader({
    client,
    clock: { now: () => start },
    scanLimitCalls,
    cacheTtlMs: 5_000,
    cacheStaleMs: 60_000,
  });
}

function makeCases(count: number, given: (index: number) => Partial<CaseRecord> = () => ({})): CaseRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const createdAt = new Date(start + index * 60_000);
    const status = { name: 'Abierto', condition: 'OPEN' } as const;
    return makeCase(idAt(createdAt, index), { createdAt, owner: makeOwner('o'), status, ...given(index) });
  });
}

function list(filter: CaseFilter, window: Partial<ListWindow> = {}): Promise<CaseList> {
  return reader.listCases(filter, { first: 100, after: null, offset: null, ...window }, anyCall);
}

const idsOf = (lists: readonly CaseList[]): readonly string[] =>
  lists.flatMap(({ items }) => items.map(({ node }) => node.id));

async function readThrough(filter: CaseFilter, window: Partial<ListWindow> = {}): Promise<readonly CaseList[]> {
  const lists: CaseList[] = [await list(filter, window)];
  for (let last = lists[0]; last?.hasNextPage === true && lists.length < 60; last = lists.at(-1)) {
    lists.push(await list(filter, { ...window, offset: null, after: last.endCursor }));
  }
  return lists;
}

describe('a list of a CRM that cuts its pages and does not count', () => {
  test.each([
    { longestPage: 100, rows: 306 },
    { longestPage: 100, rows: 300 },
    { longestPage: 50, rows: 130 },
    { longestPage: 7, rows: 40 },
    { longestPage: 249, rows: 600 },
  ])('at $longestPage rows has all its $rows rows', async ({ longestPage, rows }) => {
    for (const countsByAskedLength of [false, true]) {
      for (const filter of [all, scanned]) {
        client = new FakeWolkvoxClient();
        Object.assign(client, { hasTotals: false, longestPage, countsByAskedLength });
        client.tenant.cases = makeCases(rows);
        reader = makeReader();
        const lists = await readThrough(filter);
        expect(idsOf(lists)).toEqual(client.tenant.cases.map((row) => row?.id));
        for (const { totalCount } of lists) expect([null, rows]).toContain(totalCount);
        expect(lists.every(({ isComplete, warnings }) => isComplete && warnings.length === 0)).toBe(true);
      }
    }
  });

  test('has all its rows as well where lists shorter than a page were read before', async () => {
    Object.assign(client, { hasTotals: false, longestPage: 100 });
    client.tenant.cases = [...makeCases(6, () => ({ owner: makeOwner('p') })), ...makeCases(306)];
    expect((await list({ ownerId: { eq: 'p' } })).items).toHaveLength(6);
    expect(idsOf(await readThrough(scanned))).toHaveLength(306);
  });

  test('shows the rows of its offset, although the first page asked for is not the first one', async () => {
    for (const hasTotals of [false, true]) {
      client = new FakeWolkvoxClient();
      Object.assign(client, { hasTotals, longestPage: 100 });
      client.tenant.cases = makeCases(306);
      reader = makeReader();
      const found = await list(all, { offset: 120, first: 100 });
      expect(idsOf([found])).toEqual(client.tenant.cases.slice(120, 220).map((row) => row?.id));
      expect(found.isComplete).toBe(true);
    }
  });

  test('has all its activities and collection steps', async () => {
    Object.assign(client, { hasTotals: false, longestPage: 40 });
    const createdAt = new Date(start);
    client.tenant.activities = Array.from({ length: 95 }, (_, index) =>
      makeActivity(idAt(createdAt, index), { subject: { module: 'cases', id: 'c' } }),
    );
    client.tenant.gestiones = Array.from({ length: 95 }, (_, index) =>
      makeGestion(idAt(createdAt, index), { customerId: '900', agentId: `a${index % 2}` }),
    );
    const window = { first: 100, after: null, offset: null };
    expect((await reader.listActivities('c', window, anyCall))?.items).toHaveLength(95);
    const steps = await reader.listGestiones({ customerId: { eq: '900' }, agentId: { eq: 'a0' } }, window, anyCall);
    expect(steps).toMatchObject({ totalCount: 48, isComplete: true });
  });
});

describe('a page that is shorter than asked for and does not count', () => {
  beforeEach(() => {
    client.hasTotals = false;
  });

  test('is looked behind once, and is then known for the end of every list that is no longer', async () => {
    client.tenant.cases = makeCases(50, (index) => ({ owner: makeOwner(`o${index < 30 ? 0 : 1 + (index % 5)}`) }));
    expect(await list({ ownerId: { eq: 'o0' } })).toMatchObject({ totalCount: 30, upstreamCalls: 2 });
    for (const owner of ['o1', 'o2', 'o3', 'o4', 'o5']) {
      const found = await list({ ownerId: { eq: owner } });
      expect(found).toMatchObject({ totalCount: 4, hasNextPage: false, upstreamCalls: 1 });
    }
  });

  test('is the end without a look where a longer page was seen', async () => {
    client.tenant.cases = makeCases(306);
    expect(await list(scanned, { offset: 300 })).toMatchObject({ totalCount: 306, upstreamCalls: 2 });
  });
});

describe('a CRM that sends its last page for every page beyond the end', () => {
  const newestFirst = { order: 'NEWEST_FIRST' } as const;

  beforeEach(() => {
    client.repeatsLastPage = true;
  });

  test.each([true, false])('has nothing beyond the end of a list, totals %s', async (hasTotals) => {
    for (const rows of [1, 2, 7, 20, 40, 250, 306]) {
      for (const first of [1, 7, 20, 100]) {
        for (const offset of [rows - 1, rows, rows + 1, 2 * rows, 500]) {
          client.hasTotals = hasTotals;
          client.tenant.cases = makeCases(rows);
          reader = makeReader();
          const found = await list(all, { first, offset });
          const right = client.tenant.cases.slice(offset, offset + first).map((row) => row?.id);
          expect({ rows, first, offset, ids: idsOf([found]) }).toEqual({ rows, first, offset, ids: right });
          expect(found).toMatchObject({ isComplete: true, warnings: [] });
          if (right.length === 0) expect(found.hasNextPage).toBe(false);
          expect([null, rows]).toContain(found.totalCount);
        }
      }
    }
  });

  test.each([true, false])(
    'has every row once, from cursor to cursor and in every kind of list, totals %s',
    async (hasTotals) => {
      for (const rows of [1, 20, 40, 250, 306, 500]) {
        for (const [filter, window] of [
          [all, { first: 20 }],
          [scanned, { first: 100 }],
          [{ ownerId: { in: ['o', 'p'] } }, { first: 50 }],
          [all, { first: 100, ...newestFirst }],
        ] as const) {
          client.hasTotals = hasTotals;
          client.tenant.cases = makeCases(rows);
          reader = makeReader();
          const lists = await readThrough(filter, window);
          const right = client.tenant.cases.map((row) => row?.id ?? '');
          expect(idsOf(lists)).toEqual('order' in window ? right.reverse() : right);
          expect(lists.every(({ isComplete, warnings }) => isComplete && warnings.length === 0)).toBe(true);
          for (const { totalCount } of lists) expect([null, rows]).toContain(totalCount);
        }
      }
    },
  );

  test('is told from one that sends the same page whatever is asked for, of which nobody knows the rest', async () => {
    // All of 30 rows, which may be the first ones of a list that nobody can read on.
    Object.assign(client, { hasTotals: false, ownLength: 'all' });
    client.tenant.cases = makeCases(30);
    for (const window of [{}, { offset: 60, first: 20 }]) {
      reader = makeReader();
      const found = await list(all, window);
      expect(found.isComplete).toBe(false);
      expect(found.warnings).toContain('LIST_CHANGED_DURING_PAGING');
    }
  });

  test('costs one look more for each page jumped to without totals, once it is known', async () => {
    client.hasTotals = false;
    client.tenant.cases = makeCases(600);
    await list(all, { first: 100, offset: 900 });
    expect(await list(all, { first: 100, offset: 400 })).toMatchObject({ upstreamCalls: 2 });
  });
});

describe('the price of a list, once pages have shown what they are like', () => {
  test.each([
    { ownLength: 7 },
    { ownLength: 30 },
    { ownLength: 250 },
    { hasTotals: false },
    { hasTotals: false, ownLength: 30 },
    { hasTotals: false, repeatsLastPage: true },
    { hasTotals: false, repeatsLastPage: true, ownLength: 30 },
  ])('holds in a CRM with %j', async (crm) => {
    const either: CaseFilter = { ownerId: { in: ['o', 'p'] } };
    for (const rows of [20, 110, 306]) {
      client = new FakeWolkvoxClient();
      Object.assign(client, crm);
      client.tenant.cases = makeCases(rows);
      reader = createReader({ client, clock: { now: () => start }, scanLimitCalls: 40 });
      await readThrough(all);
      for (const filter of [all, either]) {
        for (const offset of [0, 19, 100, 400]) {
          for (const first of [1, 20, 100]) {
            const window = { first, offset, after: null };
            const { minUpstreamCalls, maxUpstreamCalls } = reader.explainCases(filter, window);
            const { upstreamCalls } = await list(filter, window);
            expect(upstreamCalls).toBeGreaterThanOrEqual(minUpstreamCalls);
            expect(upstreamCalls).toBeLessThanOrEqual(maxUpstreamCalls ?? 0);
          }
        }
      }
    }
  });
});

describe('a page that the CRM will not send although its total says that there are rows', () => {
  test('does not end a list in silence', async () => {
    client.deniedBeyond = 400;
    client.tenant.cases = makeCases(700);
    const found = await list(scanned, { offset: 220 });
    expect(found.totalCount).toBeNull();
    expect(found.items).toHaveLength(100);
    expect(found.hasNextPage).toBe(true);
    const rest = await readThrough(scanned, { offset: 220 });
    expect(idsOf(rest)).toEqual(client.tenant.cases.slice(220, 400).map((row) => row?.id));
    expect(rest.at(-1)).toMatchObject({ isComplete: false, totalCount: null, hasNextPage: false });
    expect(rest.at(-1)?.warnings).toContain('LIST_CHANGED_DURING_PAGING');
  });

  test('is asked for again as far as the list reaches, where the CRM refuses pages that end behind it', async () => {
    for (const rows of [306, 307, 251, 499]) {
      client = new FakeWolkvoxClient();
      client.deniedBeyond = rows;
      client.tenant.cases = makeCases(rows);
      reader = makeReader();
      const lists = await readThrough(scanned);
      expect(idsOf(lists)).toEqual(client.tenant.cases.map((row) => row?.id));
      expect(lists.every(({ isComplete }) => isComplete)).toBe(true);
    }
  });

  test('is read from its beginning where a page in its midst does not tell how long the CRM’s own pages are', async () => {
    for (const [ownLength, rows] of [
      [100, 21],
      [30, 104],
      [30, 94],
      [250, 40],
    ] as const) {
      for (const hasTotals of [true, false]) {
        for (const window of [
          { offset: 2, first: 2 },
          { offset: 73, first: 20 },
        ]) {
          client = new FakeWolkvoxClient();
          Object.assign(client, { ownLength, hasTotals, deniedBeyond: 1_000 });
          client.tenant.cases = makeCases(rows);
          reader = makeReader();
          const found = await list(all, window);
          const right = client.tenant.cases.slice(window.offset, window.offset + window.first);
          expect(found.items.map(({ node }) => node.id)).toEqual(right.map((row) => row?.id));
          expect(found.isComplete).toBe(true);
        }
      }
    }
  });

  test('is not asked for without end, where the CRM has pages of its own length and refuses those that lie deep', async () => {
    for (const filter of [all, scanned]) {
      client = new FakeWolkvoxClient();
      Object.assign(client, { ownLength: 30, deniedBeyond: 250 });
      client.tenant.cases = makeCases(400);
      reader = makeReader();
      const lists = await readThrough(filter);
      expect(idsOf(lists)).toEqual(client.tenant.cases.slice(0, 240).map((row) => row?.id));
      expect(lists.at(-1)).toMatchObject({ isComplete: false, totalCount: null, hasNextPage: false });
      expect(client.calls.length).toBeLessThan(20);
    }
  });

  test('ends a list whose budget is spent on it, rather than have it asked for again and again', async () => {
    client.deniedBeyond = 250;
    client.tenant.cases = makeCases(600);
    reader = makeReader(3);
    const lists = await readThrough(scanned);
    const ids = idsOf(lists);
    expect(ids.length).toBeGreaterThan(240);
    expect(ids).toEqual(client.tenant.cases.slice(0, ids.length).map((row) => row?.id));
    expect(lists.length).toBeLessThan(6);
    expect(lists.at(-1)).toMatchObject({ isComplete: false, hasNextPage: false, totalCount: null });
  });

  test('says so as well where an earlier list told the total', async () => {
    client.deniedBeyond = 400;
    client.tenant.cases = makeCases(700);
    await list(all, { first: 20 });
    const found = await list(all, { first: 50, offset: 450 });
    expect(found).toMatchObject({ items: [], isComplete: false, totalCount: null });
  });
});
