import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type StrangerCase, StrangerCrm } from '../support/StrangerCrm.js';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

let crm: StrangerCrm;
let subgraph: Subgraph | null = null;

const idOf = (index: number) => `65000000aabbccddee${String(index).padStart(6, '0')}`;
const casesOf = (count: number, given: (index: number) => Partial<StrangerCase>): StrangerCase[] =>
  Array.from({ length: count }, (_, index) => ({
    id: idOf(index),
    type: 'Request',
    status: 'Abierto',
    ...given(index),
  }));

async function start(settings: Readonly<Record<string, string>> = {}): Promise<Subgraph> {
  subgraph = await startSubgraph(crm, { CACHE_TTL_MS: '60000', ...settings });
  return subgraph;
}

/** What a list answers: its ids in order, and its result. */
interface ListAnswer {
  readonly ids: readonly number[];
  readonly totalCount: number | null;
  readonly result: { readonly upstreamCalls: number; readonly freshness: string; readonly isComplete: boolean };
}

function listOf(body: unknown, alias = 'cases'): ListAnswer {
  const { data } = body as {
    data: Record<string, { nodes: { id: string }[]; totalCount: number | null; result: ListAnswer['result'] }>;
  };
  const list = data[alias];
  if (list === undefined) throw new Error(`No ${alias} in ${JSON.stringify(body)}`);
  return { ids: list.nodes.map(({ id }) => Number(id.slice(18))), totalCount: list.totalCount, result: list.result };
}

const fields = '{ nodes { id } totalCount result { upstreamCalls freshness isComplete } }';
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

beforeEach(async () => {
  crm = await StrangerCrm.start();
});

afterEach(async () => {
  await subgraph?.stop();
  subgraph = null;
  await crm.close();
});

describe('a CRM with pages of its own length', () => {
  test.each([
    [250, 700],
    [100, 306],
    [20, 306],
  ])('of %s rows shows each of two lists at once its own rows, of %s', async (ownLength, count) => {
    Object.assign(crm.habits, { ownLength, cases: casesOf(count, () => ({})) });
    crm.habits.delayMs = () => 200;
    const own = await start();
    const list = (offset: number, first: number) =>
      own.query(
        `{ cases(filter: { type: { eq: "Request" } }, offset: ${String(offset)}, first: ${String(first)}) ${fields} }`,
      );
    const [a, b, c] = await Promise.all([list(100, 100), list(100, 50), list(40, 20)]);
    expect(listOf(a.body).ids).toEqual(range(100, Math.min(200, count)));
    expect(listOf(b.body).ids).toEqual(range(100, 150));
    expect(listOf(c.body).ids).toEqual(range(40, 60));
  });
});

describe('rows so large that a page of them is more than is taken', () => {
  test.each([
    [17, true, 1],
    [17, false, 1],
    [50, true, 2],
    [50, false, 2],
  ])(
    'of %s KB, with totals: %s, are read in shorter pages, for %s calls in vain',
    async (kilobytes, hasTotals, inVain) => {
      const text = 'x'.repeat(kilobytes * 1024);
      crm.habits.hasTotals = hasTotals;
      crm.habits.cases = casesOf(300, (index) => ({ text, status: index % 3 === 0 ? 'Abierto' : 'Cerrado' }));
      const own = await start();
      const document = `{ cases(filter: { type: { eq: "Request" }, condition: OPEN }, first: 20) ${fields} }`;
      const first = listOf((await own.query(document)).body);
      expect(first.ids).toEqual(range(0, 20).map((index) => index * 3));
      expect(first.result.upstreamCalls).toBe(crm.requests.length);
      expect(crm.requests.length).toBe(inVain + Math.ceil(250 / (250 >> inVain)));
      const second = listOf((await own.query(document)).body);
      expect(second).toMatchObject({ ids: first.ids, result: { upstreamCalls: 0, freshness: 'CACHED' } });
      crm.requests.length = 0;
      const other = listOf((await own.query(document.replace('first: 20', 'offset: 20, first: 20'))).body);
      expect(other.ids).toEqual(range(20, 40).map((index) => index * 3));
      expect(other.result.upstreamCalls).toBe(crm.requests.length);
      expect(crm.requests.length).toBeLessThanOrEqual(3);
    },
  );
});

describe('an equal read within the lifetime', () => {
  test.each([
    [true, null],
    [false, null],
    [true, 250],
    [false, 250],
    [true, 10],
    [false, 10],
  ])('costs no call, with totals: %s, pages of their own length: %s', async (hasTotals, ownLength) => {
    Object.assign(crm.habits, { hasTotals, ownLength });
    crm.habits.cases = casesOf(330, (index) => ({ type: index < 5 ? 'Complaint' : index < 25 ? 'Claim' : 'Request' }));
    const own = await start();
    for (const [type, offset] of [
      ['Complaint', 0],
      ['Claim', 0],
      ['Request', 0],
      ['Request', 30],
      ['Request', 295],
      ['Nothing', 0],
    ] as const) {
      const document = `{ cases(filter: { type: { eq: "${type}" } }, first: 20, offset: ${String(offset)}) ${fields} }`;
      const first = listOf((await own.query(document)).body);
      crm.requests.length = 0;
      const second = listOf((await own.query(document)).body);
      expect({ type, offset, ...second }).toMatchObject({
        ids: first.ids,
        totalCount: first.totalCount,
        result: { upstreamCalls: 0, freshness: 'CACHED' },
      });
      expect(crm.requests).toEqual([]);
    }
  });
});

