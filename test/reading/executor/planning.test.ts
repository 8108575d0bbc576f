import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import { Fault } from '../../../src/model/Fault.js';
import type { CaseFilter } from '../../../src/model/filters.js';
import type { ListWindow } from '../../../src/model/List.js';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeCase, makeContact, makeEmbeddedContact, makeGestion, makeOwner } from '../../support/records.js';
import { idAt } from '../../support/syntheticTenant.js';

let client: FakeWolkvoxClient;
let reader: Reader;
let now: number;

const start = Date.parse('2026-03-01T08:00:00Z');
const minuteMs = 60_000;

function makeReader(scanLimitCalls = 8): Reader {
  return createReader({ client, clock: { now: () => now }, scanLimitCalls, cursorSecret: 'secret' });
}

/** Cases a minute apart, each changed by its place. */
function fill(count: number, given: (index: number) => Partial<CaseRecord>): void {
  client.tenant.cases = Array.from({ length: count }, (_, index) => {
    const createdAt = new Date(start + index * minuteMs);
    return makeCase(idAt(createdAt, index), { createdAt, ...given(index) });
  });
}

const status = (name: string) => ({ name, condition: name === 'Cerrado' ? ('CLOSED' as const) : ('OPEN' as const) });

function list(filter: CaseFilter, window: Partial<ListWindow> = {}) {
  return reader.listCases(filter, { first: 20, after: null, offset: null, ...window }, anyCall);
}

const explain = (filter: CaseFilter, window: Partial<ListWindow> = {}) =>
  reader.explainCases(filter, { first: 20, after: null, offset: null, ...window });

/** What was searched, in order. */
const searched = () => client.calls.map(({ field }) => field);

beforeEach(() => {
  client = new FakeWolkvoxClient();
  now = Date.parse('2026-06-01T00:00:00Z');
  reader = makeReader();
});

