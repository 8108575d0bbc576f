import { beforeEach, describe, expect, test } from '@jest/globals';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeActivity, makeCase } from '../../support/records.js';

const window = { first: 20, after: null, offset: null };
const open = { name: 'Abierto', condition: 'OPEN' } as const;
let now: number;
let client: FakeWolkvoxClient;
let reader: Reader;

const list = (given = {}) => reader.listCases({ status: { eq: 'Abierto' } }, { ...window, ...given }, anyCall);

beforeEach(() => {
  now = 1_000;
  client = new FakeWolkvoxClient();
  client.tenant.cases = Array.from({ length: 45 }, (_, index) => makeCase(`c${String(index)}`, { status: open }));
  const options = { scanLimitCalls: 8, cacheTtlMs: 5_000, cacheStaleMs: 60_000 };
  reader = createReader({ client, clock: { now: () => now }, ...options });
});

describe('a list read again', () => {
  test.each([true, false])('costs no call and says so, with totals: %s', async (hasTotals) => {
    client.hasTotals = hasTotals;
    for (const given of [{}, { offset: 20 }, { offset: 40 }, { offset: 60 }]) {
      const first = await list(given);
      client.calls.length = 0;
      now += 100;
      expect(await list(given)).toEqual({ ...first, upstreamCalls: 0, freshness: 'CACHED' });
      expect(client.calls).toEqual([]);
    }
  });

  test('is read anew once one of its pages is not fresh, or may have been changed by a write', async () => {
    await list();
    now += 4_999;
    await expect(list()).resolves.toMatchObject({ freshness: 'CACHED' });
    now += 1;
    await expect(list()).resolves.toMatchObject({ freshness: 'LIVE' });
    await reader.invalidate({ kind: 'caseChanged', id: 'c3', fields: ['description'] });
    await expect(list()).resolves.toMatchObject({ freshness: 'LIVE' });
  });

  test('is not kept when a write came while it was read, or when it was made of stale pages', async () => {
    client.onSearch = () => {
      void reader.invalidate({ kind: 'caseChanged', id: 'c3', fields: ['status'] });
    };
    await list();
    client.onSearch = () => undefined;
    await expect(list()).resolves.toMatchObject({ freshness: 'LIVE' });
    now += 6_000;
    client.quota = () => ({
      limit: 100,
      used: 90,
      remaining: 10,
      resetsAt: null,
      isEstimate: true,
      reservedForWrites: 10,
    });
    await expect(list()).resolves.toMatchObject({ freshness: 'STALE' });
    await expect(list()).resolves.toMatchObject({ freshness: 'STALE' });
  });

  test('is told apart by kind, filter and window', async () => {
    client.tenant.activities = [makeActivity('v', { subject: { module: 'cases', id: 'c1' } })];
    await list();
    await expect(list({ first: 7 })).resolves.toMatchObject({ items: { length: 7 } });
    await expect(list({ offset: 1 })).resolves.toHaveProperty('items.0.node.id', 'c1');
    await reader.listActivities('c1', window, anyCall);
    await expect(reader.listActivities('c1', window, anyCall)).resolves.toMatchObject({
      items: [{ node: { id: 'v' } }],
    });
  });
});
