import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseFilter, GestionFilter } from '../../../src/model/filters.js';
import type { ListWindow } from '../../../src/model/List.js';
import { TenantCapabilities } from '../../../src/reading/capabilities/TenantCapabilities.js';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient, fetchedAt } from '../../support/FakeWolkvoxClient.js';
import { makeActivity, makeCase, makeEmbeddedContact, makeGestion, withUnreadable } from '../../support/records.js';
import { propertyRuns } from '../../support/propertyRuns.js';

let client: FakeWolkvoxClient;
let reader: Reader;

const now = Date.parse('2026-11-21T08:00:00Z');
const open = { name: 'Abierto', condition: 'OPEN' } as const;
const isOpen: CaseFilter = { status: { eq: 'Abierto' } };

function makeReader(activitiesReadable = true): Reader {
  const clock = { now: () => now };
  const capabilities = new TenantCapabilities({
    settings: { timeZone: null, activitiesReadable: activitiesReadable ? null : false },
    clock,
  });
  return createReader({ client, clock: { now: () => now }, scanLimitCalls: 8, capabilities });
}

function fill(count: number): void {
  client.tenant.cases = Array.from({ length: count }, (_, index) => makeCase(`case-${index}`, { status: open }));
}

function list(window: Partial<ListWindow> = {}, filter = isOpen) {
  return reader.listCases(filter, { first: 20, after: null, offset: null, ...window }, anyCall);
}

const idsOf = (page: Awaited<ReturnType<typeof list>>): string[] => page.items.map(({ node }) => node.id);

beforeEach(() => {
  client = new FakeWolkvoxClient();
  reader = makeReader();
});