describe('a filter of several conditions', () => {
  test('is searched by a key where it has one, in one call', async () => {
    fill(50, (index) => ({ caseNumber: `PET-${index}`, status: status('Abierto') }));
    const found = await list({ status: { eq: 'Abierto' }, caseNumber: { eq: 'PET-7' } });
    expect(client.calls).toMatchObject([{ field: 'caseNumber', value: 'PET-7' }]);
    expect(found).toMatchObject({ totalCount: 1, totalCountIsExact: true, hasNextPage: false, isComplete: true });
  });

  test('changes to another search when the first one turns out long, and begins there the next time', async () => {
    fill(2_000, (index) => ({ owner: makeOwner('o'), status: status(index % 50 === 0 ? 'Raro' : 'Abierto') }));
    const filter: CaseFilter = { ownerId: { eq: 'o' }, status: { eq: 'Raro' } };
    expect((await list(filter, { first: 60 })).items).toHaveLength(40);
    expect(searched()).toEqual(['ownerId', 'status']);
    client.calls.length = 0;
    await list(filter, { first: 60 });
    expect(searched()).toEqual(['status']);
  });

  test('does not look for a better search where none could save a call', async () => {
    fill(500, (index) => ({ owner: makeOwner('o'), status: status(index % 100 === 0 ? 'Raro' : 'Abierto') }));
    await list({ ownerId: { eq: 'o' }, status: { eq: 'Raro' } });
    expect(searched()).toEqual(['ownerId', 'ownerId']);
  });

  test('forgets what it learned after some hours, and guesses again', async () => {
    fill(2_000, (index) => ({ owner: makeOwner('o'), status: status(index % 50 === 0 ? 'Raro' : 'Abierto') }));
    const filter: CaseFilter = { ownerId: { eq: 'o' }, status: { eq: 'Raro' } };
    await list(filter, { first: 60 });
    now += 30 * 24 * 60 * minuteMs;
    expect(explain(filter).description).not.toBe('');
    client.calls.length = 0;
    await list(filter, { first: 60 });
    expect(client.calls.length).toBeLessThanOrEqual(2);
  });

  test('compares what is evaluated here without regard to spaces, letter case and accents, as people type', async () => {
    fill(3, (index) => ({
      owner: makeOwner('o'),
      priority: { name: ['Crítica', 'CRITICA ', 'Alta'][index] ?? null, resolutionMinutes: null },
    }));
    const found = await list({ ownerId: { eq: 'o' }, priority: { eq: ' critica' } });
    expect(found.items).toHaveLength(2);
  });

  test('evaluates what a status means, and instants to the millisecond', async () => {
    fill(10, (index) => ({ owner: makeOwner('o'), status: status(index < 5 ? 'Cerrado' : 'Abierto') }));
    const closed = await list({ ownerId: { eq: 'o' }, condition: 'CLOSED' });
    expect(closed).toMatchObject({ totalCount: 5, upstreamCalls: 1 });
    const at = new Date(start + 3 * minuteMs);
    const before = await list({ ownerId: { eq: 'o' }, createdAt: { lt: at } });
    expect(before.totalCount).toBe(3);
    const from = await list({ ownerId: { eq: 'o' }, createdAt: { gte: at } });
    expect(from.totalCount).toBe(7);
  });

  test('with a range up to an instant of the year 10000 in UTC means what one up to 2099 means', async () => {
    fill(10, () => ({ owner: makeOwner('o') }));
    const gte = new Date(start);
    const far = await list({ createdAt: { gte, lt: new Date('9999-12-31T23:59:59-05:00') } });
    expect(far).toMatchObject({ totalCount: 10, isComplete: true });
    const near = await list({ createdAt: { gte, lt: new Date('2099-01-01T00:00:00Z') } });
    expect(far.items.map(({ node }) => node.id)).toEqual(near.items.map(({ node }) => node.id));
    const changed = { gte: new Date('0001-01-01T00:00:00Z'), lt: new Date('9999-12-31T23:59:59-05:00') };
    client.tenant.cases = client.tenant.cases.map((row) => row && { ...row, updatedAt: new Date(start) });
    expect((await list({ ownerId: { eq: 'o' }, updatedAt: changed })).totalCount).toBe(10);
  });

  test('that the CRM can search nothing of is refused by a message that names what it can', async () => {
    await expect(list({ condition: 'OPEN' })).rejects.toMatchObject({
      problem: expect.stringMatching(/can search: id, caseNumber, .*status.*, createdAt$/),
    });
    const steps = reader.listGestiones({ agentId: { eq: 'a' } }, { first: 5, after: null, offset: null }, anyCall);
    await expect(steps).rejects.toMatchObject({ problem: expect.stringMatching(/can search: customerId$/) });
  });

  test('that contradicts itself costs nothing', async () => {
    const never = { gte: new Date(2), lt: new Date(3) };
    const found = await list({ createdAt: never, allOf: [{ createdAt: { gte: new Date(5) } }] });
    expect(found).toMatchObject({ items: [], totalCount: 0, upstreamCalls: 0 });
    expect(client.calls).toEqual([]);
  });

  test.each(['createdAt', 'updatedAt', 'closedAt'] as const)(
    'whose %s ends where or before it begins is empty and costs nothing',
    async (field) => {
      fill(5, () => ({ status: status('Abierto') }));
      const at = new Date(start);
      for (const range of [
        { gte: at, lt: at },
        { gte: new Date(start + minuteMs), lt: at },
      ]) {
        const filter: CaseFilter = { status: { eq: 'Abierto' }, [field]: range };
        const found = await list(filter);
        expect(found).toMatchObject({ items: [], totalCount: 0, isComplete: true, hasNextPage: false });
        expect(explain(filter)).toMatchObject({ minUpstreamCalls: 0, maxUpstreamCalls: 0 });
      }
      expect(client.calls).toEqual([]);
    },
  );

  test('is refused all the same where the CRM could search nothing of it', async () => {
    const never: CaseFilter = { updatedAt: { gte: new Date(2), lt: new Date(1) } };
    await expect(list(never)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter' });
  });
});

describe('a condition that the case’s row leaves open', () => {
  const contactOf = (index: number, email: string | undefined) => makeEmbeddedContact(`c${index}`, { email });

  test('is decided by the contact’s own record, once for each contact', async () => {
    fill(6, (index) => ({
      owner: makeOwner('o'),
      caseNumber: `PET-${index}`,
      contact: contactOf(index % 2, index < 2 ? `c${index}@example.com` : undefined),
    }));
    client.tenant.contacts = [
      makeContact('c0', { email: 'C0@example.com' }),
      makeContact('c1', { email: 'c1@example.com' }),
    ];
    const found = await list({
      caseNumber: { in: ['PET-0', 'PET-1', 'PET-2', 'PET-3', 'PET-4'] },
      contactEmail: { in: ['c0@example.com', 'x@example.com'] },
      ownerId: { eq: 'o' },
      contactId: { in: ['c0', 'c1'] },
    });
    expect(found.items.map(({ node }) => node.caseNumber)).toEqual(['PET-0', 'PET-2', 'PET-4']);
    expect(client.calls.filter(({ method }) => method === 'searchContacts').map(({ value }) => value)).toEqual(
      expect.arrayContaining(['c0', 'c1']),
    );
    expect(client.calls.filter(({ method }) => method === 'searchContacts')).toHaveLength(2);
    expect(found.upstreamCalls).toBe(client.calls.length);
  });

  test.each(['oldest', 'newest'])(
    'is decided row by row where the calls do not last for more, the %s case first',
    async (order) => {
      const count = 4;
      fill(count, (index) => ({ owner: makeOwner(`o${index % 2}`), contact: contactOf(index, undefined) }));
      if (order === 'newest') client.tenant.cases = [...client.tenant.cases].reverse();
      client.tenant.contacts = Array.from({ length: count }, (_, index) =>
        makeContact(`c${index}`, { email: `c${index}@example.com` }),
      );
      const emails = client.tenant.contacts.map((contact) => contact?.email ?? '');
      reader = makeReader(1);
      const filter: CaseFilter = { ownerId: { in: ['o0', 'o1'] }, contactEmail: { in: emails } };
      const ids: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < 2 * count; page += 1) {
        const found = await list(filter, { after });
        ids.push(...found.items.map(({ node }) => node.id));
        after = found.hasNextPage ? found.endCursor : null;
        if (after === null) break;
        expect(found).toMatchObject({ warnings: ['SCAN_LIMIT_REACHED'], isComplete: false });
      }
      expect(after).toBeNull();
      expect(ids).toEqual(client.tenant.cases.map((row) => row?.id));
    },
  );

  test('is not met where the contact cannot be found', async () => {
    fill(1, () => ({ owner: makeOwner('o'), caseNumber: 'PET-1', contact: contactOf(0, undefined) }));
    const found = await list({ caseNumber: { eq: 'PET-1' }, ownerId: { eq: 'o' }, contactEmail: { eq: 'a@b.co' } });
    expect(found.items).toEqual([]);
  });
});

