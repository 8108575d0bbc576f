import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { type JsonObject, scalarText } from '../src/Json.js';
import { at, VendorCaller } from './support/VendorCaller.js';

const endpoint = 'cases/queryCases';
let emulator: Emulator;
let caller: VendorCaller;

beforeAll(async () => {
  emulator = await startEmulator();
  caller = new VendorCaller(emulator);
});
afterAll(async () => {
  await emulator.close();
});
beforeEach(() => {
  emulator.configure({ ...defaults });
});
const defaults = { order: 'oldestFirst', matching: 'exact', unknownField: 'refuse', overLimit: 'clamp' } as const;

const text = (row: JsonObject | undefined, ...path: string[]): string => scalarText(at(row, ...path)) ?? '';
const idsWhere = (test: (row: JsonObject) => boolean): string[] =>
  emulator
    .records('cases')
    .filter(test)
    .map((row) => text(row, 'wolkvox_id'));

/** A case that has everything that can be searched. */
const full = (): JsonObject | undefined =>
  emulator
    .records('cases')
    .find(
      (row) =>
        row['solution'] !== undefined &&
        row['companyId'] !== undefined &&
        at(row, 'responsible', 'id') !== undefined &&
        text(row, 'contactTel', 'value') !== '' &&
        row['contactEmail'] !== undefined,
    );