describe('a list of cases', () => {
  test('costs one call for the page that holds the window, and says so', async () => {
    fill(45);
    const page = await list();
    expect(client.calls).toEqual([{ method: 'searchCases', field: 'status', value: 'Abierto', page: 1, limit: 20 }]);
    expect(idsOf(page)).toEqual(Array.from({ length: 20 }, (_, index) => `case-${index}`));
    expect(page).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount: 45,
      totalCountIsExact: true,
      upstreamCalls: 1,
      freshness: 'LIVE',
      fetchedAt,
      isComplete: true,
      warnings: [],
    });
  });

  test('goes on behind a cursor where it stopped, to the end', async () => {
    fill(45);
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof list>> = await list({ after });
      seen.push(...idsOf(page));
      if (!page.hasNextPage) break;
      after = page.items.at(-1)?.cursor ?? null;
    }
    expect(seen).toEqual(client.tenant.cases.map((row) => row?.id));
    expect(client.calls).toHaveLength(3);
  });

  test('shows the same rows as a slice of the whole list, for any window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 60 }),
        fc.nat({ max: 80 }),
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        async (count, offset, first, hasTotals) => {
          client = new FakeWolkvoxClient();
          client.hasTotals = hasTotals;
          reader = makeReader();
          fill(count);
          await list();
          const page = await list({ offset, first });
          const expected = client.tenant.cases.slice(offset, offset + first).map((row) => row?.id);
          expect(idsOf(page)).toEqual(expected);
          if (offset + first < count) expect(page.hasNextPage).toBe(true);
          if (hasTotals) {
            expect(page.hasNextPage).toBe(offset + first < count);
            expect(client.calls).toHaveLength(2);
          }
          // Without totals a page that is shorter than asked for is looked behind until a longer one was seen.
          expect(client.calls.length).toBeLessThanOrEqual(5);
          if (page.totalCount !== null) expect(page.totalCount).toBe(count);
          if (hasTotals) expect(page.totalCountIsExact).toBe(true);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });

  test.each([
    { count: 20, hasNextPage: false },
    { count: 21, hasNextPage: true },
  ])('of $count rows goes on behind the 20th: $hasNextPage', async ({ count, hasNextPage }) => {
    fill(count);
    expect((await list()).hasNextPage).toBe(hasNextPage);
    expect(client.calls).toHaveLength(1);
  });

  test('past its end is empty, and still counted', async () => {
    fill(5);
    expect(await list({ offset: 40 })).toMatchObject({
      items: [],
      hasNextPage: false,
      hasPreviousPage: true,
      totalCount: 5,
    });
  });

  test('with nothing in it has nothing before it either', async () => {
    expect(await list({ offset: 40 })).toMatchObject({ items: [], hasPreviousPage: false, totalCount: 0 });
  });

  test('searches for flags as well', async () => {
    client.tenant.cases = [makeCase('a', { isReopened: true }), makeCase('b', { isReopened: false })];
    expect(idsOf(await list({}, { isReopened: true }))).toEqual(['a']);
    expect(client.calls[0]).toMatchObject({ field: 'isReopened', value: 'true' });
  });

  test('takes one value in a list of values for the value itself', async () => {
    fill(1);
    await list({}, { status: { in: ['Abierto', 'Abierto'] } });
    expect(client.calls[0]).toMatchObject({ field: 'status', value: 'Abierto' });
  });

  test('whose conditions contradict each other is empty without a call', async () => {
    const page = await list({}, { contactId: { eq: 'a' }, allOf: [{ contactId: { eq: 'b' } }] });
    expect(page).toMatchObject({ items: [], totalCount: 0, upstreamCalls: 0, fetchedAt: new Date(now) });
    expect(client.calls).toEqual([]);
  });

  test.each<{ what: string; filter: CaseFilter; argument: string }>([
    { what: 'a condition alone', filter: { condition: 'OPEN' }, argument: 'filter' },
    { what: 'a range that cannot be searched', filter: { updatedAt: { gte: new Date(now) } }, argument: 'filter' },
    { what: 'an empty list of values', filter: { status: { in: [] } }, argument: 'filter.status.in' },
    {
      what: 'more than 50 values',
      filter: { ownerId: { in: Array.from({ length: 51 }, (_, index) => `o${index}`) } },
      argument: 'filter.ownerId.in',
    },
    { what: 'nothing', filter: {}, argument: 'filter' },
  ])('is refused before any call when its filter has $what', async ({ filter, argument }) => {
    await expect(list({}, filter)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(client.calls).toEqual([]);
  });

  test('is refused before any call when its window makes no sense or its cursor is another list’s', async () => {
    fill(3);
    const [item] = (await list()).items;
    client.calls.length = 0;
    const foreign = { after: item?.cursor ?? null };
    await expect(list({ first: 101 })).rejects.toMatchObject({ argument: 'first' });
    await expect(list(foreign, { status: { eq: 'Cerrado' } })).rejects.toMatchObject({ argument: 'after' });
    expect(client.calls).toEqual([]);
  });
});

describe('a list from a CRM that does not count', () => {
  beforeEach(() => {
    client.hasTotals = false;
  });

  test('is counted when its last page was read, and not before', async () => {
    fill(25);
    expect(await list()).toMatchObject({ totalCount: null, totalCountIsExact: false, hasNextPage: true });
    expect(await list({ offset: 20 })).toMatchObject({ totalCount: 25, totalCountIsExact: true, hasNextPage: false });
  });

  test('is asked for one row more from the second time on, so that its end is known', async () => {
    fill(30);
    expect((await list({ first: 25 })).hasNextPage).toBe(true);
    fill(20);
    client.calls.length = 0;
    const again = await list();
    expect(again).toMatchObject({ hasNextPage: false, totalCount: 20 });
    expect(client.calls.map(({ limit }) => limit)).toEqual([21]);
  });

  test('costs one call even for the longest window', async () => {
    fill(150);
    await list();
    const page = await list({ first: 100, offset: 43 });
    expect(idsOf(page)).toHaveLength(100);
    expect(page.hasNextPage).toBe(true);
    expect(client.calls).toHaveLength(2);
  });

  test('is taken at its word again once it counts', async () => {
    fill(30);
    await list();
    client.hasTotals = true;
    await list();
    await list();
    expect(client.calls.map(({ limit }) => limit)).toEqual([20, 21, 20]);
  });
});