describe('a condition on what no row carries', () => {
  const openly = (index: number) => ({ status: status('Abierto'), owner: makeOwner(String(index % 3)) });
  const untold = { isExpired: undefined, reason: undefined, solution: undefined };

  /** Every tenth case is expired, which the CRM knows and its rows do not say. */
  function fillSilently(): void {
    fill(100, (index) => ({ ...openly(index), ...untold, isExpired: index % 10 === 0 }));
    client.changeRows = <T>(rows: readonly (T | null)[]) => rows.map((row) => row && { ...row, ...untold });
  }

  test('is searched for, and the others are evaluated, from then on at once', async () => {
    fillSilently();
    const filter: CaseFilter = { isExpired: true, ownerId: { eq: '0' } };
    expect(await list(filter)).toMatchObject({ totalCount: 4, isComplete: true, warnings: [], upstreamCalls: 2 });
    expect(searched()).toEqual(['ownerId', 'isExpired']);
    expect(explain(filter)).toMatchObject({ pushedDown: ['isExpired'], residual: ['ownerId'] });
    expect((await list(filter)).upstreamCalls).toBe(1);
  });

  test('is not met by a row without it where other rows carry it', async () => {
    fill(30, (index) => ({ ...openly(index), ...untold, ...(index === 7 ? { reason: 'Garantía' } : {}) }));
    await list({ ownerId: { eq: '1' } });
    const found = await list({ ownerId: { eq: '1' }, reason: { eq: 'garantia' } });
    expect(found).toMatchObject({ totalCount: 1, isComplete: true });
    expect(searched()).toEqual(['ownerId', 'ownerId']);
  });

  test('makes the list say that it may lack something when two cannot be searched for at once', async () => {
    fillSilently();
    const found = await list({ isExpired: true, solution: { eq: 'x' }, id: { eq: idAt(new Date(start), 0) } });
    expect(found).toMatchObject({ items: [], totalCount: null, isComplete: false, warnings: ['FIELD_UNREADABLE'] });
  });

  test('on a login is searched for where users are named otherwise', async () => {
    fill(20, (index) => ({
      status: status('Abierto'),
      owner: makeOwner(String(index % 2), { user: `agent_${index % 2}` }),
    }));
    client.changeRows = <T>(rows: readonly (T | null)[]) =>
      rows.map((row) => row && { ...row, owner: makeOwner('7', { name: 'Ana', email: 'ana@example.com' }) });
    await list({ status: { eq: 'Abierto' } });
    const found = await list({ ownerUser: { eq: 'agent_1' }, status: { eq: 'Abierto' } });
    expect(found).toMatchObject({ totalCount: 10, isComplete: true, warnings: [] });
    expect(searched()).toEqual(['status', 'status', 'ownerUser']);
  });
});

