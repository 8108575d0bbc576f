import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { defaultSettings } from '../src/Settings.js';
import { isJsonObject, type JsonObject, scalarText } from '../src/Json.js';
import { at, VendorCaller } from './support/VendorCaller.js';

const endpoint = 'cases/queryCases';
const byPrefix = { field: 'prefix', value: 'PET' };
let emulator: Emulator;
let caller: VendorCaller;
/** The ids of the cases that `byPrefix` finds, oldest first. */
let found: readonly string[];

beforeAll(async () => {
  emulator = await startEmulator();
  caller = new VendorCaller(emulator);
  found = emulator
    .records('cases')
    .filter((row) => row['prefix'] === 'PET')
    .map((row) => scalarText(row['wolkvox_id']) ?? '');
  expect(found.length).toBeGreaterThan(300);
});
afterAll(async () => {
  await emulator.close();
});
beforeEach(() => {
  emulator.configure(defaultSettings);
});

const idsOf = async (page: number, limit: number): Promise<unknown[]> =>
  caller.ids(endpoint, { ...byPrefix, page, limit });
const statusOf = async (page: number, limit: number): Promise<number> =>
  (await caller.call(endpoint, { ...byPrefix, page, limit })).status;

describe('pages', () => {
  test('are refused with 416 where they lie deeper than the CRM looks, whatever there is', async () => {
    emulator.configure({ maxDepth: 200 });
    expect([await statusOf(2, 100), await statusOf(3, 100), await statusOf(1, 250), await statusOf(4, 50)]).toEqual([
      200, 416, 416, 200,
    ]);
  });

  test('have the CRM’s own length, whatever is asked for, with totals or without', async () => {
    emulator.configure({ fixedPageSize: 30 });
    expect(await idsOf(2, 100)).toEqual(found.slice(30, 60));
    expect(await idsOf(1, 5)).toEqual(found.slice(0, 30));
    const { json } = await caller.call(endpoint, { ...byPrefix, limit: 7 });
    expect(at(json, 'Total pages')).toBe(Math.ceil(found.length / 30));
    emulator.configure({ paginationKeys: false });
    expect(at((await caller.call(endpoint, byPrefix)).json, 'Total records')).toBeUndefined();
  });

  test('past the end are empty, or refused with 416, or the last one again', async () => {
    const last = Math.ceil(found.length / 100);
    expect(await idsOf(last + 1, 100)).toEqual([]);
    emulator.configure({ pastEnd: 'refuse' });
    expect([await statusOf(last, 100), await statusOf(last + 1, 100)]).toEqual([200, 416]);
    emulator.configure({ pastEnd: 'repeatLast' });
    expect(await idsOf(last + 5, 100)).toEqual(found.slice((last - 1) * 100));
  });

  test.each(['empty', 'refuse', 'repeatLast'] as const)(
    'of a search that finds nothing begin with an empty one, also where those past the end are %s',
    async (pastEnd) => {
      emulator.configure({ pastEnd });
      const answer = await caller.call(endpoint, { field: 'prefix', value: 'no such prefix', page: 1, limit: 10 });
      expect(answer).toMatchObject({ status: 200, json: { data: [] } });
    },
  );

  test('can come in an order that is the same each time and none of the dates’', async () => {
    emulator.configure({ order: 'unordered', maxPageSize: 5_000 });
    const first = await idsOf(1, 5_000);
    expect(await idsOf(1, 5_000)).toEqual(first);
    expect(first).not.toEqual(found);
    expect(first).not.toEqual([...found].reverse());
    expect(new Set(first)).toEqual(new Set(found));
    const halves = [...(await idsOf(1, 200)), ...(await idsOf(2, 200))];
    expect(halves).toEqual(first.slice(0, 400));
  });
});

describe('rows', () => {
  test.each([17_000, 50_000])('can have %i bytes each', async (rowBytes) => {
    emulator.configure({ rowBytes });
    const { text, json } = await caller.call(endpoint, { ...byPrefix, limit: 10 });
    expect(text.length).toBeGreaterThan(10 * rowBytes);
    expect(text.length).toBeLessThan(10 * rowBytes + 1_000);
    expect(Number(scalarText(at(json, 'data', 0, 'form', 'Observaciones'))?.length)).toBeGreaterThan(rowBytes / 2);
    const contacts = await caller.call('custom/query', { module: 'contacts', field: 'Tipo de cliente', value: 'VIP' });
    expect(contacts.text.length).toBeGreaterThan(50 * rowBytes);
  });

  test('can hold a word where there is nothing, by which they are found as well', async () => {
    const id = emulator.insertRecord('contacts', { idcontact: '', namecontact: 'Ada', emailcontact: null });
    emulator.configure({ wordForNothing: 'N/A' });
    const rows = await caller.rows('custom/query', { module: 'contacts', field: 'idcontact', value: 'N/A' });
    expect(rows).toEqual([expect.objectContaining({ wolkvox_id: id, idcontact: 'N/A', emailcontact: 'N/A' })]);
    const { json } = await caller.call(endpoint, { ...byPrefix, limit: 250 });
    const cities = (at(json, 'data') as JsonObject[]).map(({ form }) => (isJsonObject(form) ? form['Ciudad'] : ''));
    expect(cities).toContain('N/A');
    expect(cities).not.toContain(null);
    expect(emulator.records('contacts').at(-1)).toMatchObject({ idcontact: '' });
  });

  test('can be found whatever accents and letter case they are asked for with', async () => {
    const id = emulator.insertRecord('contacts', { namecontact: 'Íñigo Peñaranda' });
    const ask = { module: 'contacts', field: 'namecontact', value: 'INIGO penaranda' };
    emulator.configure({ matching: 'caseInsensitive' });
    expect(await caller.ids('custom/query', ask)).toEqual([]);
    emulator.configure({ matching: 'accentInsensitive' });
    expect(await caller.ids('custom/query', ask)).toEqual([id]);
    expect(await caller.ids('custom/query', { ...ask, value: 'INIGO' })).toEqual([]);
  });
});

