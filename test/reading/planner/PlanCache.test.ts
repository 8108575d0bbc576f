import { describe, expect, test } from '@jest/globals';
import type { CaseFilter } from '../../../src/model/filters.js';
import { createReader } from '../../../src/reading/createReader.js';
import { PlanCache } from '../../../src/reading/planner/PlanCache.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeCase, makeEmbeddedContact } from '../../support/records.js';
import { idAt } from '../../support/syntheticTenant.js';

const start = Date.parse('2026-03-01T08:00:00Z');

describe('a list read again while its pages are fresh', () => {
  const filter: CaseFilter = { type: { eq: 'Raro' }, contactIdentification: { in: ['1', '2', '3'] } };
  const window = { first: 44, after: null, offset: null };

  function makeTenant() {
    const client = new FakeWolkvoxClient();
    client.hasTotals = false;
    client.tenant.cases = Array.from({ length: 400 }, (_, index) => {
      const createdAt = new Date(start + index * 60_000);
      const contact = makeEmbeddedContact('c', { identification: index < 180 ? '1' : index < 185 ? '2' : '9' });
      const type = { name: index % 36 === 0 ? 'Raro' : 'Request', kind: 'CUSTOM' as const };
      return makeCase(idAt(createdAt, index), { createdAt, contact, type });
    });
    let now = start;
    const options = { client, scanLimitCalls: 8, cacheTtlMs: 5_000, cacheStaleMs: 60_000 };
    const reader = createReader({ ...options, clock: { now: () => now } });
    return { client, list: () => reader.listCases(filter, window, anyCall), wait: (ms: number) => (now += ms) };
  }

  test('costs nothing, although what the first reading taught promises a cheaper way', async () => {
    const { client, list, wait } = makeTenant();
    const first = await list();
    // One for each value, and one to see that nothing follows the longest page that was seen.
    expect(client.calls.map(({ field }) => field)).toEqual(Array(4).fill('contactIdentification'));
    const again = await list();
    expect(again).toMatchObject({
      upstreamCalls: 0,
      freshness: 'CACHED',
      items: first.items,
      endCursor: first.endCursor,
    });
    // Without the memory the cheaper way it is.
    client.calls.length = 0;
    wait(5_000);
    expect((await list()).items).toHaveLength(first.items.length);
    expect(client.calls.map(({ field }) => field)).toEqual(['type']);
  });
});

describe('the last way of a list', () => {
  const window = { first: 20, offset: 0, resume: null };

  test('is known for its window, while pages read from its beginning on are fresh', () => {
    const ways = new PlanCache(5_000);
    ways.remember('list', window, { field: 'status', begunAt: 1_000 });
    expect(ways.of('list', window, 5_999)).toBe('status');
    expect(ways.of('list', window, 6_000)).toBeNull();
    expect(ways.of('list', window, 999)).toBeNull();
    expect(ways.of('list', { ...window, offset: 20 }, 1_000)).toBeNull();
    expect(ways.of('list', { ...window, first: 10 }, 1_000)).toBeNull();
    expect(ways.of('another', window, 1_000)).toBeNull();
  });

  test('is not remembered where no pages are', () => {
    const ways = new PlanCache(0);
    ways.remember('list', window, { field: 'status', begunAt: 1_000 });
    expect(ways.of('list', window, 1_000)).toBeNull();
  });
});