describe('several values of a field', () => {
  test('are searched one by one and merged in the order of the records, with the sum of the totals', async () => {
    fill(60, (index) => ({ status: status(['Abierto', 'Cerrado', 'Raro'][index % 3] ?? '') }));
    const found = await list({ status: { in: ['Cerrado', 'Abierto'] } });
    expect(client.calls.map(({ value, limit }) => [value, limit])).toEqual([
      ['Abierto', 20],
      ['Cerrado', 20],
    ]);
    expect(found.items.map(({ node }) => node.status?.name).slice(0, 4)).toEqual([
      'Abierto',
      'Cerrado',
      'Abierto',
      'Cerrado',
    ]);
    expect(found).toMatchObject({ totalCount: 40, totalCountIsExact: true, hasNextPage: true });
  });

  test('keep the order of the records when one of their lists has to be read on', async () => {
    fill(1_000, (index) => ({
      status: status(index < 500 ? 'Abierto' : 'Raro'),
      updatedAt: index % 100 === 50 ? new Date(start) : null,
    }));
    const found = await list({ status: { in: ['Abierto', 'Raro'] }, updatedAt: { gte: new Date(start) } });
    const expected = client.tenant.cases.filter((_, index) => index % 100 === 50).map((row) => row?.id);
    expect(found.items.map(({ node }) => node.id)).toEqual(expected);
    expect(found).toMatchObject({ totalCount: 10, upstreamCalls: 4 });
  });

  test('of which a record has two show it once', async () => {
    client.matchesAnything = true;
    fill(3, () => ({ status: status('Abierto') }));
    const found = await list({ status: { in: ['Abierto', 'abierto'] } });
    expect(found.items).toHaveLength(3);
    expect(found).toMatchObject({ totalCount: 3, warnings: [] });
  });

  test('keep a record that the search for another value found as well, where the CRM matches parts', async () => {
    const ofContact = (identification: string) => makeEmbeddedContact(identification, { identification });
    fill(20, (index) => ({ contact: ofContact(index % 2 === 0 ? '10' : '1013') }));
    client.matchesAnything = true;
    const found = await list({ contactIdentification: { in: ['10', '1013'] } }, { first: 50 });
    expect(found.items.map(({ node }) => node.id)).toEqual(client.tenant.cases.map((row) => row?.id));
    expect(found.warnings).toEqual(['ROW_UNREADABLE']);
  });

  test('are not counted for what the CRM found under one of them in other letters', async () => {
    fill(1, () => ({ caseNumber: 'PET-1' }));
    client.matchesAnything = true;
    const found = await list({ caseNumber: { in: ['PET-1', 'pet-1'] } });
    expect(found.items).toHaveLength(1);
    expect(found).toMatchObject({ totalCount: 1, warnings: [] });
  });

  test('that name one thing in two ways do not count its records twice', async () => {
    fill(30, () => ({ owner: { ...makeOwner('o'), user: 'agent_1@demo' } }));
    client.matchesAnything = true;
    const filter: CaseFilter = { ownerUser: { in: ['agent_1@demo', 'AGENT_1@demo'] } };
    expect(await list(filter)).toMatchObject({ totalCount: null });
    expect(await list(filter, { first: 30 })).toMatchObject({ totalCount: 30 });
  });

  test('that name the same records in two ways are not counted twice', async () => {
    fill(30, () => ({ owner: { ...makeOwner('o'), name: 'Ana', user: 'agent_1@demo' } }));
    client.matchesAnything = true;
    const filter: CaseFilter = { ownerName: { in: ['Ana', 'Ana - agent_1@demo'] } };
    expect(await list(filter)).toMatchObject({ totalCount: null });
    expect(await list(filter, { first: 30 })).toMatchObject({ totalCount: 30 });
  });

  test.each([
    { rows: 60, isToldApart: true },
    // More than a cursor remembers, in the worst case: one list has them in the other's reverse order.
    { rows: 400, isToldApart: false },
  ])(
    'of which $rows records have two show none again in silence, where the CRM keeps to no order',
    async ({ rows, isToldApart }) => {
      client.tenant.cases = Array.from({ length: rows }, (_, index) =>
        makeCase(idAt(new Date(start + ((index * 37) % rows) * minuteMs), index), { status: status('Abierto') }),
      );
      const filter: CaseFilter = { status: { in: ['Abierto', 'abierto'] } };
      const turned = client.tenant.cases.toReversed();
      if (!isToldApart) {
        const straight = client.tenant.cases;
        client.onSearch = ({ value }) => {
          client.tenant.cases = value === 'abierto' ? turned : straight;
        };
      }
      const ids: string[] = [];
      const warnings = new Set<string>();
      let after: string | null = null;
      do {
        const page = await list(filter, { first: 7, after });
        ids.push(...page.items.map(({ node }) => node.id));
        for (const warning of page.warnings) warnings.add(warning);
        after = page.hasNextPage ? page.endCursor : null;
      } while (after !== null);
      expect(new Set(ids).size).toBe(rows);
      if (isToldApart) {
        expect(ids).toHaveLength(rows);
        expect([...warnings]).toEqual([]);
      } else {
        // That some may have been shown before is said.
        expect([...warnings]).toEqual(['LIST_CHANGED_DURING_PAGING']);
      }
    },
  );

  test('that are ids are asked for no further than they are shown', async () => {
    fill(10, () => ({}));
    const ids = client.tenant.cases.map((row) => row?.id ?? '');
    const page = await list({ id: { in: ids } }, { first: 4 });
    expect(client.calls).toHaveLength(4);
    expect(page).toMatchObject({ hasNextPage: true, totalCount: null, totalCountIsExact: false });
    const rest = await list({ id: { in: ids } }, { first: 20, after: page.endCursor });
    expect(client.calls).toHaveLength(10);
    expect([...page.items, ...rest.items].map(({ node }) => node.id)).toEqual(ids);
    expect(rest.hasNextPage).toBe(false);
  });
});

