import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, type Fault, startEmulator } from '../../src/index.js';
import type { JsonObject } from '../../src/Json.js';
import { until } from '../../../../test/support/patience.js';
import { RawExchange } from '../support/RawExchange.js';
import { VendorCaller } from '../support/VendorCaller.js';

let emulator: Emulator;
const open: RawExchange[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ settings: { maxConcurrency: null } });
});
afterAll(async () => {
  await emulator.close();
});
afterEach(() => {
  for (const exchange of open.splice(0)) exchange.close();
  emulator.clearFaults();
});

const search: JsonObject = { field: 'prefix', value: 'PET', limit: 3, page: 1 };

/** One call on a new connection under the fault. */
async function meet(fault: Fault): Promise<RawExchange> {
  emulator.setFaults([{ fault }]);
  const exchange = await RawExchange.open(emulator);
  open.push(exchange);
  exchange.send(emulator, 'cases/queryCases', search);
  return exchange;
}

async function wholeAnswer(): Promise<string> {
  return (await new VendorCaller(emulator).call('cases/queryCases', search)).text;
}

const announced = (exchange: RawExchange): number => Number(/content-length: (\d+)/i.exec(exchange.head)?.[1]);

describe('a fault in the connection, to a raw client', () => {
  test('refuse: reset before a byte', async () => {
    const exchange = await meet({ type: 'refuse' });
    await exchange.until(() => false);
    expect([exchange.size, exchange.ending]).toEqual([0, 'reset']);
    expect(emulator.journal().at(-1)).toMatchObject({ fault: 'refuse', status: null });
  });

  test('blackHole: nothing, and the connection stays', async () => {
    const exchange = await meet({ type: 'blackHole' });
    await until(() => emulator.journal().at(-1)?.fault === 'blackHole');
    await exchange.until(() => false, 200);
    expect([exchange.size, exchange.ending]).toEqual([0, 'open']);
  });

  test('silence: a head, then nothing', async () => {
    const exchange = await meet({ type: 'silence' });
    await exchange.until((text) => text.includes('\r\n\r\n'));
    await exchange.until(() => false, 200);
    expect(exchange.head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(announced(exchange)).toBeGreaterThan(0);
    expect([exchange.body, exchange.ending]).toEqual(['', 'open']);
  });

  test('drip: a byte at a time', async () => {
    const exchange = await meet({ type: 'drip', intervalMs: 5, bytes: 1, from: 'head' });
    await exchange.until((text) => text.length >= 12);
    expect(exchange.text.startsWith('HTTP/1.1 200')).toBe(true);
    expect(exchange.size).toBeLessThan(200);
  });

  test('drip: whole in the end', async () => {
    const exchange = await meet({ type: 'drip', intervalMs: 1, bytes: 2_000, from: 'body' });
    await exchange.until(() => false);
    expect(exchange.body).toBe(await wholeAnswer());
    expect(exchange.ending).toBe('fin');
  });

  test.each<['beforeHead' | 'midHead' | 'beforeBody' | 'midBody', 'fin' | 'reset']>(
    (['beforeHead', 'midHead', 'beforeBody', 'midBody'] as const).flatMap((place) =>
      (['fin', 'reset'] as const).map((how): [typeof place, typeof how] => [place, how]),
    ),
  )('cut: %s with a %s', async (place, how) => {
    const exchange = await meet({ type: 'cut', at: place, how });
    await exchange.until(() => false);
    expect(exchange.ending).toBe(how);
    const { body, size } = exchange;
    switch (place) {
      case 'beforeHead':
        expect(size).toBe(0);
        break;
      case 'midHead':
        expect([size > 0, body]).toEqual([true, undefined]);
        break;
      case 'beforeBody':
        expect(body).toBe('');
        break;
      case 'midBody':
        expect(body?.length).toBe(Math.floor(announced(exchange) / 2));
    }
  });

  test('contentLength: shorter than the body, longer than it, or two', async () => {
    const short = await meet({ type: 'contentLength', variant: 'short' });
    await short.until((text) => text.endsWith('}]}'));
    expect(short.body?.length).toBeGreaterThan(announced(short));
    const long = await meet({ type: 'contentLength', variant: 'long' });
    await long.until(() => false);
    expect(long.body?.length).toBe(announced(long) - 100);
    expect(long.ending).toBe('fin');
    const double = await meet({ type: 'contentLength', variant: 'double' });
    await double.until(() => false);
    expect(double.head.match(/content-length/gi)).toHaveLength(2);
  });

  test('badChunk: a chunk size that is none', async () => {
    const exchange = await meet({ type: 'badChunk' });
    await exchange.until(() => false);
    expect(exchange.head).toMatch(/transfer-encoding: chunked/i);
    expect(exchange.body?.startsWith('ZZ\r\n')).toBe(true);
  });

  test('garbage: no HTTP', async () => {
    const exchange = await meet({ type: 'garbage' });
    await exchange.until(() => false);
    expect(exchange.text).not.toMatch(/^HTTP/);
  });

  test('endless: more and more', async () => {
    const exchange = await meet({ type: 'endless' });
    await exchange.until((text) => text.length > 3_000_000);
    expect(exchange.size).toBeGreaterThan(3_000_000);
    expect(exchange.ending).toBe('open');
  });

  test('unsolicited: the answer, and another one that nobody asked for', async () => {
    const exchange = await meet({ type: 'unsolicited', afterMs: 20 });
    await exchange.until((text) => text.split('HTTP/1.1 200').length === 3 && text.endsWith('}]}'));
    const [, first = '', second = ''] = exchange.text.split('HTTP/1.1 200');
    expect(first).toContain(await wholeAnswer());
    expect(second).not.toContain(await wholeAnswer());
    expect(second).toContain('"wolkvox_id"');
  });

  test('raw: any bytes', async () => {
    const exchange = await meet({ type: 'raw', text: 'HTTP/1.1 204 No\r\n\r\n', then: 'reset' });
    await exchange.until(() => false);
    expect([exchange.text, exchange.ending]).toEqual(['HTTP/1.1 204 No\r\n\r\n', 'reset']);
    const kept = await meet({ type: 'raw', base64: 'AAEC', then: 'keep' });
    await kept.until((text) => text.length >= 3);
    await kept.until(() => false, 100);
    expect([kept.text, kept.ending]).toEqual(['\u0000\u0001\u0002', 'open']);
  });

  test('a closed emulator refuses connections and reopens on the same port', async () => {
    const own = await startEmulator({ dataset: 'empty' });
    await own.close();
    await expect(RawExchange.open(own)).rejects.toThrow(/ECONNREFUSED/);
    await own.reopen();
    expect((await new VendorCaller(own).call('token/tokenInformation', search)).status).toBe(400);
    await own.close();
  });
});