describe('queryCases', () => {
  test.each<[string, string[]]>([
    ['status', ['status', 'name']],
    ['priority', ['priority', 'name']],
    ['email contact', ['contactEmail']],
    ['name contact', ['nameContact']],
    ['contact wolkvox id', ['contactId']],
    ['contact identification', ['contactIdentification']],
    ['contact phone', ['contactTel', 'value']],
    ['description', ['description_case']],
    ['idCase', ['idCase']],
    ['idPrefijo', ['idPrefijo']],
    ['companyName', ['companyName']],
    ['company name', ['companyName']],
    ['company id', ['companyId']],
    ['prefix', ['prefix']],
    ['reopened', ['reOpened']],
    ['responsible name', ['responsible', 'name']],
    ['responsible user', ['responsible', 'mail']],
    ['responsible id', ['responsible', 'id']],
    ['owner name', ['owner', 'name']],
    ['owner user', ['owner', 'mail']],
    ['owner id', ['owner', 'id']],
    ['solution', ['solution']],
    ['wolkvox-id', ['wolkvox_id']],
    ['type case', ['caseType']],
    ['case expired', ['caseExpired']],
    ['reason', ['reason']],
  ])('searches by %s', async (field, path) => {
    const row = full();
    const value = text(row, ...path);
    expect(value).not.toBe('');
    const expected = idsWhere((other) => text(other, ...path) === value);
    const { json } = await caller.call(endpoint, { field, value, limit: 250 });
    const ids = (await caller.ids(endpoint, { field, value, limit: 250 })) as string[];
    if (field === 'email contact' || field === 'contact phone') {
      // Rows may keep quiet about the contact's address; the search still knows it.
      expect(ids).toEqual(expect.arrayContaining(expected.slice(0, 200)));
      return;
    }
    expect(at(json, 'Total records')).toBe(expected.length);
    expect(ids).toEqual(expected.slice(0, 250));
  });

  test('sends the envelope of a search: code as text, error "null", the vendor’s spelling, keys in its order', async () => {
    const { json, headers, status } = await caller.call(endpoint, { field: 'prefix', value: 'PET', limit: 2, page: 3 });
    expect(status).toBe(200);
    expect(Object.keys(json as JsonObject)).toEqual([
      'code',
      'error',
      'page',
      'Total records',
      'Total pages',
      'msg',
      'data',
    ]);
    const total = idsWhere((row) => row['prefix'] === 'PET').length;
    expect(json).toMatchObject({
      code: '200',
      error: 'null',
      page: 3,
      'Total records': total,
      'Total pages': Math.ceil(total / 2),
      msg: '2 records were are found',
    });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('set-cookie')).toMatch(/^PHPSESSID=[0-9a-f]{26}; path=\/$/);
  });

  test('can leave out the keys of pagination', async () => {
    emulator.configure({ paginationKeys: false });
    const { json } = await caller.call(endpoint, { field: 'prefix', value: 'PET', limit: 2 });
    expect(Object.keys(json as JsonObject)).toEqual(['code', 'error', 'msg', 'data']);
    emulator.configure({ paginationKeys: true });
  });

  test('pages through all rows once, whatever the size, and answers nothing beyond the end', async () => {
    const expected = idsWhere((row) => row['caseType'] === 'Claims');
    const seen: unknown[] = [];
    for (let page = 1; page <= Math.ceil(expected.length / 97); page += 1)
      seen.push(...(await caller.ids(endpoint, { field: 'type case', value: 'Claims', limit: 97, page })));
    expect(seen).toEqual(expected);
    const { json } = await caller.call(endpoint, { field: 'type case', value: 'Claims', limit: 97, page: 99 });
    expect(json).toMatchObject({
      code: '200',
      msg: '0 records were are found',
      'Total records': expected.length,
      data: [],
    });
  });

  test('can list the newest first', async () => {
    emulator.configure({ order: 'newestFirst' });
    const expected = idsWhere((row) => row['caseType'] === 'Claims').reverse();
    expect(await caller.ids(endpoint, { field: 'type case', value: 'Claims', limit: 250 })).toEqual(
      expected.slice(0, 250),
    );
  });

  test('takes limit and page as text too', async () => {
    expect(await caller.rows(endpoint, { field: 'prefix', value: 'PET', limit: '3', page: '2' })).toHaveLength(3);
  });

  test('has a page size of its own where none is asked, and a highest one', async () => {
    expect(await caller.rows(endpoint, { field: 'prefix', value: 'PET' })).toHaveLength(100);
    expect(await caller.rows(endpoint, { field: 'prefix', value: 'PET', limit: 1000 })).toHaveLength(250);
    emulator.configure({ overLimit: 'refuse' });
    expect(await caller.call(endpoint, { field: 'prefix', value: 'PET', limit: 251 })).toMatchObject({
      status: 416,
      json: { code: '416', error: 'REQUESTED RANGE NOT SATISFIABLE', data: [] },
    });
  });

  test.each([{ page: 0 }, { page: -1 }, { limit: 0 }, { limit: 'many' }, { page: 1.5 }])(
    'refuses the page %p with 416',
    async (page) => {
      expect((await caller.call(endpoint, { field: 'prefix', value: 'PET', ...page })).status).toBe(416);
    },
  );

  test('finds nothing without an error', async () => {
    const { json } = await caller.call(endpoint, { field: 'status', value: 'no such status', limit: 10, page: 1 });
    expect(json).toEqual({
      code: '200',
      error: 'null',
      page: 1,
      'Total records': 0,
      'Total pages': 0,
      msg: '0 records were are found',
      data: [],
    });
  });

  test('matches exactly, or regardless of letter case, or in part, as told', async () => {
    const count = async (value: string): Promise<unknown> =>
      at((await caller.call(endpoint, { field: 'status', value, limit: 1 })).json, 'Total records');
    const all = idsWhere((row) => text(row, 'status', 'name') === 'Cerrado').length;
    expect([await count('cerrado'), await count('Cerr')]).toEqual([0, 0]);
    emulator.configure({ matching: 'caseInsensitive' });
    expect([await count('cERRADO'), await count('Cerr')]).toEqual([all, 0]);
    emulator.configure({ matching: 'partial' });
    expect([await count('erra'), await count('x-x')]).toEqual([all, 0]);
  });

  test('refuses an unknown field with 400, or finds nothing, as told', async () => {
    const ask = { field: 'wolkvox_id', value: 'x' };
    expect(await caller.call(endpoint, ask)).toMatchObject({
      status: 400,
      json: { code: '400', error: 'BAD REQUEST' },
    });
    emulator.configure({ unknownField: 'empty' });
    expect(await caller.call(endpoint, ask)).toMatchObject({ status: 200, json: { data: [] } });
  });

  test('refuses without field or value', async () => {
    expect((await caller.call(endpoint, { value: 'x' })).status).toBe(400);
    expect((await caller.call(endpoint, { field: 'status' })).status).toBe(400);
  });

  test('compares a number in the request as text', async () => {
    const value = Number(text(full(), 'contactIdentification'));
    expect((await caller.rows(endpoint, { field: 'contact identification', value })).length).toBeGreaterThan(0);
  });

  test('finds a person by display name as well as by the stored one', async () => {
    const [displayName = ''] = text(full(), 'owner', 'name').split(' - ');
    const byDisplayName = await caller.ids(endpoint, { field: 'owner name', value: displayName, limit: 250 });
    expect(byDisplayName).toContain(text(full(), 'wolkvox_id'));
  });

  test('can send idCase as a number, all digits kept', async () => {
    emulator.configure({ idCaseAsNumber: true });
    const number = text(full(), 'idCase');
    const { text: body } = await caller.call(endpoint, { field: 'idCase', value: number });
    expect(body).toContain(`"idCase":${number},`);
    emulator.configure({ idCaseAsNumber: false });
  });
});