describe('a list with something wrong in it', () => {
  test('leaves out rows without an id, keeps the others’ places, and says so', async () => {
    client.tenant.cases = [makeCase('a', { status: open }), null, makeCase('c', { status: open })];
    const page = await list();
    expect(idsOf(page)).toEqual(['a', 'c']);
    expect(page).toMatchObject({ warnings: ['ROW_UNREADABLE'], isComplete: false, totalCount: 3 });
    const behindFirst = await list({ after: page.items[0]?.cursor ?? null, first: 2 });
    expect(idsOf(behindFirst)).toEqual(['c']);
  });

  test('shows a repeated row once', async () => {
    const row = makeCase('a', { status: open });
    client.tenant.cases = [row, row, makeCase('b', { status: open })];
    const page = await list();
    expect(idsOf(page)).toEqual(['a', 'b']);
    expect(page).toMatchObject({ warnings: ['ROW_UNREADABLE'], totalCount: null, totalCountIsExact: false });
  });

  test('leaves out rows that belong to somebody else, whatever the CRM says', async () => {
    client.matchesAnything = true;
    client.tenant.cases = [
      makeCase('mine', { contact: makeEmbeddedContact('me') }),
      makeCase('not mine', { contact: makeEmbeddedContact('you') }),
      makeCase('nobody can tell'),
    ];
    const page = await list({}, { contactId: { eq: 'me' } });
    expect(idsOf(page)).toEqual(['mine', 'nobody can tell']);
    expect(page).toMatchObject({ warnings: ['FIELD_UNREADABLE', 'ROW_UNREADABLE'], totalCount: null });
  });

  test('does not show a record without the id it was found by as if nothing were amiss', async () => {
    client.matchesAnything = true;
    client.tenant.cases = [makeCase('of a group', { owner: null })];
    expect(await list({}, { ownerId: { eq: '1700968377898004' } })).toMatchObject({ warnings: ['FIELD_UNREADABLE'] });
  });

  test('compares e-mail addresses and logins without regard to letter case', async () => {
    client.matchesAnything = true;
    client.tenant.cases = [makeCase('a', { contact: makeEmbeddedContact('me', { email: 'Ana@Example.com' }) })];
    expect(idsOf(await list({}, { contactEmail: { eq: 'ana@example.com' } }))).toEqual(['a']);
  });

  test('mentions a field of its filter that could not be read in some row, be the row shown or not', async () => {
    client.tenant.cases = [
      makeCase('a', { type: { name: 'Request', kind: 'REQUEST' }, closedAt: new Date(5) }),
      withUnreadable(makeCase('b', { type: { name: 'Request', kind: 'REQUEST' } }), ['closedAt', 'dueAt']),
    ];
    const type = { eq: 'Request' };
    expect(await list({}, { type, closedAt: { gte: new Date(0) } })).toMatchObject({
      items: [{ node: { id: 'a' } }],
      warnings: ['FIELD_UNREADABLE'],
    });
    expect((await list({}, { type })).warnings).toEqual([]);
  });

  test('mentions rows beyond what was asked for, which mean that the list goes on', async () => {
    fill(20);
    client.pageFacts = { isOverfull: true, totalRecords: null };
    expect(await list()).toMatchObject({ hasNextPage: true, totalCount: null, warnings: ['ROW_UNREADABLE'] });
  });

  test.each([
    { what: 'more', totalRecords: 1_000, isComplete: false },
    { what: 'fewer', totalRecords: 2, isComplete: true },
  ])('does not repeat a total that says $what than there is', async ({ totalRecords, isComplete }) => {
    fill(5);
    client.pageFacts = { totalRecords };
    expect(await list()).toMatchObject({
      totalCount: null,
      totalCountIsExact: false,
      hasNextPage: false,
      isComplete,
      warnings: ['LIST_CHANGED_DURING_PAGING'],
    });
  });

  test('reports every call that reading it took', async () => {
    fill(1);
    client.pageFacts = { calls: 3 };
    expect((await list()).upstreamCalls).toBe(3);
  });
});

