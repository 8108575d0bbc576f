import { beforeEach, describe, expect, test } from '@jest/globals';
import { answered, type CallContext } from '../../../src/model/CallContext.js';
import { Fault, type FaultCode } from '../../../src/model/Fault.js';
import type { Quota } from '../../../src/model/Quota.js';
import { caseKey, createPageCaches, type PageCaches } from '../../../src/reading/cache/createPageCaches.js';
import type { PageRequest } from '../../../src/model/search.js';
import type { WriteEffect } from '../../../src/model/WriteEffect.js';
import { FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeCase } from '../../support/records.js';

const ttlMs = 5_000;
const staleMs = 60_000;
const status = { name: 'Abierto', condition: 'OPEN' } as const;
const search = { field: 'status', value: 'Abierto' } as const;
const firstTen = { page: 1, limit: 10 };

let now: number;
let client: FakeWolkvoxClient;
let pages: PageCaches;
let quota: Quota;
/** Ends the calls under way, in order, with nothing or a fault. */
let pending: ((fault?: Fault) => void)[];

/** An operation: its deadline, a way to give it up, and the calls it was told of. */
function operation(deadlineAt = 10_000) {
  const controller = new AbortController();
  const told: string[] = [];
  const call: CallContext = { deadlineAt, signal: controller.signal, onCall: (endpoint) => told.push(endpoint) };
  return {
    call,
    told,
    giveUp: () => {
      controller.abort(new Fault('UPSTREAM_TIMEOUT'));
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

function hold(): void {
  client.onSearch = () =>
    new Promise((resolve, reject) => {
      pending.push((fault) => {
        if (fault) reject(fault);
        else resolve();
      });
    });
}

function make(lifetime = { ttlMs, staleMs }): void {
  const source = {
    searchCases: client.searchCases.bind(client),
    searchContacts: client.searchContacts.bind(client),
    searchCompanies: client.searchCompanies.bind(client),
    searchActivities: client.searchActivities.bind(client),
    searchGestiones: client.searchGestiones.bind(client),
    listCasesCreatedBetween: client.listCasesCreatedBetween.bind(client),
    listContactsCreatedBetween: client.listContactsCreatedBetween.bind(client),
    quota: () => quota,
  };
  pages = createPageCaches({ source, clock: { now: () => now }, ...lifetime });
}

const read = (call = operation().call, page = firstTen) => pages.searchCases(search, page, call);

beforeEach(() => {
  now = 1_000;
  pending = [];
  quota = { limit: 1_000, used: 0, remaining: 1_000, resetsAt: null, isEstimate: false, reservedForWrites: 100 };
  client = new FakeWolkvoxClient();
  client.tenant.cases = Array.from({ length: 30 }, (_, index) =>
    makeCase(`c${String(index)}`, {
      caseNumber: `PET-${String(index)}`,
      type: { name: 'Request', kind: 'REQUEST' },
      status,
      createdAt: new Date(0),
      customFields: [{ label: 'Ciudad', text: 'Cali', value: { depth: ['x'] } }],
    }),
  );
  make();
});

describe('pages under way', () => {
  test('are shared by equal and contained reads, and one of them is told the price', async () => {
    hold();
    const first = read();
    const equal = read();
    const within = read(operation().call, { page: 2, limit: 4 });
    const beyond = read(operation().call, { page: 2, limit: 10 });
    await settle();
    expect(client.calls).toHaveLength(2);
    for (const end of pending) end();
    expect((await first).calls + (await equal).calls + (await within).calls).toBe(1);
    expect((await within).rows.map((row) => row?.id)).toEqual(['c4', 'c5', 'c6', 'c7']);
    await expect(Promise.all([first, equal, within, beyond])).resolves.toMatchObject(
      Array.from({ length: 4 }, () => ({ freshness: 'LIVE' })),
    );
  });

  test('are shared with the cache turned off, and then read anew', async () => {
    make({ ttlMs: 0, staleMs });
    await Promise.all([read(), read()]);
    expect(client.calls).toHaveLength(1);
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE', calls: 1 });
  });

  test('go on for the others when one gives up, and one of the others is told the price', async () => {
    hold();
    const impatient = operation();
    const first = read(impatient.call);
    const second = read();
    await settle();
    impatient.giveUp();
    await expect(first).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    pending[0]?.();
    await expect(second).resolves.toMatchObject({ calls: 1 });
    expect(client.calls).toHaveLength(1);
  });

  test.each([
    ['end what was sent', true],
    ['give up what waits for its turn', false],
  ])('of an operation that has been answered %s', async (_what, isSent) => {
    let signal: AbortSignal | undefined;
    const searchCases = client.searchCases.bind(client);
    client.searchCases = (wanted, page, call?: CallContext) => {
      signal ??= call?.signal;
      if (isSent) call?.onCall('cases/queryCases');
      return searchCases(wanted, page);
    };
    make();
    hold();
    const controller = new AbortController();
    const reading = Promise.allSettled([read({ ...operation().call, signal: controller.signal })]);
    await settle();
    controller.abort(answered);
    expect(signal?.aborted).toBe(!isSent);
    await reading;
  });

  test('are given up when everybody has, and not joined any more', async () => {
    let signal: AbortSignal | undefined;
    const searchCases = client.searchCases.bind(client);
    client.searchCases = (wanted, page, call?: CallContext) => {
      signal ??= call?.signal;
      return searchCases(wanted, page);
    };
    make();
    hold();
    const [a, b] = [operation(), operation()];
    const reads = Promise.allSettled([read(a.call), read(b.call)]);
    await settle();
    a.giveUp();
    expect(signal?.aborted).toBe(false);
    b.giveUp();
    expect(signal?.aborted).toBe(true);
    await reads;
    const late = read();
    await settle();
    expect(client.calls).toHaveLength(2);
    pending[1]?.();
    await expect(late).resolves.toMatchObject({ calls: 1 });
  });

  test('have the latest deadline of those who joined', async () => {
    let deadlineAt = (): number => 0;
    const searchCases = client.searchCases.bind(client);
    client.searchCases = (wanted, page, call?: CallContext) => {
      deadlineAt = () => call?.deadlineAt ?? 0;
      return searchCases(wanted, page);
    };
    make();
    hold();
    const reads = Promise.all([read(operation(2_000).call), read(operation(9_000).call), read(operation(4_000).call)]);
    await settle();
    expect(deadlineAt()).toBe(9_000);
    pending[0]?.();
    await reads;
  });

  test('are begun again for whoever has more time than who began them had', async () => {
    hold();
    const short = operation(2_000);
    const first = read(short.call);
    const second = read(operation(9_000).call);
    await settle();
    now = 2_000;
    short.giveUp();
    pending[0]?.(new Fault('UPSTREAM_TIMEOUT'));
    await expect(first).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    await settle();
    pending[1]?.();
    await expect(second).resolves.toMatchObject({ freshness: 'LIVE' });
    expect(client.calls).toHaveLength(2);
  });

  test('fail for all who share them with the same fault, which is not remembered', async () => {
    hold();
    const reads = Promise.allSettled([read(), read()]);
    await settle();
    const fault = new Fault('UPSTREAM_BAD_RESPONSE');
    pending[0]?.(fault);
    expect(await reads).toEqual([
      { status: 'rejected', reason: fault },
      { status: 'rejected', reason: fault },
    ]);
    client.onSearch = () => undefined;
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE' });
  });
});

describe('a CRM with pages of its own length', () => {
  const rowsOf = async (page: PageRequest) =>
    (await read(operation().call, page)).rows.map((row) => row?.id).slice(0, page.limit);

  test('shows nobody who joins a wider page the rows of another stretch', async () => {
    client.ownLength = 25;
    const [wide, narrow] = await Promise.all([
      read(operation().call, { page: 2, limit: 10 }),
      rowsOf({ page: 3, limit: 5 }),
    ]);
    expect(wide).toMatchObject({ isOverfull: false, rows: { length: 5 } });
    // As when it is asked for by itself: there is no third page of 25.
    expect(narrow).toEqual([]);
    expect(client.calls).toHaveLength(2);
  });

  test('answers no other page from one that came shorter than it was asked for', async () => {
    client.ownLength = 5;
    await read(operation().call, { page: 2, limit: 20 });
    await expect(rowsOf({ page: 5, limit: 5 })).resolves.toEqual(['c20', 'c21', 'c22', 'c23', 'c24']);
    await read(operation().call, { page: 1, limit: 20 });
    await expect(read(operation().call, { page: 1, limit: 4 })).resolves.toMatchObject({ freshness: 'CACHED' });
    await expect(read(operation().call, { page: 2, limit: 5 })).resolves.toMatchObject({ freshness: 'LIVE' });
  });
});

describe('pages in memory', () => {
  test('are fresh from when the CRM was asked for them, not from when it answered', async () => {
    hold();
    const reading = read();
    await settle();
    now += 3_500;
    pending[0]?.();
    await reading;
    now += 1_499;
    await expect(read()).resolves.toMatchObject({ freshness: 'CACHED' });
    now += 1;
    client.onSearch = () => undefined;
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE' });
  });

  test('are fresh from when their call was sent, not from when its turn was waited for', async () => {
    let send = (): void => undefined;
    const turn = new Promise<void>((resolve) => (send = resolve));
    const searchCases = client.searchCases.bind(client);
    client.searchCases = async (wanted, page, call) => {
      await turn;
      return searchCases(wanted, page, call);
    };
    make();
    const reading = read();
    now += 3_500;
    send();
    await reading;
    now += ttlMs - 1;
    await expect(read()).resolves.toMatchObject({ freshness: 'CACHED' });
  });

  test('answer equal and contained reads while fresh, at no price, with the time they were read', async () => {
    const { fetchedAt } = await read();
    now += ttlMs - 1;
    await expect(read()).resolves.toMatchObject({ freshness: 'CACHED', calls: 0, fetchedAt });
    await expect(read(operation().call, { page: 3, limit: 3 })).resolves.toMatchObject({ freshness: 'CACHED' });
    now += 1;
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE', calls: 1 });
    expect(client.calls).toHaveLength(2);
  });

  test('cannot be changed', async () => {
    const row = (await read()).rows[0];
    expect(Object.isFrozen(row)).toBe(true);
    expect(Object.isFrozen(row?.customFields[0]?.value)).toBe(true);
  });

  test('make their records known by id and number', async () => {
    await read();
    for (const key of [{ field: 'id', value: 'c3' } as const, { field: 'caseNumber', value: 'PET-3' } as const]) {
      expect(pages.caseIndex.find(caseKey(key), 'fresh', now)?.id).toBe('c3');
    }
    expect(pages.caseIndex.find(caseKey({ field: 'id', value: 'c20' }), 'fresh', now)).toBeUndefined();
    now += ttlMs;
    expect(pages.caseIndex.find(caseKey({ field: 'id', value: 'c3' }), 'fresh', now)).toBeUndefined();
  });

  test('are as many as fit in the memory, records included', async () => {
    const text = 'x'.repeat(400_000);
    client.tenant.cases = [];
    for (let index = 0; index < 60; index += 1) {
      const id = `big${String(index)}`;
      const whole = { type: { name: 'Request', kind: 'REQUEST' }, caseNumber: id, createdAt: new Date(0) } as const;
      client.tenant.cases = [...client.tenant.cases, makeCase(id, { ...whole, status, description: text })];
    }
    for (let page = 1; page <= 60; page += 1) await read(operation().call, { page, limit: 1 });
    const known = client.tenant.cases.filter(
      (row) => row && pages.caseIndex.find(caseKey({ field: 'id', value: row.id }), 'fresh', now),
    );
    expect(known.length).toBeGreaterThan(30);
    expect(known.length).toBeLessThan(53);
    await expect(read(operation().call, { page: 1, limit: 1 })).resolves.toMatchObject({ freshness: 'LIVE' });
    await expect(read(operation().call, { page: 60, limit: 1 })).resolves.toMatchObject({ freshness: 'CACHED' });
  });
});

describe('pages that are no longer fresh', () => {
  test.each<FaultCode>(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_RATE_LIMITED', 'QUOTA_EXHAUSTED'])(
    'stand in at %s, and say so',
    async (code) => {
      await read();
      now += staleMs - 1;
      client.onSearch = () => {
        throw new Fault(code);
      };
      await expect(read()).resolves.toMatchObject({ freshness: 'STALE', rows: { length: 10 } });
      now += 1;
      await expect(read()).rejects.toMatchObject({ code });
    },
  );

  test.each<FaultCode>(['UPSTREAM_BAD_RESPONSE', 'UPSTREAM_AUTH_FAILED'])('do not stand in at %s', async (code) => {
    await read();
    now += ttlMs;
    client.onSearch = () => {
      throw new Fault(code);
    };
    await expect(read()).rejects.toMatchObject({ code });
  });

  test('stand in without a call while few calls are left for reads', async () => {
    await read();
    now += ttlMs;
    quota = { ...quota, remaining: 150 };
    await expect(read()).resolves.toMatchObject({ freshness: 'STALE', calls: 0 });
    quota = { ...quota, remaining: 151 };
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE' });
  });
});

describe('after a write', () => {
  const written: WriteEffect = { kind: 'caseChanged', id: 'c3', fields: ['description'] };

  test('pages that it cannot have changed still answer, and those that it can do not', async () => {
    client.tenant.cases = [
      ...client.tenant.cases,
      makeCase('other', { status: { name: 'Cerrado', condition: 'CLOSED' } }),
    ];
    const readOther = () => pages.searchCases({ field: 'status', value: 'Cerrado' }, firstTen, operation().call);
    await read();
    await readOther();
    pages.invalidate(written);
    await expect(readOther()).resolves.toMatchObject({ freshness: 'CACHED' });
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE' });
  });

  test('a read under way that it may have changed is neither joined nor stored; one that it did not is stored', async () => {
    hold();
    const readOther = () => pages.searchCases({ field: 'id', value: 'c20' }, firstTen, operation().call);
    const early = [read(), readOther()];
    await settle();
    pages.invalidate(written);
    for (const end of pending) end();
    await Promise.all(early);
    client.onSearch = () => undefined;
    await expect(readOther()).resolves.toMatchObject({ freshness: 'CACHED' });
    await expect(read()).resolves.toMatchObject({ freshness: 'LIVE' });
  });

  test('nothing of what was read before is used, fresh or stale', async () => {
    await read();
    pages.invalidate({ kind: 'anything' });
    expect(pages.caseIndex.find(caseKey({ field: 'id', value: 'c3' }), 'fresh', now)).toBeUndefined();
    client.onSearch = () => {
      throw new Fault('UPSTREAM_UNAVAILABLE');
    };
    await expect(read()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('reads begun before it are neither joined nor remembered, and still answer those who wait for them', async () => {
    hold();
    const before = read();
    await settle();
    pages.invalidate({ kind: 'anything' });
    const after = read();
    await settle();
    expect(client.calls).toHaveLength(2);
    client.tenant.cases = [];
    pending[1]?.();
    await after;
    pending[0]?.();
    await expect(before).resolves.toMatchObject({ freshness: 'LIVE' });
    client.onSearch = () => undefined;
    const known = await after;
    await expect(read()).resolves.toMatchObject({ freshness: 'CACHED', rows: known.rows });
  });
});
