import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { until } from '../../../test/support/patience.js';
import { textAt, VendorCaller } from './support/VendorCaller.js';

let emulator: Emulator;
let caller: VendorCaller;

beforeEach(async () => {
  emulator = await startEmulator({ dataset: 'empty' });
  caller = new VendorCaller(emulator);
});
afterEach(async () => {
  await emulator.close();
});

const search = { field: 'status', value: 'Abierto', limit: 1, page: 1 };

describe('the emulator’s door', () => {
  test('wants a token: none is 401, a wrong one 403', async () => {
    const without = await caller.call('cases/queryCases', search, { headers: { 'content-type': 'application/json' } });
    expect(without).toMatchObject({ status: 401, json: { code: '401', error: 'UNAUTHORIZED', data: [] } });
    const wrong = await caller.call('cases/queryCases', search, { headers: { 'wolkvox-token': 'x' } });
    expect(wrong).toMatchObject({ status: 403, json: { code: '403', error: 'FORBIDDEN' } });
    expect(textAt(wrong.json, 'msg')).toMatch(/token/i);
  });

  test('keeps each kind of token to its endpoints', async () => {
    const external = { headers: { 'wolkvox-token': emulator.externalToken } };
    expect((await caller.call('cases/queryCases', search, external)).status).toBe(403);
    expect((await caller.call('cases/listHistoryNote', search)).status).toBe(403);
    expect((await caller.call('cases/listHistoryNote', search, external)).status).toBe(200);
  });

  test('decodes to the operation and an instant, like the vendor’s tokens', () => {
    expect(Buffer.from(emulator.token, 'hex').toString()).toMatch(/^\{demo\}-\{\d{14}\}$/);
  });

  test('takes the double slash of one of the vendor’s URLs', async () => {
    const { status } = await caller.send('//server/API/v2/cases/listHistoryNote.php', {
      method: 'POST',
      headers: { 'wolkvox-token': emulator.externalToken },
      body: JSON.stringify({ operation: 'demo', field: 'type case', value: 'Request' }),
    });
    expect(status).toBe(200);
    expect(emulator.journal().at(-1)?.endpoint).toBe('cases/listHistoryNote');
  });

  test('can take the token from the body, as old integrations send it', async () => {
    const body = { ...search, 'wolkvox-token': emulator.token };
    const bare = { headers: { 'content-type': 'application/json' } };
    expect((await caller.call('cases/queryCases', body, bare)).status).toBe(401);
    emulator.configure({ bodyToken: true });
    expect((await caller.call('cases/queryCases', body, bare)).status).toBe(200);
  });

  test('knows one operation only', async () => {
    expect((await caller.call('cases/queryCases', { ...search, operation: 'other' })).status).toBe(403);
  });

  test('answers 404 for a script that does not exist and 405 for a method that does not fit', async () => {
    expect((await caller.call('cases/everything', search)).status).toBe(404);
    expect((await caller.send('/', { method: 'GET' })).status).toBe(404);
    const put = { method: 'PUT', headers: { 'wolkvox-token': emulator.token } };
    expect((await caller.call('cases/queryCases', search, put)).status).toBe(405);
    const get = { method: 'GET', headers: { 'wolkvox-token': emulator.token } };
    expect((await caller.send(`/server/API/v2/custom/insert.php`, get)).status).toBe(405);
    expect((await caller.send(`/server/API/v2/token/tokenInformation.php?operation=demo`, get)).status).toBe(200);
  });

  test('answers 400 for a body that is no JSON object', async () => {
    for (const body of ['', 'x', '[]', '{"a":'])
      expect(
        (await caller.call('cases/queryCases', {}, { headers: { 'wolkvox-token': emulator.token }, body })).status,
      ).toBe(400);
  });

  test('refuses the third of three calls at once', async () => {
    // Long enough for the third to come before the first goes, however long the machine takes.
    emulator.configure({ latencyMs: 3_000 });
    const answers = await Promise.all([1, 2, 3].map(() => caller.call('cases/queryCases', search)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 403]);
    expect(textAt(answers.find(({ status }) => status === 403)?.json, 'msg')).toMatch(/simultaneous/);
    expect(Math.max(...emulator.journal().map((entry) => entry.inFlight))).toBe(3);
    emulator.configure({ latencyMs: 0 });
    expect((await caller.call('cases/queryCases', search)).status).toBe(200);
  });

  test('never counts a call as in flight that the caller has the whole answer of', async () => {
    emulator.configure({ maxConcurrency: 1 });
    for (let turn = 0; turn < 50; turn += 1) expect((await caller.call('cases/queryCases', search)).status).toBe(200);
    expect(emulator.journal().every((entry) => entry.inFlight === 1)).toBe(true);
  });

  test('frees the place of a caller that hangs up', async () => {
    emulator.configure({ maxConcurrency: 1 });
    emulator.setFaults([{ fault: { type: 'blackHole' } }]);
    const hangUp = new AbortController();
    const abandoned = caller.call('cases/queryCases', search, {
      method: 'POST',
      headers: { 'wolkvox-token': emulator.token },
      body: JSON.stringify({ operation: 'demo', ...search }),
      signal: hangUp.signal,
    });
    void until(() => emulator.journal()[0]?.fault === 'blackHole').then(() => {
      hangUp.abort();
    });
    await expect(abandoned).rejects.toThrow();
    await until(() => emulator.journal()[0]?.finishedAtMs !== null);
    expect((await caller.call('cases/queryCases', search)).status).toBe(200);
  });

  test('counts the day’s calls and refuses beyond the quota with words that tell it apart', async () => {
    emulator.configure({ dailyQuota: 2 });
    expect((await caller.call('cases/queryCases', search)).status).toBe(200);
    // A call for what is not there has been counted all the same; a refused token is not.
    expect((await caller.call('cases/queryCases', { field: 'x', value: 'x' })).status).toBe(400);
    await caller.call('cases/queryCases', search, { headers: { 'wolkvox-token': 'x' } });
    const refused = await caller.call('cases/queryCases', search);
    expect(refused.status).toBe(403);
    expect(textAt(refused.json, 'msg')).toMatch(/daily.*limit/i);
    expect(emulator.callsToday()).toBe(2);
  });

  test('starts counting again on the tenant’s next day', async () => {
    emulator.clock.freeze();
    emulator.clock.set(Date.UTC(2026, 10, 22, 4, 59, 59));
    emulator.configure({ dailyQuota: 1 });
    await caller.call('cases/queryCases', search);
    expect((await caller.call('cases/queryCases', search)).status).toBe(403);
    emulator.clock.advance(1_000);
    expect((await caller.call('cases/queryCases', search)).status).toBe(200);
  });

  test('limits calls per address where told, with the status told', async () => {
    emulator.configure({ ipLimit: 2, ipWindowMs: 60_000, ipLimitStatus: 417 });
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await caller.call('cases/queryCases', search)).status);
    expect(statuses).toEqual([200, 200, 417]);
  });

  test('spells refusals as told: type of code, HTTP status and language', async () => {
    emulator.configure({ errorCode: 'integer', errorHttpStatus: 'ok', errorLanguage: 'es' });
    const { status, json } = await caller.call('cases/queryCases', { field: 'x', value: 'x' });
    expect(status).toBe(200);
    expect(json).toEqual({ code: 400, error: 'BAD REQUEST', msg: 'El campo no existe en el módulo: x', data: [] });
  });

  test('gives a session cookie once', async () => {
    const headers = { 'wolkvox-token': emulator.token, cookie: 'PHPSESSID=abc' };
    expect((await caller.call('cases/queryCases', search, { headers })).headers.get('set-cookie')).toBeNull();
  });
});
