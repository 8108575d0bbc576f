import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, type Fault, startEmulator } from '../../src/index.js';
import type { JsonObject } from '../../src/Json.js';
import { type Answered, at, textAt, VendorCaller } from '../support/VendorCaller.js';

let emulator: Emulator;
let caller: VendorCaller;

beforeAll(async () => {
  emulator = await startEmulator();
  caller = new VendorCaller(emulator);
});
afterAll(async () => {
  await emulator.close();
});
afterEach(() => {
  emulator.clearFaults();
});

const search: JsonObject = { field: 'prefix', value: 'PET', limit: 3, page: 1 };
async function meet(fault: Fault, body = search): Promise<Answered> {
  emulator.setFaults([{ fault }]);
  return caller.call('cases/queryCases', body);
}
const rows = (answer: Answered): JsonObject[] => at(answer.json, 'data') as JsonObject[];
const idsOf = (answer: Answered): unknown[] => rows(answer).map((row) => row['wolkvox_id']);

describe('a fault in the bytes', () => {
  test('html', async () => {
    const answer = await meet({ type: 'html', status: 503 });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.text).toMatch(/^<html>/);
  });

  test('empty', async () => {
    expect(await meet({ type: 'empty', status: 200 })).toMatchObject({ status: 200, text: '' });
  });

  test('phpWarning: a warning before the JSON', async () => {
    const { text, json } = await meet({ type: 'phpWarning' });
    expect(text).toMatch(/^<br \/>\n<b>Warning<\/b>/);
    expect(text).toContain('{"code":"200"');
    expect(json).toBeNull();
  });

  test('bom: a byte order mark before the JSON', async () => {
    emulator.setFaults([{ fault: { type: 'bom' } }]);
    const response = await fetch(`${emulator.url}/server/API/v2/cases/queryCases.php`, {
      method: 'POST',
      headers: { 'wolkvox-token': emulator.token },
      body: JSON.stringify({ operation: 'demo', ...search }),
    });
    expect([...new Uint8Array(await response.arrayBuffer()).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x7b]);
  });

  test('malformedJson: half of it', async () => {
    const { text, json } = await meet({ type: 'malformedJson' });
    expect(text).toMatch(/^\{"code":"200"/);
    expect(json).toBeNull();
  });

  test('nested: as deep as told', async () => {
    const { text } = await meet({ type: 'nested', depth: 100_000 });
    expect(text.split('[')).toHaveLength(100_001);
  });

  test('hugeNumber: what no number holds', async () => {
    expect((await meet({ type: 'hugeNumber' })).text).toContain('"Total records":1e999');
  });

  test('huge: good JSON of the size told', async () => {
    const { text, json } = await meet({ type: 'huge', bytes: 1_000_000 });
    expect(text).toHaveLength(1_000_000);
    expect(at(json, 'code')).toBe('200');
  });

  test('gzipBomb: small on the wire, big in memory', async () => {
    emulator.setFaults([{ fault: { type: 'gzipBomb', bytes: 4 * 1024 * 1024 } }]);
    const { request } = await import('node:http');
    const body = JSON.stringify({ operation: 'demo', ...search });
    const packed = await new Promise<Buffer>((resolve, reject) => {
      request(
        `${emulator.url}/server/API/v2/cases/queryCases.php`,
        { method: 'POST', headers: { 'wolkvox-token': emulator.token } },
        (response) => {
          expect(response.headers['content-encoding']).toBe('gzip');
          const chunks: Buffer[] = [];
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () => {
              resolve(Buffer.concat(chunks));
            });
        },
      )
        .on('error', reject)
        .end(body);
    });
    expect(packed.length).toBeLessThan(20_000);
    expect(gunzipSync(packed)).toHaveLength(4 * 1024 * 1024);
  });

  test.each([301, 302, 303, 307, 308])('redirect with %i', async (status) => {
    const answer = await meet({ type: 'redirect', status, location: 'http://127.0.0.1:9/x' });
    expect([answer.status, answer.headers.get('location')]).toEqual([status, 'http://127.0.0.1:9/x']);
  });

  test('respond: whatever the test likes', async () => {
    const answer = await meet({
      type: 'respond',
      status: 429,
      headers: { 'Retry-After': '7', 'Content-Type': 'text/plain' },
      text: 'slow down',
    });
    expect(answer).toMatchObject({ status: 429, text: 'slow down' });
    expect([answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual(['7', 'text/plain']);
    expect((await meet({ type: 'respond', status: 200, json: [1] })).json).toEqual([1]);
    expect((await meet({ type: 'respond', status: 200, base64: 'aG9sYQ==' })).text).toBe('hola');
  });
});

describe('a fault in what is said', () => {
  test.each<[string, number, RegExp]>([
    ['quota', 403, /daily.*limit/i],
    ['simultaneous', 403, /simultaneous/],
    ['maintenance', 403, /maintenance/],
    ['badToken', 403, /token/],
    ['noToken', 401, /token/i],
    ['noScript', 404, /exist/],
    ['method', 405, /method/i],
    ['preconditionFailed', 412, /precondition/i],
    ['range', 416, /range/],
    ['expectationFailed', 417, /expectation/i],
    ['rateLimited', 429, /too many requests/i],
    ['serverError', 500, /error/],
    ['badGateway', 502, /gateway/],
    ['unavailable', 503, /available/],
    ['gatewayTimeout', 504, /timeout/i],
  ])('refusal: %s', async (kind, status, words) => {
    const answer = await meet({ type: 'refusal', kind: kind as 'quota' });
    expect(answer).toMatchObject({ status, json: { code: String(status), data: [] } });
    expect(textAt(answer.json, 'msg')).toMatch(words);
  });

  test('refusal: another HTTP status than code, another type of code, Retry-After', async () => {
    const answer = await meet({
      type: 'refusal',
      kind: 'rateLimited',
      httpStatus: 200,
      codeType: 'integer',
      retryAfter: '1.5',
      msg: 'x',
    });
    expect(answer).toMatchObject({ status: 200, json: { code: 429, msg: 'x' } });
    expect(answer.headers.get('retry-after')).toBe('1.5');
  });

  test('envelope: keys gone, keys changed, or bare rows', async () => {
    const dropped = await meet({
      type: 'envelope',
      drop: ['error', 'page', 'Total records', 'Total pages'],
      set: { code: 200, msg: '3 registros encontrados.' },
    });
    expect(Object.keys(dropped.json as JsonObject)).toEqual(['code', 'msg', 'data']);
    expect(dropped.json).toMatchObject({ code: 200, msg: '3 registros encontrados.' });
    expect((await meet({ type: 'envelope', set: { data: {} } })).text).toContain('"data":[]');
    expect((await meet({ type: 'envelope', isBareArray: true })).json).toHaveLength(3);
  });

  test('wrongRecord: none of those asked for', async () => {
    const asked = emulator.records('cases')[10]?.['wolkvox_id'] ?? '';
    const answer = await meet({ type: 'wrongRecord' }, { field: 'wolkvox-id', value: asked });
    expect(idsOf(answer)).toHaveLength(1);
    expect(idsOf(answer)).not.toContain(asked);
  });

  test('repeatedRows: the first again', async () => {
    const honest = idsOf(await caller.call('cases/queryCases', search));
    expect(idsOf(await meet({ type: 'repeatedRows', count: 2 }))).toEqual([honest[0], honest[0], ...honest]);
  });

  test('extraRows: those that follow the page', async () => {
    const longer = idsOf(await caller.call('cases/queryCases', { ...search, limit: 5 }));
    expect(idsOf(await meet({ type: 'extraRows', count: 2 }))).toEqual(longer);
  });

  test('wrongTotals', async () => {
    expect((await meet({ type: 'wrongTotals', records: 1, pages: 99 })).json).toMatchObject({
      'Total records': 1,
      'Total pages': 99,
    });
  });

  test('setFields: other values by path, in one row or in all', async () => {
    const fields = { status: 7, 'owner.id': [], 'history.0.date': '0000-00-00', 'form.nuevo': 1 };
    const [first, second] = rows(await meet({ type: 'setFields', row: 1, fields }));
    expect(at(first, 'status', 'name')).toBeDefined();
    expect(second).toMatchObject({ status: 7, owner: { id: [] }, form: { nuevo: 1 } });
    expect(at(second, 'history', 0, 'date')).toBe('0000-00-00');
    expect(
      rows(await meet({ type: 'setFields', fields: { wolkvox_id: ' ' } })).every((row) => row['wolkvox_id'] === ' '),
    ).toBe(true);
  });

  test('dropFields: missing keys', async () => {
    const [row] = rows(await meet({ type: 'dropFields', fields: ['wolkvox_id', 'owner.name', 'absent.key'] }));
    expect(row).not.toHaveProperty('wolkvox_id');
    expect(Object.keys(at(row, 'owner') as JsonObject)).toEqual(['id', 'mail']);
  });

  test('setFields: tokenInformation, whose data is one object', async () => {
    emulator.setFaults([{ fault: { type: 'setFields', fields: { token_limit: 'muchos' } } }]);
    const answer = await caller.call('token/tokenInformation', {}, { method: 'POST' });
    expect(answer.status).toBe(400);
    const good = await caller.send('/server/API/v2/token/tokenInformation.php?operation=demo', {
      method: 'POST',
      headers: { 'wolkvox-token': emulator.token },
    });
    expect(at(good.json, 'data', 'token_limit')).toBe('muchos');
  });

  test('delay: later', async () => {
    const before = Date.now();
    const answer = await meet({ type: 'delay', ms: 120 });
    expect(answer.status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(115);
  });
});
