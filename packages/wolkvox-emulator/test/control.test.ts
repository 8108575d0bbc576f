import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import type { JsonObject } from '../src/Json.js';
import { at, textAt, VendorCaller } from './support/VendorCaller.js';

let emulator: Emulator;
let caller: VendorCaller;

beforeEach(async () => {
  emulator = await startEmulator({ dataset: 'samples' });
  caller = new VendorCaller(emulator);
});
afterEach(async () => {
  await emulator.close();
});

const search: JsonObject = { field: 'status', value: 'Abierto', limit: 7, page: 2 };

describe('the journal', () => {
  test('writes down every vendor request in order, and none of the control paths', async () => {
    const before = Date.now();
    await caller.call('cases/queryCases', search);
    await caller.control('GET', 'state');
    await caller.call('custom/queryDates', {
      module: 'contacts',
      date: true,
      from: '2024-01-01 00:00',
      to: '2024-12-31 23:59',
    });
    await caller.call('custom/update', { module: 'contacts', 'wolkvox-id': '64cb', fields: { x: 1 } });
    await caller.call('nothing/here', {});
    const { json } = await caller.control('GET', 'journal');
    expect(json).toMatchObject([
      {
        id: 1,
        endpoint: 'cases/queryCases',
        method: 'POST',
        field: 'status',
        value: 'Abierto',
        page: 2,
        limit: 7,
        module: null,
        status: 200,
        inFlight: 1,
        refusal: null,
        fault: null,
        isCommitted: false,
        recordId: null,
        body: null,
      },
      {
        id: 2,
        endpoint: 'custom/queryDates',
        module: 'contacts',
        from: '2024-01-01 00:00',
        to: '2024-12-31 23:59',
        page: null,
        limit: null,
      },
      {
        id: 3,
        endpoint: 'custom/update',
        status: 200,
        isCommitted: true,
        recordId: '64cb',
        body: { operation: 'demo', module: 'contacts', 'wolkvox-id': '64cb', fields: { x: 1 } },
      },
      { id: 4, endpoint: 'nothing/here', status: 404, refusal: 'noScript' },
    ]);
    expect(Number(at(json, 0, 'arrivedAtMs'))).toBeGreaterThanOrEqual(before);
    expect(Number(at(json, 0, 'finishedAtMs'))).toBeGreaterThanOrEqual(Number(at(json, 0, 'arrivedAtMs')));
    expect(emulator.journal()).toEqual(json);
  });

  test('can be read from an id on, and forgotten', async () => {
    await caller.call('cases/queryCases', search);
    await caller.call('cases/queryCases', search);
    expect((await caller.control('GET', 'journal?since=1')).json).toMatchObject([{ id: 2 }]);
    await caller.control('DELETE', 'journal');
    expect((await caller.control('GET', 'journal')).json).toEqual([]);
    expect((await caller.control('GET', 'journal?since=x')).status).toBe(400);
  });

  test('does not hold the token', async () => {
    await caller.call('cases/queryCases', search);
    expect((await caller.control('GET', 'journal')).text).not.toContain(emulator.token);
  });

  test('shows a call that is still being handled', async () => {
    emulator.configure({ latencyMs: 400 });
    const pending = caller.call('cases/queryCases', search);
    while (emulator.journal().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(emulator.journal()[0]).toMatchObject({ status: null, finishedAtMs: null });
    await pending;
    expect(emulator.journal()[0]).toMatchObject({ status: 200 });
  });
});

describe('reset', () => {
  test('brings back records, settings, clock, faults, counts and journal', async () => {
    await caller.call('custom/insert', { module: 'contacts', fields: { namecontact: 'x' } });
    emulator.configure({ matching: 'partial' });
    emulator.clock.freeze();
    emulator.setFaults([{ fault: { type: 'bom' } }]);
    const { json, status } = await caller.control('POST', 'reset');
    expect(status).toBe(200);
    expect(json).toMatchObject({ contacts: 1, cases: 0 });
    expect(emulator.settings().matching).toBe('exact');
    expect([emulator.clock.isFrozen, emulator.faults(), emulator.callsToday(), emulator.journal()]).toEqual([
      false,
      [],
      0,
      [],
    ]);
  });

  test('can choose dataset, seed and records of its own', async () => {
    const { json } = await caller.control('POST', 'reset', {
      dataset: 'empty',
      seed: 9,
      records: { cases: [{ description_case: 'a' }, { wolkvox_id: 'w1', description_case: 'b' }] },
    });
    expect(json).toMatchObject({ cases: 2, contacts: 0 });
    expect(await caller.ids('cases/queryCases', { field: 'description', value: 'b' })).toEqual(['w1']);
    expect(await caller.ids('cases/queryCases', { field: 'description', value: 'a' })).toEqual([
      expect.stringMatching(/^[0-9a-f]{24}$/),
    ]);
  });

  test.each([
    { timeZone: 'Mars/Base' },
    { duplicateContacts: -1 },
    { seed: -1 },
    { dataset: 'big' },
    { records: { cases: {} } },
    { records: { cases: [1] } },
    { sed: 1 },
  ])('refuses %j in words', async (body) => {
    const { status, json } = await caller.control('POST', 'reset', body);
    expect(status).toBe(400);
    expect(typeof at(json, 'error')).toBe('string');
  });
});

describe('the clock', () => {
  test('can be set, stopped, moved and set free', async () => {
    const post = async (body: JsonObject): Promise<unknown> => (await caller.control('POST', 'clock', body)).json;
    expect(await post({ set: '2026-11-21T15:00:00Z', freeze: true })).toEqual({
      now: '2026-11-21T15:00:00.000Z',
      local: '2026-11-21 10:00:00',
      timeZone: 'America/Bogota',
      isFrozen: true,
    });
    expect(await post({ advanceMs: 90_000 })).toMatchObject({ local: '2026-11-21 10:01:30' });
    expect(await post({ set: '2020-01-01T05:00:00Z' })).toMatchObject({ local: '2020-01-01 00:00:00', isFrozen: true });
    expect(await post({ freeze: false })).toMatchObject({
      isFrozen: false,
      local: expect.stringMatching(/^2020-01-01 00:00:/),
    });
    expect((await caller.control('POST', 'clock', { set: 'soon' })).status).toBe(400);
    expect((await caller.control('POST', 'clock', { advanceMs: 1e15 })).status).toBe(400);
  });

  test('dates what is written', async () => {
    emulator.clock.freeze();
    emulator.clock.set(Date.UTC(2026, 0, 2, 3, 4, 5));
    const { wolkvox_id: id } = await caller.written('custom/insert', {
      module: 'contacts',
      fields: { namecontact: 'x' },
    });
    expect(textAt(id).slice(0, 8)).toBe((Date.UTC(2026, 0, 2, 3, 4, 5) / 1000).toString(16));
    expect(emulator.records('contacts').at(-1)).toMatchObject({ wolkvox_fecha_creacion: '2026-01-01 22:04:05' });
  });
});

describe('settings', () => {
  test('can be read and changed one by one', async () => {
    expect((await caller.control('GET', 'settings')).json).toMatchObject({ maxConcurrency: 2, dailyQuota: 12_000 });
    const { json } = await caller.control('POST', 'settings', { maxConcurrency: null, order: 'newestFirst' });
    expect(json).toMatchObject({ maxConcurrency: null, order: 'newestFirst', dailyQuota: 12_000 });
  });

  test.each([
    [{ order: 'sideways' }, 'body.order must be one of oldestFirst, newestFirst, unordered'],
    [{ maxConcurrency: 0 }, 'body.maxConcurrency must be a number from 1'],
    [{ speed: 1 }, 'body has an unknown key: speed'],
    [{ blankIds: 'yes' }, 'body.blankIds must be true or false'],
    [[], 'body must be an object'],
    [{ failingModules: 'contacts' }, 'body.failingModules must be a list of texts'],
    [{ wordForNothing: 1 }, 'body.wordForNothing must be a text'],
    [{ refusals: { badToken: 401 } }, 'body.refusals.badToken must be an object'],
    [{ refusals: { badToken: { status: 401 } } }, 'body.refusals.badToken has an unknown key: status'],
  ])('refuse %j', async (body, error) => {
    expect(await caller.control('POST', 'settings', body)).toMatchObject({ status: 400, json: { error } });
  });
});

describe('state and records', () => {
  test('show what is stored', async () => {
    expect((await caller.control('GET', 'state')).json).toMatchObject({
      operation: 'demo',
      counts: { contacts: 1 },
      callsToday: 0,
    });
    expect((await caller.control('GET', 'state?module=contacts&contains=muestra')).json).toMatchObject([
      { wolkvox_id: '64cb' },
    ]);
    expect((await caller.control('GET', 'state?module=contacts&contains=nada')).json).toEqual([]);
  });

  test('change past the vendor’s API, and leave no trace in the journal', async () => {
    const { json } = await caller.control('POST', 'records', { module: 'cases', document: { description_case: 'x' } });
    const id = at(json, 'wolkvox_id') ?? '';
    await caller.control('PATCH', 'records', { module: 'cases', wolkvox_id: id, changes: { description_case: 'y' } });
    expect(emulator.records('cases')).toMatchObject([{ wolkvox_id: id, description_case: 'y' }]);
    await caller.control('DELETE', 'records', { module: 'cases', wolkvox_id: id });
    expect(emulator.records('cases')).toEqual([]);
    expect((await caller.control('DELETE', 'records', { module: 'cases', wolkvox_id: id })).status).toBe(404);
    expect(emulator.journal()).toEqual([]);
  });

  test('set the day’s count of calls', async () => {
    expect((await caller.control('POST', 'quota', { callsToday: 11_999 })).json).toEqual({
      callsToday: 11_999,
      dailyQuota: 12_000,
    });
    expect((await caller.call('cases/queryCases', search)).status).toBe(200);
    expect((await caller.call('cases/queryCases', search)).status).toBe(403);
  });
});

test('paths that there are not are 404, methods that do not fit 405', async () => {
  expect((await caller.control('GET', 'nothing')).status).toBe(404);
  expect((await caller.control('PUT', 'reset')).status).toBe(405);
  expect((await caller.control('POST', 'state')).status).toBe(405);
});

describe('a mistake of the emulator’s own', () => {
  test.each(['/_emulator/clock', '/server/API/v2/cases/queryCases.php'])(
    'is told as a 500 at %s, and never as a mistake of the caller’s',
    async (path) => {
      const told: unknown[] = [];
      let isBroken = false;
      const broken = await startEmulator({
        dataset: 'empty',
        machineNowMs: () => {
          if (isBroken) throw new RangeError('no clock');
          return Date.now();
        },
        onFailure: (error) => told.push(error),
      });
      isBroken = true;
      const answered = new VendorCaller(broken).send(path, { method: 'POST', body: '{}' });
      const { status, text } = await answered.finally(() => broken.close());
      expect([status, text]).toEqual([500, 'the emulator failed']);
      expect(told).toEqual([new RangeError('no clock')]);
    },
  );
});
