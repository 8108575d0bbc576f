import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { scalarText } from '../src/Json.js';
import { at, VendorCaller } from './support/VendorCaller.js';

let emulator: Emulator;
let caller: VendorCaller;

beforeAll(async () => {
  emulator = await startEmulator();
  caller = new VendorCaller(emulator);
});
afterAll(async () => {
  await emulator.close();
});

describe('custom/query', () => {
  test.each(['wolkvox_id', 'emailcontact', 'idcontact', 'namecontact'])('finds contacts by %s', async (field) => {
    const value = emulator.records('contacts')[40]?.[field] ?? '';
    const rows = await caller.rows('custom/query', { module: 'contacts', field, value });
    expect(rows).toEqual(emulator.records('contacts').filter((row) => row[field] === value));
    expect(rows.length).toBeGreaterThan(0);
  });

  test('finds companies, cases and activities by wolkvox_id with an underscore', async () => {
    for (const module of ['companies', 'cases', 'wolkvox_activities']) {
      const row = emulator.records(module)[7];
      expect(
        await caller.ids('custom/query', { module, field: 'wolkvox_id', value: row?.['wolkvox_id'] ?? '' }),
      ).toEqual([row?.['wolkvox_id']]);
    }
  });

  test('finds the activities of a record', async () => {
    const value = emulator.records('wolkvox_activities')[3]?.['id_record'] ?? '';
    const rows = await caller.rows('custom/query', { module: 'wolkvox_activities', field: 'id_record', value });
    expect(rows).toEqual(emulator.records('wolkvox_activities').filter((row) => row['id_record'] === value));
  });

  test('finds by custom fields, blanks and accents in the label included', async () => {
    const rows = await caller.rows('custom/query', {
      module: 'contacts',
      field: 'Nivel académico ',
      value: 'Técnico',
      limit: 250,
    });
    expect(rows.length).toBeGreaterThan(10);
  });

  test('refuses an unknown field or module with 400', async () => {
    expect((await caller.call('custom/query', { module: 'contacts', field: 'nada', value: 'x' })).status).toBe(400);
    expect((await caller.call('custom/query', { module: 'nada', field: 'x', value: 'x' })).status).toBe(400);
    expect((await caller.call('custom/query', { module: 'gestiones', field: 'x', value: 'x' })).status).toBe(400);
  });

  test('can be a tenant whose activities cannot be read', async () => {
    emulator.configure({ activitiesReadable: false });
    const answer = await caller.call('custom/query', { module: 'wolkvox_activities', field: 'wolkvox_id', value: 'x' });
    expect(answer.status).toBe(400);
    emulator.configure({ activitiesReadable: true });
  });
});

describe('custom/queryDates', () => {
  const ask = { module: 'cases', date: true, from: '2025-03-01 00:00', to: '2025-03-31 23:59', limit: 250, page: 1 };

  test('lists what was created in the range', async () => {
    const expected = emulator
      .records('cases')
      .filter((row) => scalarText(row['wolkvox_fecha_creacion'])?.startsWith('2025-03') === true)
      .map((row) => row['wolkvox_id']);
    expect(expected.length).toBeGreaterThan(20);
    expect(await caller.ids('custom/queryDates', ask)).toEqual(expected);
    expect(at((await caller.call('custom/queryDates', ask)).json, 'Total records')).toBe(expected.length);
  });

  test('can answer with a bare list', async () => {
    emulator.configure({ queryDatesBareArray: true });
    const { json } = await caller.call('custom/queryDates', { ...ask, limit: '2' });
    expect(json).toHaveLength(2);
    emulator.configure({ queryDatesBareArray: false });
  });

  test('includes both ends, or the first alone, as told', async () => {
    const id = emulator.insertRecord('leads', { wolkvox_fecha_creacion: '2026-01-02 10:30:00' });
    const at1030 = { module: 'leads', date: true, from: '2026-01-02 10:30', to: '2026-01-02 10:30' };
    expect(await caller.ids('custom/queryDates', at1030)).toEqual([id]);
    emulator.configure({ queryDatesEnds: 'exclusive' });
    expect(await caller.ids('custom/queryDates', at1030)).toEqual([]);
    expect(await caller.ids('custom/queryDates', { ...at1030, to: '2026-01-02 10:31' })).toEqual([id]);
    emulator.configure({ queryDatesEnds: 'inclusive' });
  });

  test('can look at the date of modification', async () => {
    emulator.configure({ queryDatesMatches: 'modification' });
    const ids = await caller.ids('custom/queryDates', ask);
    const expected = emulator
      .records('cases')
      .filter((row) => scalarText(row['wolkvox_fecha_modificacion'])?.startsWith('2025-03') === true);
    expect(ids).toEqual(expected.map((row) => row['wolkvox_id']));
    emulator.configure({ queryDatesMatches: 'creation' });
  });

  test.each([
    [{ from: '2025-03-01' }, 416],
    [{ to: '2025-02-30 10:00' }, 416],
    [{ from: '2025-04-01 00:00' }, 416],
    [{ date: false }, 400],
    [{ to: null }, 400],
  ])('refuses %p with %i', async (changes, status) => {
    expect((await caller.call('custom/queryDates', { ...ask, ...changes })).status).toBe(status);
  });
});

describe('collections', () => {
  test.each(['customer_id', 'id_customer'])('finds steps by %s', async (field) => {
    const value = emulator.records('gestiones')[9]?.['customer_id'] ?? '';
    const rows = await caller.rows('collections/queryGestion', { field, value, limit: 250 });
    expect(rows).toEqual(emulator.records('gestiones').filter((row) => row['customer_id'] === value));
  });

  test('stores a step under both spellings and dates it', async () => {
    emulator.clock.freeze();
    emulator.clock.set(Date.UTC(2026, 10, 21, 15, 4, 5));
    const fields = {
      tipifycation_code: 'PP',
      tipifycation_desc: 'Promesa',
      module: 'collections',
      wolkvox_idRecord: 'r1',
      id_customer: '55',
    };
    const { wolkvox_id: id } = await caller.written('collections/insertGestion', { fields });
    const [row] = await caller.rows('collections/queryGestion', { field: 'customer_id', value: '55' });
    expect(row).toMatchObject({
      wolkvox_id: id,
      tipification_code: 'PP',
      tipification_description: 'Promesa',
      date: '2026-11-21',
      time: '10:04:05',
    });
    emulator.clock.reset();
  });
});
