import { describe, expect, test } from '@jest/globals';
import { createLoaders } from '../../src/loaders/createLoaders.js';
import { BatchScheduler } from '../../src/loaders/BatchScheduler.js';
import { createReader } from '../../src/reading/createReader.js';
import { FakeClock } from '../support/FakeClock.js';
import { anyCall, FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { makeCase, makeContact, makeEmbeddedContact } from '../support/records.js';

const clock = new FakeClock();
const turn = () => new Promise((resolve) => setImmediate(resolve));
const always = () => true;

/** A promise and what fulfils it. */
function open(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}

describe('look-ups that are gathered', () => {
  test('begin when the event loop has come round', async () => {
    const scheduler = new BatchScheduler(clock);
    let hasBegun = false;
    scheduler.schedule(() => (hasBegun = true), always);
    await Promise.resolve();
    expect(hasBegun).toBe(false);
    await turn();
    expect(hasBegun).toBe(true);
  });

  test('wait for the other lists once one has told what it refers to', async () => {
    const scheduler = new BatchScheduler(clock);
    const [a, b] = [open(), open()];
    const lists = [scheduler.duringList(a.promise), scheduler.duringList(b.promise)];
    a.end();
    await lists[0];
    let hasBegun = false;
    scheduler.schedule(() => (hasBegun = true), always);
    await turn();
    await turn();
    expect(hasBegun).toBe(false);
    b.end();
    await lists[1];
    await turn();
    expect(hasBegun).toBe(true);
  });

  test('wait for another list a bounded moment only, and begin although it stalls', async () => {
    const scheduler = new BatchScheduler(clock);
    const stalled = open();
    const list = scheduler.duringList(stalled.promise);
    await scheduler.duringList(Promise.resolve());
    let begun = 0;
    scheduler.schedule(() => (begun += 1), always);
    await clock.advance(200);
    expect(begun).toBe(0);
    await clock.advance(100);
    expect(begun).toBe(1);
    stalled.end();
    await list;
    await turn();
    expect(begun).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  test('do not wait for lists when they were asked for by the request itself', async () => {
    const scheduler = new BatchScheduler(clock);
    const list = open();
    const during = scheduler.duringList(list.promise);
    let hasBegun = false;
    scheduler.schedule(() => (hasBegun = true), always);
    await turn();
    expect(hasBegun).toBe(true);
    list.end();
    await during;
  });

  test('do not wait where that does not pay', async () => {
    const scheduler = new BatchScheduler(clock);
    const list = open();
    await scheduler.duringList(Promise.resolve());
    const during = scheduler.duringList(list.promise);
    let hasBegun = false;
    scheduler.schedule(
      () => (hasBegun = true),
      () => false,
    );
    await turn();
    expect(hasBegun).toBe(true);
    list.end();
    await during;
  });

  test('are let go when a list fails', async () => {
    const scheduler = new BatchScheduler(clock);
    await scheduler.duringList(Promise.resolve());
    const failing = scheduler.duringList(turn().then(() => Promise.reject(new Error('failed'))));
    let hasBegun = false;
    scheduler.schedule(() => (hasBegun = true), always);
    await expect(failing).rejects.toThrow('failed');
    await turn();
    expect(hasBegun).toBe(true);
  });
});

describe('contacts that several lists of one operation refer to', () => {
  test('are looked up together, in one call where they were created together', async () => {
    const client = new FakeWolkvoxClient();
    const contactIds = Array.from({ length: 12 }, (_, index) => `66000000aabbccddeeff00${String(index + 10)}`);
    const createdAt = new Date(0x66000000 * 1000);
    client.tenant.contacts = contactIds.map((id) => makeContact(id, { name: 'Ana', createdAt }));
    client.tenant.cases = contactIds.map((id, index) =>
      makeCase(`case${String(index)}`, {
        status: { name: index % 2 === 0 ? 'Abierto' : 'Cerrado', condition: 'OPEN' },
        contact: makeEmbeddedContact(id),
      }),
    );
    const spans: unknown[] = [];
    client.listContactsCreatedBetween = (span) => {
      spans.push(span);
      const { contacts } = client.tenant;
      const facts = { isOverfull: false, calls: 1, fetchedAt: new Date(0) };
      return Promise.resolve({ ...facts, rows: contacts, totalRecords: contacts.length });
    };
    const reader = createReader({
      client,
      clock: { now: () => Date.UTC(2026, 10, 20) },
      scanLimitCalls: 8,
    });
    const loaders = createLoaders(reader, { ...anyCall, deadlineAt: Infinity }, clock);
    const found = await Promise.all(
      ['Abierto', 'Cerrado'].map(async (status) => {
        const list = await loaders.listCases({ status: { eq: status } }, { first: 20, after: null, offset: null });
        const ids = list.items.flatMap(({ node }) => (node.contact === null ? [] : [node.contact.id]));
        return Promise.all(ids.map((id) => loaders.findContact({ field: 'id', value: id })));
      }),
    );
    expect(found.flat().map((contact) => contact?.id)).toHaveLength(12);
    expect(new Set(found.flat().map((contact) => contact?.id))).toEqual(new Set(contactIds));
    expect(spans).toHaveLength(1);
    expect(client.calls.map(({ method }) => method)).toEqual(['searchCases', 'searchCases']);
  });
});