describe('what is written', () => {
  test('has its e-mails in small letters, where the CRM keeps them so', async () => {
    const write = async (fields: JsonObject): Promise<JsonObject | undefined> => {
      await caller.written('custom/insert', { module: 'contacts', fields });
      return emulator.records('contacts').at(-1);
    };
    const fields = { namecontact: 'Ana María', emailcontact: 'Ana.Maria@Correo.Example' };
    expect(await write(fields)).toMatchObject(fields);
    emulator.configure({ storedEmails: 'lowerCase' });
    expect(await write(fields)).toMatchObject({ ...fields, emailcontact: 'ana.maria@correo.example' });
    const id = scalarText(emulator.records('contacts')[0]?.['wolkvox_id']) ?? '';
    const change = { module: 'contacts', 'wolkvox-id': id, fields: { emailcontact: 'X@Y.EXAMPLE' } };
    await caller.call('custom/update', change);
    expect(emulator.records('contacts')[0]).toMatchObject({ emailcontact: 'x@y.example' });
  });
});

describe('parts of the CRM', () => {
  test('can fail alone: the searches of some modules, and nothing else', async () => {
    emulator.configure({ failingModules: ['wolkvox_activities', 'gestiones'] });
    const ask = async (script: string, body: JsonObject): Promise<number> => (await caller.call(script, body)).status;
    const byId = { field: 'wolkvox_id', value: 'x' };
    expect(await ask('custom/query', { module: 'wolkvox_activities', ...byId })).toBe(500);
    expect(await ask('collections/queryGestion', { field: 'customer_id', value: 'x' })).toBe(500);
    expect(await ask('custom/query', { module: 'contacts', ...byId })).toBe(200);
    expect(await ask(endpoint, byPrefix)).toBe(200);
    const dates = { date: true, from: '2026-01-01 00:00', to: '2026-01-02 00:00' };
    expect(await ask('custom/queryDates', { module: 'wolkvox_activities', ...dates })).toBe(500);
    emulator.configure({ failingModules: ['cases'] });
    expect(await ask(endpoint, byPrefix)).toBe(500);
    expect(await ask('custom/query', { module: 'wolkvox_activities', ...byId })).toBe(200);
  });

  test('can be missing: no lists by date', async () => {
    emulator.configure({ queryDatesMatches: 'unavailable' });
    const dates = { module: 'cases', date: true, from: '2026-01-01 00:00', to: '2026-01-02 00:00' };
    expect((await caller.call('custom/queryDates', dates)).status).toBe(404);
  });

  test('can refuse tokens in words and with codes of their own', async () => {
    emulator.configure({
      dailyQuota: 0,
      refusals: { badToken: { code: 401, msg: 'Token incorrecto' }, quota: { msg: 'Sin consumos' } },
    });
    const withToken = async (token: string): Promise<unknown> =>
      caller.call(endpoint, byPrefix, { headers: { 'wolkvox-token': token } });
    expect(await withToken('wrong')).toMatchObject({ status: 401, json: { code: '401', msg: 'Token incorrecto' } });
    expect(await withToken(emulator.token)).toMatchObject({ status: 403, json: { code: '403', msg: 'Sin consumos' } });
    expect(await withToken(emulator.externalToken)).toMatchObject({
      status: 403,
      json: { msg: 'This type of token may not use this API' },
    });
  });
});

describe('the records of a tenant', () => {
  test('can hold contacts twice, under other ids', async () => {
    await caller.control('POST', 'reset');
    const count = emulator.records('contacts').length;
    await caller.control('POST', 'reset', { duplicateContacts: 3 });
    expect(emulator.records('contacts')).toHaveLength(count + 3);
    const original = emulator.records('contacts')[2];
    const copy = emulator.records('contacts').at(-1);
    expect(copy).toMatchObject({ emailcontact: original?.['emailcontact'], idcontact: original?.['idcontact'] });
    expect(copy?.['wolkvox_id']).not.toBe(original?.['wolkvox_id']);
    const value = original?.['emailcontact'] ?? '';
    expect(await caller.rows('custom/query', { module: 'contacts', field: 'emailcontact', value })).toHaveLength(2);
  });

  test('are dated in the tenant’s zone, in which an hour may come twice', async () => {
    await caller.control('POST', 'reset', { timeZone: 'America/Santiago', dataset: 'empty' });
    emulator.clock.freeze();
    const insertedAt = async (instant: string): Promise<unknown> => {
      emulator.clock.set(Date.parse(instant));
      await caller.written('custom/insert', { module: 'contacts', fields: { namecontact: 'x' } });
      return emulator.records('contacts').at(-1)?.['wolkvox_fecha_creacion'];
    };
    // Clocks go back from midnight to 23:00 at 03:00 UTC.
    expect(await insertedAt('2025-04-06T02:45:00Z')).toBe('2025-04-05 23:45:00');
    expect(await insertedAt('2025-04-06T03:45:00Z')).toBe('2025-04-05 23:45:00');
    expect(await insertedAt('2025-04-06T04:45:00Z')).toBe('2025-04-06 00:45:00');
  });
});
