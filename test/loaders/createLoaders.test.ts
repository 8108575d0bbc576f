import { beforeEach, describe, expect, test } from '@jest/globals';
import { createLoaders } from '../../src/loaders/createLoaders.js';
import type { Loaders } from '../../src/loaders/Loaders.js';
import { Fault } from '../../src/model/Fault.js';
import type { CaseFilter } from '../../src/model/filters.js';
import { createReader } from '../../src/reading/createReader.js';
import { FakeClock } from '../support/FakeClock.js';
import { anyCall, FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import {
  makeActivity,
  makeCase,
  makeContact,
  makeEmbeddedContact,
  makeGestion,
  makeOwner,
} from '../support/records.js';

let client: FakeWolkvoxClient;
let loaders: Loaders;

const window = { first: 20, after: null, offset: null };
const isOpen: CaseFilter = { status: { eq: 'Abierto' } };
const open = { name: 'Abierto', condition: 'OPEN' } as const;

const findCase = (value: string) => loaders.findCase({ field: 'id', value });

beforeEach(() => {
  client = new FakeWolkvoxClient();
  client.tenant.cases = ['a', 'b', 'c'].map((id) =>
    makeCase(id, { caseNumber: `PET-${id}`, status: open, contact: makeEmbeddedContact('ana') }),
  );
  client.tenant.contacts = [makeContact('ana', { email: 'ana@example.com', identification: '900' })];
  const reader = createReader({ client, clock: { now: () => 0 }, scanLimitCalls: 8 });
  loaders = createLoaders(reader, anyCall, new FakeClock());
});

describe('the loaders of an operation', () => {
  test('ask once for each distinct key and answer by key, whatever the order', async () => {
    const found = await Promise.all(['c', 'a', 'c', 'missing', 'b', 'a'].map(findCase));
    expect(found.map((record) => record?.id)).toEqual(['c', 'a', 'c', undefined, 'b', 'a']);
    expect(client.calls.map(({ value }) => value)).toEqual(['c', 'a', 'missing', 'b']);
  });

  test('ask for all keys wanted at once before the first is answered', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    client.onSearch = () => gate;
    const found = Promise.all([findCase('a'), findCase('b')]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.calls).toHaveLength(2);
    release();
    await expect(found).resolves.toHaveLength(2);
  });

  test('answer later for what was asked earlier, without another call', async () => {
    await findCase('a');
    await expect(findCase('a')).resolves.toMatchObject({ id: 'a' });
    expect(client.calls).toHaveLength(1);
  });

  test('let a key that fails fail alone, with the fault itself, for everyone who asked for it', async () => {
    const fault = new Fault('UPSTREAM_TIMEOUT');
    client.onSearch = ({ value }) => {
      if (value === 'b') throw fault;
    };
    const results = await Promise.allSettled([findCase('a'), findCase('b'), findCase('c'), findCase('b')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason === fault] : []))).toEqual([
      true,
      true,
    ]);
  });

  test('answer look-ups of cases by either key from the rows of a list', async () => {
    await loaders.listCases(isOpen, window);
    await expect(findCase('b')).resolves.toMatchObject({ id: 'b' });
    await expect(loaders.findCase({ field: 'caseNumber', value: 'PET-c' })).resolves.toMatchObject({ id: 'c' });
    expect(client.calls).toHaveLength(1);
  });

  test('answer look-ups of a case by its other key from a case found', async () => {
    await loaders.findCase({ field: 'caseNumber', value: 'PET-a' });
    await findCase('a');
    expect(client.calls).toHaveLength(1);
  });

  test('answer look-ups of a contact by id from a contact found, never from the part a case carries', async () => {
    await loaders.listCases(isOpen, window);
    await loaders.findContact({ field: 'email', value: 'ana@example.com' });
    await expect(loaders.findContact({ field: 'id', value: 'ana' })).resolves.toMatchObject({ identification: '900' });
    expect(client.calls.map(({ method }) => method)).toEqual(['searchCases', 'searchContacts']);
  });

  test('do not take one contact for the only one with its document number', async () => {
    await loaders.findContact({ field: 'id', value: 'ana' });
    await loaders.findContact({ field: 'identification', value: '900' });
    expect(client.calls).toHaveLength(2);
  });

  test('keep the rows of other lists too', async () => {
    client.tenant.activities = [makeActivity('v', { subject: { module: 'cases', id: 'a' } })];
    client.tenant.gestiones = [makeGestion('g', { customerId: '900' })];
    await loaders.listActivities('a', window);
    await loaders.listGestiones({ customerId: { eq: '900' } }, window);
    await loaders.findActivity('v');
    await loaders.findGestion('g');
    expect(client.calls).toHaveLength(2);
  });

  test('read equal lists once, however their filters are written', async () => {
    const lists = await Promise.all([
      loaders.listCases(isOpen, window),
      loaders.listCases({ status: { in: ['Abierto'] } }, { first: 20, after: null, offset: 0 }),
      loaders.listCases({ status: { eq: 'Abierto' }, allOf: [] }, window),
    ]);
    expect(new Set(lists).size).toBe(1);
    expect(client.calls).toHaveLength(1);
  });

  test('read a list that is part of another once, with the other', async () => {
    const [long, short] = await Promise.all([
      loaders.listCases(isOpen, window),
      loaders.listCases(isOpen, { ...window, first: 2 }),
    ]);
    expect(client.calls).toHaveLength(1);
    expect([long, short].map(({ items }) => items.map(({ node }) => node.id))).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
    ]);
    expect([long, short].map(({ upstreamCalls }) => upstreamCalls)).toEqual([1, 0]);
  });

  test('read lists apart that differ in filter, or where none is part of another', async () => {
    await Promise.all([
      loaders.listCases(isOpen, window),
      loaders.listCases(isOpen, { ...window, offset: 1 }),
      loaders.listCases({ status: { eq: 'Cerrado' } }, window),
    ]);
    expect(client.calls).toHaveLength(3);
  });

  test('refuse a filter that makes no sense with a rejection, not an exception', async () => {
    const refused = loaders.listCases({}, window);
    await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter' });
  });

  test('ask for an owner once by each key', async () => {
    client.tenant.cases = [makeCase('a', { owner: makeOwner('7', { user: 'agent_7' }) })];
    const byUser = () => loaders.findOwner({ field: 'user', value: 'agent_7' });
    await Promise.all([byUser(), byUser(), loaders.findOwner({ field: 'id', value: '7' })]);
    expect(client.calls).toHaveLength(2);
  });

  test('forget everything when told to', async () => {
    await loaders.listCases(isOpen, window);
    loaders.clear();
    await loaders.listCases(isOpen, window);
    await findCase('a');
    loaders.clear();
    await findCase('a');
    expect(client.calls).toHaveLength(3);
  });

  test('do not remember what a reading brings that began before they were told to forget', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    client.onSearch = () => gate;
    const early = loaders.listCases(isOpen, window);
    await new Promise((resolve) => setImmediate(resolve));
    loaders.clear();
    release();
    await early;
    await findCase('a');
    expect(client.calls).toHaveLength(2);
  });

  test('deliver each answer when it is there, whatever the others of the same moment wait for', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    client.tenant.activities = [makeActivity('v'), makeActivity('w')];
    client.onSearch = ({ value }) => (['b', 'PET-b', 'w', 'Cerrado'].includes(value) ? gate : undefined);
    const stalled = [
      findCase('b'),
      loaders.findCase({ field: 'caseNumber', value: 'PET-b' }),
      loaders.findActivity('w'),
      loaders.listCases({ status: { eq: 'Cerrado' } }, window),
    ];
    await expect(findCase('a')).resolves.toMatchObject({ id: 'a' });
    await expect(loaders.findCase({ field: 'caseNumber', value: 'PET-c' })).resolves.toMatchObject({ id: 'c' });
    await expect(loaders.findActivity('v')).resolves.toMatchObject({ id: 'v' });
    await expect(loaders.listCases(isOpen, window)).resolves.toMatchObject({ items: { length: 3 } });
    release();
    await Promise.all(stalled);
  });

  test('answer what costs no call from the reader', async () => {
    expect(await loaders.quota()).toMatchObject({ limit: 100 });
    expect(loaders.explainCases(isOpen, window)).toMatchObject({ maxUpstreamCalls: 1 });
    expect(loaders.listNothing(window)).toMatchObject({ items: [] });
    expect(client.calls).toEqual([]);
  });
});