describe('freshness', () => {
  test('counts from when the CRM was asked', async () => {
    crm.habits.cases = casesOf(5, () => ({}));
    crm.habits.delayMs = () => 1_500;
    const own = await start({ CACHE_TTL_MS: '2000' });
    const document = `{ cases(filter: { type: { eq: "Request" } }) ${fields} }`;
    await own.query(document);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(listOf((await own.query(document)).body).result).toMatchObject({ freshness: 'LIVE', upstreamCalls: 1 });
  });
});

describe('a part of an operation that stalls', () => {
  const stalled = casesOf(40, (index) => ({
    contactId: idOf(500 + index),
    status: index < 20 ? 'Abierto' : 'Cerrado',
  }));

  test('holds up no look-up of the same kind', async () => {
    crm.habits.cases = stalled;
    crm.habits.contacts = stalled.map(({ contactId = '' }) => ({ id: contactId, email: 'ana@example.com' }));
    crm.habits.delayMs = ({ value }) => (value === idOf(1) ? null : 0);
    const own = await start({ OPERATION_DEADLINE_MS: '3000', WOLKVOX_CONCURRENCY: '2' });
    const { body } = await own.query(
      `{ a: case(id: "${idOf(0)}") { id contact { owner { name } } } b: case(id: "${idOf(1)}") { id } }`,
    );
    expect(body).toMatchObject({ data: { a: { id: idOf(0) }, b: null }, errors: [{ path: ['b'] }] });
    // The contact was asked for while the other case was still awaited, not at its end.
    expect(crm.requests.map(({ value }) => value)).toContain(idOf(500));
  });

  test('is no reason for the contacts of another list to fail', async () => {
    crm.habits.cases = stalled;
    crm.habits.contacts = stalled.map(({ contactId = '' }) => ({ id: contactId, email: 'ana@example.com' }));
    crm.habits.delayMs = ({ value }) => (value === 'Cerrado' ? null : 0);
    const own = await start({ OPERATION_DEADLINE_MS: '3000' });
    const { body } = await own.query(`{
      a: cases(filter: { status: { eq: "Abierto" } }, first: 3) { nodes { id contact { id createdAt } } }
      b: cases(filter: { status: { eq: "Cerrado" } }, first: 3) { nodes { id contact { id createdAt } } }
    }`);
    expect(body).toMatchObject({
      data: {
        a: {
          nodes: range(0, 3).map((index) => ({
            contact: { createdAt: '2026-11-01T15:00:00.000Z', id: idOf(500 + index) },
          })),
        },
        b: null,
      },
      errors: [{ path: ['b'] }],
    });
  });
});

describe('a write', () => {
  const update = (id: string, changes: string, key: string) =>
    `mutation { updateCase(input: { idempotencyKey: "${key}", id: "${id}", ${changes} }) { outcome } }`;

  test('drops the lists that it can change, and a replay of it none', async () => {
    crm.habits.cases = casesOf(30, (index) => ({
      contactId: idOf(500 + (index % 5)),
      contactEmail: `c${String(index % 5)}@example.com`,
    }));
    const own = await start();
    const list = (contact: number) =>
      own.query(`{ cases(filter: { contactId: { eq: "${idOf(500 + contact)}" } }, first: 3) ${fields} }`);
    const read = async () => {
      crm.requests.length = 0;
      for (const contact of range(0, 5)) await list(contact);
      return crm.requests.filter(({ path }) => path.includes('queryCases')).map(({ value }) => value);
    };
    await read();
    expect(await read()).toEqual([]);
    await own.query(update(idOf(0), 'description: "nuevo"', 'drop-1'));
    expect(await read()).toEqual([idOf(500)]);
    await own.query(update(idOf(0), 'description: "nuevo"', 'drop-1'));
    expect(await read()).toEqual([]);
    await own.query(update(idOf(1), 'status: "En espera"', 'drop-2'));
    expect(await read()).toEqual([idOf(501)]);
  });

  test('is shown by every list from its answer on, though a search of before is still under way', async () => {
    crm.habits.cases = casesOf(6, (index) => ({ status: index === 0 ? 'Abierto' : 'En espera' }));
    const own = await start();
    const list = (status: string) =>
      own.query(`{ cases(filter: { status: { eq: "${status}" } }, first: 10) ${fields} }`);
    crm.habits.delayMs = ({ path }) => (path.includes('queryCases') ? 1_000 : 0);
    const early = [list('En espera'), list('Abierto')];
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { body } = await own.query(update(idOf(0), 'status: "En espera"', 'flight-1'));
    expect(body).toMatchObject({ data: { updateCase: { outcome: 'APPLIED' } } });
    crm.habits.delayMs = () => 0;
    expect(listOf((await list('En espera')).body).ids).toEqual(range(0, 6));
    expect(listOf((await list('Abierto')).body).ids).toEqual([]);
    expect(listOf((await early[0])?.body).ids).toEqual(range(1, 6));
    await Promise.all(early);
    expect(listOf((await list('En espera')).body).ids).toEqual(range(0, 6));
    expect(listOf((await list('Abierto')).body).ids).toEqual([]);
  });
});