describe('other lists', () => {
  const window = { first: 20, after: null, offset: null };

  test('of collection steps are searched by customer', async () => {
    client.tenant.gestiones = [makeGestion('1', { customerId: '900' }), makeGestion('2', { customerId: '901' })];
    const page = await reader.listGestiones({ customerId: { eq: '900' } }, window, anyCall);
    expect(page.items.map(({ node }) => node.id)).toEqual(['1']);
    expect(client.calls).toEqual([
      { method: 'searchGestiones', field: 'customerId', value: '900', page: 1, limit: 20 },
    ]);
  });

  test.each<GestionFilter>([
    { obligation: { eq: '1' } },
    { occurredAt: { gte: new Date(now) } },
    { agentId: { eq: '2' }, campaignId: { eq: '3' } },
  ])('of collection steps cannot be searched by %j', async (filter) => {
    await expect(reader.listGestiones(filter, window, anyCall)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'filter',
    });
    expect(client.calls).toEqual([]);
  });

  test('of activities are searched by the record they hang on', async () => {
    client.tenant.activities = [
      makeActivity('1', { subject: { module: 'cases', id: 'a' } }),
      makeActivity('2', { subject: { module: 'cases', id: 'b' } }),
    ];
    const page = await reader.listActivities('b', window, anyCall);
    expect(page?.items.map(({ node }) => node.id)).toEqual(['2']);
  });

  test('of activities do not exist where the tenant’s cannot be read, and cost nothing', async () => {
    reader = makeReader(false);
    await expect(reader.listActivities('b', window, anyCall)).resolves.toBeNull();
    await expect(reader.findActivity('b', anyCall)).resolves.toBeNull();
    await expect(reader.listActivities('b', { ...window, first: 0 }, anyCall)).rejects.toMatchObject({
      argument: 'first',
    });
    expect(client.calls).toEqual([]);
  });

  test('that nothing can be in check their window all the same', () => {
    expect(reader.listNothing(window)).toMatchObject({ items: [], upstreamCalls: 0 });
    expect(() => reader.listNothing({ ...window, offset: -1 })).toThrow(
      expect.objectContaining({ argument: 'offset' }),
    );
    expect(() => reader.listNothing({ ...window, after: 'x' })).toThrow(expect.objectContaining({ argument: 'after' }));
  });
});

describe('the plan of a list', () => {
  const window = { first: 20, after: null, offset: null };

  test('says which field is searched and that it costs one call, without making it', () => {
    expect(reader.explainCases(isOpen, window)).toEqual({
      minUpstreamCalls: 1,
      maxUpstreamCalls: 1,
      pushedDown: ['status'],
      residual: [],
      description: 'One search by status: page 1 of 20 rows each.',
    });
    expect(client.calls).toEqual([]);
  });

  test('costs nothing where nothing can match', () => {
    const filter: CaseFilter = { id: { eq: 'a' }, allOf: [{ id: { eq: 'b' } }] };
    expect(reader.explainCases(filter, window)).toMatchObject({ minUpstreamCalls: 0, maxUpstreamCalls: 0 });
  });

  test('is refused for what the list would be refused for', () => {
    expect(() => reader.explainCases({}, window)).toThrow(expect.objectContaining({ argument: 'filter' }));
    expect(() => reader.explainCases(isOpen, { ...window, first: 0 })).toThrow(
      expect.objectContaining({ argument: 'first' }),
    );
  });
});