describe('a range of creation', () => {
  const range = { gte: new Date(start + 30_000), lt: new Date(start + 10 * minuteMs) };

  test('is listed by the CRM, a minute wider on both sides, when nothing else can be searched', async () => {
    fill(50, (index) => ({ status: status('Abierto'), updatedAt: new Date(start + (index + 600) * minuteMs) }));
    const found = await list({ createdAt: range, condition: 'OPEN' });
    expect(client.calls).toMatchObject([
      { method: 'listCasesCreatedBetween', value: '2026-03-01T07:59:00.000Z 2026-03-01T08:11:00.000Z', limit: 250 },
    ]);
    expect(found).toMatchObject({ totalCount: 9, isComplete: true });
  });

  test('is preferred where it is thought to be shorter than any search', async () => {
    fill(1_000, (index) => ({ status: status('Abierto'), updatedAt: new Date(start + (index + 600) * minuteMs) }));
    await list({ status: { eq: 'Abierto' } });
    client.calls.length = 0;
    expect((await list({ status: { eq: 'Abierto' }, createdAt: range }, { first: 50 })).totalCount).toBe(9);
    expect(client.calls.map(({ method }) => method)).toEqual(['listCasesCreatedBetween']);
  });

  test('whose rows do not tell by which date they were listed has one record looked for, once', async () => {
    fill(50, (index) => ({ updatedAt: new Date(start + (index + 20) * minuteMs) }));
    const found = await list({ createdAt: range });
    expect(found).toMatchObject({ totalCount: 9, upstreamCalls: 2 });
    expect(client.calls[1]).toMatchObject({ value: '2026-03-01T07:59:00.000Z 2026-03-01T08:02:00.000Z' });
    expect((await list({ createdAt: range })).upstreamCalls).toBe(1);
  });

  test('whose rows come by the last change, which only that look-up shows, is not used', async () => {
    client.listsByModification = true;
    fill(50, (index) => ({ status: status('Abierto'), updatedAt: new Date(start + (index + 20) * minuteMs) }));
    const found = await list({ createdAt: range, status: { eq: 'Abierto' } });
    expect(found.totalCount).toBe(9);
    expect(client.calls.at(-1)).toMatchObject({ method: 'searchCases' });
    // What was spent on finding out is told as well.
    expect(found.upstreamCalls).toBe(client.calls.length);
  });

  test('that the CRM refuses to list is searched instead, for an hour at once', async () => {
    fill(1_000, (index) => ({ status: status('Abierto'), updatedAt: new Date(start + (index + 600) * minuteMs) }));
    client.onSearch = ({ method }) => {
      if (method === 'listCasesCreatedBetween') throw new Fault('UPSTREAM_BAD_RESPONSE');
    };
    const filter: CaseFilter = { createdAt: range, status: { eq: 'Abierto' } };
    expect(await list(filter)).toMatchObject({ totalCount: 9, isComplete: true, upstreamCalls: 5 });
    expect(explain(filter)).toMatchObject({ pushedDown: ['status'], residual: ['createdAt'] });
    expect(await list(filter)).toMatchObject({ totalCount: 9, upstreamCalls: 4 });
    // Where there is no other way, the failure is the answer.
    await expect(list({ createdAt: range })).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
    client.onSearch = () => undefined;
    now += 3_600_000;
    client.calls.length = 0;
    expect(await list(filter, { first: 50 })).toMatchObject({ totalCount: 9 });
    expect(client.calls[0]).toMatchObject({ method: 'listCasesCreatedBetween' });
  });

  test('that the token may not ask for is searched instead; where there is no other way, that is said', async () => {
    fill(20, () => ({ status: status('Abierto') }));
    client.onSearch = ({ method }) => {
      if (method === 'listCasesCreatedBetween') throw new Fault('UPSTREAM_AUTH_FAILED');
    };
    await expect(list({ createdAt: range })).rejects.toMatchObject({ code: 'UPSTREAM_AUTH_FAILED' });
    expect(await list({ createdAt: range, status: { eq: 'Abierto' } })).toMatchObject({ totalCount: 9 });
  });

  test('that lies before or after all records costs nothing', async () => {
    fill(5, () => ({}));
    for (const outside of [{ gte: new Date('9999-12-31T23:59:59Z') }, { lt: new Date('0001-01-01T00:00:00Z') }]) {
      expect(await list({ createdAt: outside })).toMatchObject({ totalCount: 0, isComplete: true });
      expect(explain({ createdAt: outside })).toMatchObject({ maxUpstreamCalls: 0 });
    }
    expect(client.calls).toEqual([]);
  });

  test('of which the CRM lists nothing at all, although it has cases, is searched instead', async () => {
    fill(20, () => ({ status: status('Abierto') }));
    const filter: CaseFilter = { createdAt: range, status: { eq: 'Abierto' } };
    client.listsNothingBySpan = true;
    // While no case was ever seen, there may be none.
    expect(await list({ createdAt: range })).toMatchObject({ totalCount: 0, upstreamCalls: 2 });
    await list({ status: { eq: 'Abierto' } });
    expect(await list(filter)).toMatchObject({ totalCount: 9, isComplete: true });
    await expect(list({ createdAt: range })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('is believed where the CRM refuses to list so long a span that records would tell by which date it lists', async () => {
    fill(20, () => ({}));
    client.onSearch = ({ value }) => {
      if (value.startsWith('2000')) throw new Fault('UPSTREAM_BAD_RESPONSE');
    };
    expect(await list({ createdAt: range })).toMatchObject({ totalCount: 9, isComplete: true, upstreamCalls: 2 });
    const later = { gte: range.gte, lt: new Date(range.lt.getTime() + minuteMs) };
    expect(await list({ createdAt: later })).toMatchObject({ totalCount: 10, upstreamCalls: 1 });
  });

  test('of which the CRM lists parts of records is searched where there are other conditions; where nothing can be, that is said', async () => {
    fill(30, () => ({ status: status('Abierto') }));
    client.onSearch = ({ method }) => {
      const listed = method === 'listCasesCreatedBetween';
      client.changeRows = (rows) =>
        listed
          ? rows.map((row) => (row === null ? row : { ...row, caseNumber: null, type: null, status: null }))
          : rows;
    };
    const range = { gte: new Date(start), lt: new Date(start + 10 * minuteMs) };
    const found = await list({ status: { eq: 'Abierto' }, createdAt: range });
    expect(searched()).toEqual(['createdAt', 'status']);
    expect(found).toMatchObject({ totalCount: 10, upstreamCalls: 2, isComplete: true });
    expect(found.items[0]?.node.status?.name).toBe('Abierto');
    const unsearchable: CaseFilter = { createdAt: range, condition: 'OPEN' };
    await expect(list(unsearchable)).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
  });

  test('is not lost where the proof of its dates fails: the page is answered, and may lack something', async () => {
    fill(50, (index) => ({ updatedAt: new Date(start + (index + 20) * minuteMs) }));
    client.onSearch = () => {
      if (client.calls.length === 2) throw new Fault('UPSTREAM_TIMEOUT');
    };
    const found = await list({ createdAt: range });
    expect(found).toMatchObject({ isComplete: false, warnings: ['LIST_CHANGED_DURING_PAGING'], upstreamCalls: 2 });
    expect(found.items).toHaveLength(9);
    expect(await list({ createdAt: range })).toMatchObject({ totalCount: 9, isComplete: true, warnings: [] });
  });

  test('is read on from a cursor although the CRM has shown since that it lists by another date', async () => {
    fill(50, (index) => ({ updatedAt: new Date(start + index * minuteMs) }));
    const page = await list({ createdAt: range }, { first: 4 });
    expect(page.isComplete).toBe(true);
    client.listsByModification = true;
    const changed = client.tenant.cases.map((row, index) =>
      row && index > 40 ? { ...row, updatedAt: new Date(start + 600 * minuteMs) } : row,
    );
    reader = makeReader();
    client.tenant.cases = changed;
    const later = { gte: new Date(start + 595 * minuteMs), lt: new Date(start + 605 * minuteMs) };
    await expect(list({ createdAt: later })).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
    const next = await list({ createdAt: range }, { first: 4, after: page.endCursor });
    expect(next).toMatchObject({ isComplete: false, warnings: ['LIST_CHANGED_DURING_PAGING'] });
    expect(next.items.map(({ node }) => node.id)).toEqual(changed.slice(5, 9).map((row) => row?.id));
    expect(explain({ createdAt: range }, { after: page.endCursor }).pushedDown).toEqual(['createdAt']);
  });

  test('is no longer used once a row shows that the CRM lists by another date', async () => {
    client.listsByModification = true;
    fill(20, (index) => ({ status: status('Abierto'), updatedAt: new Date(start + (index + 600) * minuteMs) }));
    const later = { gte: new Date(start + 600 * minuteMs), lt: new Date(start + 700 * minuteMs) };
    await expect(list({ createdAt: later })).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
    await expect(list({ createdAt: later })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter' });
    expect((await list({ createdAt: range, status: { eq: 'Abierto' } })).totalCount).toBe(9);
    expect(client.calls.at(-1)).toMatchObject({ method: 'searchCases' });
  });
});

describe('a filter that has to be looked for row by row', () => {
  beforeEach(() => {
    fill(1_200, (index) => ({ status: status(index % 400 === 399 ? 'Cerrado' : 'Abierto'), owner: makeOwner('o') }));
    reader = makeReader(2);
  });
  const filter: CaseFilter = { ownerId: { eq: 'o' }, condition: 'CLOSED' };

  test('stops at the limit of calls, says so, and goes on from there without reading a row twice', async () => {
    const first = await list(filter);
    expect(first.items).toHaveLength(1);
    expect(first).toMatchObject({
      hasNextPage: true,
      isComplete: false,
      totalCount: null,
      totalCountIsExact: false,
      upstreamCalls: 2,
      warnings: ['SCAN_LIMIT_REACHED'],
    });
    expect(client.calls.map(({ page, limit }) => [page, limit])).toEqual([
      [1, 250],
      [2, 250],
    ]);
    const second = await list(filter, { after: first.endCursor });
    expect(second.items).toHaveLength(1);
    const covered = client.calls.slice(2).map(({ page, limit }) => [(page - 1) * limit, page * limit]);
    expect(covered[0]?.[0]).toBeGreaterThan(480);
    expect(covered[1]?.[1]).toBeGreaterThan(980);
    const third = await list(filter, { after: second.endCursor });
    expect(third).toMatchObject({ hasNextPage: false, isComplete: true, warnings: [] });
    expect(third.items).toHaveLength(1);
  });

  test('spends no more than the limit, also where what is left open changes the search', async () => {
    fill(6_000, (index) => ({
      status: status('Abierto'),
      owner: makeOwner('o'),
      reason: undefined,
      updatedAt: index < 1_600 ? null : new Date(start),
    }));
    reader = makeReader(8);
    const plan: CaseFilter = {
      ownerId: { eq: 'o' },
      reason: { eq: 'x' },
      status: { eq: 'Abierto' },
      updatedAt: { gte: new Date(start) },
    };
    client.onSearch = ({ field }) => {
      client.matchesAnything = field === 'reason';
    };
    const stated = /no more than (\d+)/.exec(explain(plan).description)?.[1];
    const found = await list(plan);
    expect(found.upstreamCalls).toBe(client.calls.length);
    expect(client.calls.length).toBeLessThanOrEqual(Number(stated));
    expect(stated).toBe('8');
    expect(new Set(searched()).size).toBeGreaterThan(1);
    expect(found).toMatchObject({ hasNextPage: true, isComplete: false, warnings: ['SCAN_LIMIT_REACHED'] });
  });

  test('gives a cursor even when nothing was found before the limit', async () => {
    const none = await list({ ownerId: { eq: 'o' }, condition: 'SOLVED' }, { first: 5 });
    expect(none).toMatchObject({ items: [], hasNextPage: true, isComplete: false });
    expect(none.endCursor).not.toBeNull();
  });

  test('goes on behind rows that were read and are no items, rather than behind the last item', async () => {
    reader = makeReader(8);
    const page = await list(filter, { first: 1 });
    expect(page.endCursor).not.toBe(page.items[0]?.cursor);
    client.calls.length = 0;
    const next = await list(filter, { first: 1, after: page.endCursor });
    expect(next.items.map(({ node }) => node.id)).toEqual([client.tenant.cases[799]?.id]);
    expect(client.calls).toHaveLength(2);
  });
});

describe('a cursor', () => {
  beforeEach(() => {
    fill(300, (index) => ({ status: status(index % 2 === 0 ? 'Abierto' : 'Cerrado'), owner: makeOwner('o') }));
  });

  test('of the last page leads to an empty page that was read now', async () => {
    const ids = client.tenant.cases.slice(0, 2).map((row) => row?.id ?? '');
    const page = await list({ id: { in: ids } });
    const behind = await list({ id: { in: ids } }, { after: page.endCursor });
    expect(behind).toMatchObject({ items: [], hasNextPage: false, upstreamCalls: 0, fetchedAt: new Date(now) });
  });

  test('fetches its own row along, on the same one page, and costs one call up to the longest window', async () => {
    const page = await list({ ownerId: { eq: 'o' } }, { first: 100 });
    client.calls.length = 0;
    await list({ ownerId: { eq: 'o' } }, { first: 100, after: page.endCursor });
    expect(client.calls).toHaveLength(1);
    const { page: number = 0, limit = 0 } = client.calls[0] ?? {};
    expect((number - 1) * limit).toBeLessThanOrEqual(99);
    expect(number * limit).toBeGreaterThanOrEqual(200);
  });

  test('finds its place again when rows before it are gone, and warns when it cannot', async () => {
    const page = await list({ status: { eq: 'Abierto' } });
    const rows = client.tenant.cases;
    client.tenant.cases = rows.slice(2);
    const next = await list({ status: { eq: 'Abierto' } }, { after: page.endCursor });
    expect(next.warnings).toEqual([]);
    expect(next.items[0]?.node.id).toBe(rows[40]?.id);
    // A page that begins with what nobody saw: what stood before it may not have been seen either.
    client.tenant.cases = rows.slice(6);
    const lost = await list({ status: { eq: 'Abierto' } }, { first: 4, after: page.endCursor });
    expect(lost.warnings).toEqual(['LIST_CHANGED_DURING_PAGING']);
    const newer = Array.from({ length: 3 }, (_, index) => makeCase(`${index}`, { status: status('Abierto') }));
    client.tenant.cases = [...newer, ...rows];
    const later = await list({ status: { eq: 'Abierto' } }, { after: page.endCursor });
    expect(later.warnings).toEqual([]);
    expect(later.items[0]?.node.id).toBe(rows[40]?.id);
  });

  test('does not show the record again that the CRM sends twice, on both sides of a page’s end', async () => {
    const rows = client.tenant.cases;
    client.tenant.cases = rows.flatMap((row, index) => (index === 38 ? [row, row] : [row]));
    const filter: CaseFilter = { status: { eq: 'Abierto' } };
    const page = await list(filter);
    expect(page.items.at(-1)?.node.id).toBe(rows[38]?.id);
    const next = await list(filter, { after: page.endCursor });
    expect(next.items.map(({ node }) => node.id)).not.toContain(rows[38]?.id);
    expect(next).toMatchObject({ warnings: ['ROW_UNREADABLE'], totalCount: null });
  });

  test.each<{ what: string; filter: CaseFilter }>([
    { what: 'another filter', filter: { status: { eq: 'Cerrado' } } },
    { what: 'another field', filter: { ownerId: { eq: 'o' } } },
  ])('of $what is refused before any call', async ({ filter }) => {
    const { endCursor } = await list({ status: { eq: 'Abierto' } });
    client.calls.length = 0;
    await expect(list(filter, { after: endCursor })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'after',
    });
    expect(() => explain(filter, { after: endCursor })).toThrow(expect.objectContaining({ argument: 'after' }));
    expect(client.calls).toEqual([]);
  });

  test('goes on with the search it was begun with, whatever was learned since', async () => {
    const filter: CaseFilter = { ownerId: { eq: 'o' }, status: { eq: 'Abierto' } };
    const page = await list(filter);
    const begun = searched().at(-1);
    client.calls.length = 0;
    await list({ status: { eq: 'Abierto' } });
    client.calls.length = 0;
    await list(filter, { after: page.endCursor });
    expect(searched()).toEqual([begun]);
  });
});

describe('a list of a CRM that does not heed the length of pages', () => {
  beforeEach(() => {
    fill(90, (index) => ({ status: status(index % 3 === 0 ? 'Cerrado' : 'Abierto'), owner: makeOwner('o') }));
  });

  async function readThrough(filter: CaseFilter, first: number) {
    const ids: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 20; page += 1) {
      const found = await list(filter, { first, after });
      expect(found.items.length).toBeLessThanOrEqual(first);
      ids.push(...found.items.map(({ node }) => node.id));
      if (!found.hasNextPage) return { ids, isComplete: found.isComplete };
      after = found.endCursor;
    }
    throw new Error('The list never ends.');
  }

  const oneList: CaseFilter = { ownerId: { eq: 'o' } };
  const merged: CaseFilter = { status: { in: ['Abierto', 'Cerrado'] } };
  const scanned: CaseFilter = { ownerId: { eq: 'o' }, condition: 'OPEN' };

  test.each<{ ownLength: number | 'all'; hasTotals: boolean; filter: CaseFilter; mostCalls: number }>([
    { ownLength: 'all', hasTotals: true, filter: oneList, mostCalls: 9 },
    { ownLength: 'all', hasTotals: true, filter: merged, mostCalls: 18 },
    { ownLength: 'all', hasTotals: true, filter: scanned, mostCalls: 6 },
    { ownLength: 40, hasTotals: true, filter: oneList, mostCalls: 20 },
    { ownLength: 40, hasTotals: false, filter: oneList, mostCalls: 20 },
    { ownLength: 40, hasTotals: true, filter: merged, mostCalls: 36 },
  ])(
    'has every row once and ends, in pages of $ownLength, totals $hasTotals, $filter',
    async ({ ownLength, hasTotals, filter, mostCalls }) => {
      Object.assign(client, { ownLength, hasTotals });
      const { ids, isComplete } = await readThrough(filter, 10);
      const all = client.tenant.cases.map((row) => row?.id ?? '');
      const expected = filter === scanned ? all.filter((_, index) => index % 3 !== 0) : all;
      expect(ids).toEqual(expected);
      expect(isComplete).toBe(true);
      expect(client.calls.length).toBeLessThanOrEqual(mostCalls);
    },
  );

  test.each([true, false])(
    'is not unlearned from a list that is as long as asked for, totals %s',
    async (hasTotals) => {
      Object.assign(client, { ownLength: 40, hasTotals });
      const length = hasTotals ? 5 : 6;
      client.tenant.cases = client.tenant.cases.map((row, index) =>
        row === null ? row : { ...row, status: status(index < length ? 'Raro' : 'Abierto') },
      );
      const page = await list(oneList, { first: 10 });
      const next = await list(oneList, { first: 60, after: page.endCursor });
      expect((await list({ status: { eq: 'Raro' } }, { first: 5 })).items).toHaveLength(5);
      const last = await list(oneList, { first: 60, after: next.endCursor });
      const ids = [page, next, last].flatMap(({ items }) => items.map(({ node }) => node.id));
      expect(ids).toEqual(client.tenant.cases.map((row) => row?.id));
      expect(last).toMatchObject({ hasNextPage: false, isComplete: true, warnings: [] });
    },
  );

  test('goes on at the end of such a page, although the one call it has brings what was read before', async () => {
    client.ownLength = 40;
    reader = makeReader(1);
    await list(oneList, { first: 10 });
    const { ids } = await readThrough(scanned, 10);
    expect(ids).toEqual(client.tenant.cases.flatMap((row, index) => (index % 3 === 0 ? [] : [row?.id])));
  });

  test('is read in pages of that length from then on, whether or not the CRM heeds it again', async () => {
    client.ownLength = 33;
    await readThrough(oneList, 10);
    client.ownLength = null;
    await list(oneList, { first: 10 });
    for (const offset of [0, 27, 30, 60]) {
      client.calls.length = 0;
      const expected = client.tenant.cases.slice(offset, offset + 10).map((row) => row?.id);
      expect((await list(oneList, { first: 10, offset })).items.map(({ node }) => node.id)).toEqual(expected);
      expect(client.calls.length).toBeLessThanOrEqual(2);
    }
  });

  test('ends with a warning where every page is the same one and nobody counts', async () => {
    Object.assign(client, { ownLength: 'all', hasTotals: false });
    const { ids, isComplete } = await readThrough(merged, 10);
    expect(ids).toEqual(client.tenant.cases.map((row) => row?.id));
    expect(isComplete).toBe(false);
    expect(client.calls.length).toBeLessThanOrEqual(50);
  });

  test('does not take a total for exact where the CRM then sends fewer rows', async () => {
    client.tenant.cases = client.tenant.cases.slice(0, 20);
    client.pageFacts = { totalRecords: 90 };
    expect(await list({ status: { eq: 'Abierto' }, ownerId: { eq: 'o' } })).toMatchObject({
      totalCount: null,
      isComplete: false,
      hasNextPage: false,
    });
  });
});

describe('the plan of a filter', () => {
  test('names what the CRM evaluates and what is evaluated here, and prices it, without a call', () => {
    const plan = explain({ status: { in: ['a', 'b'] }, condition: 'OPEN', updatedAt: { gte: new Date(start) } });
    expect(plan).toMatchObject({ pushedDown: ['status'], residual: ['condition', 'updatedAt'] });
    expect(plan).toMatchObject({ minUpstreamCalls: 2, maxUpstreamCalls: null });
    expect(plan.description).toMatch(/One search by status for each of 2 values/);
    expect(client.calls).toEqual([]);
  });

  test('tells in a sentence how far it reads, and of one call as of one', () => {
    expect(explain({ status: { eq: 'a' }, condition: 'OPEN' }, { first: 1 }).description).toBe(
      'One search by status, in pages of 250 rows until 1 matches; condition evaluated here. About 1 call, no more than 8.',
    );
    expect(explain({ status: { in: ['a', 'b'] }, condition: 'OPEN' }).description).toMatch(/ About 2 calls, no more/);
    expect(explain({ caseNumber: { eq: 'a' }, status: { eq: 'b' } }).description).toBe(
      'One search by caseNumber; status evaluated here.',
    );
  });

  test.each<{ filter: CaseFilter; min: number; max: number | null }>([
    { filter: { status: { eq: 'a' } }, min: 1, max: 1 },
    { filter: { status: { in: ['a', 'b', 'c'] } }, min: 3, max: 3 },
    { filter: { id: { in: ['a', 'b', 'c'] } }, min: 3, max: 3 },
    { filter: { caseNumber: { eq: 'a' }, status: { eq: 'b' } }, min: 1, max: 1 },
    { filter: { ownerId: { eq: 'a' }, status: { eq: 'b' } }, min: 1, max: null },
    { filter: { createdAt: { gte: new Date(start) } }, min: 1, max: null },
  ])('of $filter costs from $min to $max calls', ({ filter, min, max }) => {
    expect(explain(filter)).toMatchObject({ minUpstreamCalls: min, maxUpstreamCalls: max });
  });
});

describe('collection steps', () => {
  test('are searched by customer and filtered here by the rest', async () => {
    client.tenant.gestiones = Array.from({ length: 30 }, (_, index) =>
      makeGestion(String(index), { customerId: '900', agentId: `a${index % 3}`, occurredAt: new Date(start + index) }),
    );
    const window = { first: 20, after: null, offset: null };
    const found = await reader.listGestiones(
      { customerId: { in: ['900', '901'] }, agentId: { eq: 'A1' }, occurredAt: { gte: new Date(start + 10) } },
      window,
      anyCall,
    );
    expect(found).toMatchObject({ totalCount: 7, upstreamCalls: 2 });
  });
});
