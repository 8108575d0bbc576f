import { afterEach, describe, expect, test } from '@jest/globals';
import { startEmulator, type Emulator, type EmulatorOptions } from 'wolkvox-emulator';
import { createUndiciTransport } from '../../../src/http/UndiciTransport.js';
import type { CallContext } from '../../../src/model/CallContext.js';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import type { CaseFilter } from '../../../src/model/filters.js';
import { createReader } from '../../../src/reading/createReader.js';
import { normalizeCaseFilter } from '../../../src/reading/predicate/normalizeFilter.js';
import { caseCatalogue } from '../../../src/reading/catalogue/caseCatalogue.js';
import { evaluate } from '../../../src/reading/predicate/evaluate.js';
import { createWolkvoxClient } from '../../../src/wolkvox/createWolkvoxClient.js';
import { silentObserver } from '../../../src/wolkvox/Observer.js';
import { systemClock } from '../../../src/wolkvox/systemClock.js';

/** Filters whose conditions every row of the demo tenant can tell. */
const filters: readonly CaseFilter[] = [
  { status: { in: ['Abierto', 'En espera'] }, type: { eq: 'Request' } },
  { status: { eq: 'Cerrado' }, isReopened: true },
  { createdAt: { gte: new Date('2026-03-01T05:00:00Z'), lt: new Date('2026-03-20T17:30:00Z') }, condition: 'OPEN' },
  { createdAt: { lt: new Date('2025-03-01T05:00:00Z') } },
  { status: { eq: 'Cerrado' }, closedAt: { gte: new Date('2026-06-01T05:00:00Z') } },
  { type: { in: ['Complaints', 'Claims'] }, updatedAt: { lt: new Date('2025-06-01T00:00:00Z') } },
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const call = (): CallContext => ({
  deadlineAt: Date.now() + 60_000,
  signal: new AbortController().signal,
  onCall: () => undefined,
});

async function setUp(settings: EmulatorOptions['settings'] = {}) {
  const emulator: Emulator = await startEmulator({ settings: { maxConcurrency: null, ...settings } });
  const transport = createUndiciTransport({
    baseUrl: new URL(emulator.url),
    connections: 4,
    maxResponseBytes: 4 * 1024 ** 2,
    proxyUrl: null,
  });
  const client = createWolkvoxClient({
    operation: emulator.operation,
    token: emulator.token,
    timeZone: 'America/Bogota',
    transport,
    concurrency: 4,
    requestsPerSecond: null,
    attemptTimeoutMs: 20_000,
    dailyQuota: 100_000,
    writeReserve: { calls: 0 },
    attachmentFormat: 'base64',
    clock: systemClock,
    random: Math.random,
    observer: silentObserver,
    quotaStore: null,
  });
  closing.push(
    () => client.close(),
    () => transport.close(),
    () => emulator.close(),
  );
  const reader = createReader({ client, clock: systemClock, scanLimitCalls: 3 });
  const rows: CaseRecord[] = [];
  const ever = { from: new Date('2000-01-01T00:00:00Z'), to: new Date('2100-01-01T00:00:00Z') };
  for (let page = 1; page < 8; page += 1) {
    const found = await client.listCasesCreatedBetween(ever, { page, limit: 250 }, call());
    for (const row of found.rows) if (row !== null) rows.push(row);
  }
  return { reader, rows };
}

describe('any filter over the vendor’s API', () => {
  test.each<{ what: string; settings: EmulatorOptions['settings'] }>([
    { what: 'as it is documented', settings: {} },
    { what: 'that lists the newest first', settings: { order: 'newestFirst' } },
    { what: 'that does not count', settings: { paginationKeys: false } },
    {
      what: 'that answers a span of time with a bare array, without its end',
      settings: { queryDatesBareArray: true, queryDatesEnds: 'exclusive' },
    },
    { what: 'that does not mind letter case', settings: { matching: 'caseInsensitive' } },
  ])('$what pages through what a plain filter over all rows leaves, in its order', async ({ settings }) => {
    const { reader, rows } = await setUp(settings);
    expect(rows).toHaveLength(1_500);
    for (const filter of filters) {
      const conditions = normalizeCaseFilter(filter);
      const expected = rows.filter((row) => evaluate(row, conditions, caseCatalogue) === 'true').map(({ id }) => id);
      const found: string[] = [];
      let after: string | null = null;
      for (let pages = 0; pages < 60; pages += 1) {
        const list = await reader.listCases(filter, { first: 37, after, offset: null }, call());
        found.push(...list.items.map(({ node }) => node.id));
        expect(list.warnings.filter((code) => code !== 'SCAN_LIMIT_REACHED' && code !== 'FIELD_UNREADABLE')).toEqual(
          [],
        );
        if (!list.hasNextPage) break;
        after = list.endCursor;
      }
      expect(found).toEqual(expected);
      expect(found.length).toBeGreaterThan(0);
    }
  });

  test('that lists a span of time by the last change is found out, and searched instead', async () => {
    const { reader, rows } = await setUp({ queryDatesMatches: 'modification' });
    const range = { gte: new Date('2026-03-02T05:00:00Z'), lt: new Date('2026-03-09T05:00:00Z') };
    const filter: CaseFilter = { createdAt: range, status: { eq: 'Cerrado' } };
    const expected = rows
      .filter((row) => evaluate(row, normalizeCaseFilter(filter), caseCatalogue) === 'true')
      .map(({ id }) => id);
    const found: string[] = [];
    let after: string | null = null;
    do {
      const list = await reader.listCases(filter, { first: 100, after, offset: null }, call());
      // Finding out is part of the limit of three calls.
      expect(list.upstreamCalls).toBeLessThanOrEqual(3);
      found.push(...list.items.map(({ node }) => node.id));
      after = list.hasNextPage ? list.endCursor : null;
    } while (after !== null);
    expect(found).toEqual(expected);
    await expect(
      reader.listCases({ createdAt: range }, { first: 5, after: null, offset: null }, call()),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
