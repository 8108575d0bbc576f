import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { FaultedSubgraph } from '../../support/FaultedSubgraph.js';
import { until } from '../../support/patience.js';

let emulator: Emulator;
let dataDir: string;

beforeAll(async () => {
  emulator = await startEmulator();
});

beforeEach(() => {
  emulator.reset();
  dataDir = mkdtempSync(join(tmpdir(), 'quota-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

afterAll(async () => {
  await emulator.close();
});

const calls = (endpoint?: string): number =>
  emulator.journal().filter((entry) => endpoint === undefined || entry.endpoint === endpoint).length;
const quota = '{ wolkvoxQuota { limit used remaining reservedForWrites isEstimate resetsAt } }';

describe('a quota of 30 with a tenth kept for writes', () => {
  const settings = (): Record<string, string> => ({
    WOLKVOX_DAILY_QUOTA: '30',
    WOLKVOX_WRITE_RESERVE: '10%',
    DATA_DIR: dataDir,
  });

  test('ends reads after 27 calls, exactly, across a restart, and leaves three to writes', async () => {
    const first = await FaultedSubgraph.start(settings(), emulator);
    for (let nth = 0; nth < 15; nth += 1) expect((await first.meet([])).errors).toEqual([]);
    await first.close();
    expect(calls()).toBe(15);

    const second = await FaultedSubgraph.start(settings(), emulator);
    try {
      expect((await second.meet([], quota)).data).toMatchObject({
        wolkvoxQuota: { limit: 30, used: 15, remaining: 15, reservedForWrites: 3 },
      });
      // Different records: equal questions at once would be one call.
      const trials = await Promise.all(
        second.known.caseIds
          .slice(0, 25)
          .map((id) => second.subgraph.query('query ($id: ID!) { case(id: $id) { id } }', { id })),
      );
      const refused = trials.filter(({ body }) => body.errors !== undefined);
      expect(calls()).toBe(27);
      expect(refused).toHaveLength(25 - 12);
      for (const { status, body } of refused) {
        expect({ status, body }).toMatchObject({
          status: 200,
          body: { data: { case: null }, errors: [{ extensions: { code: 'QUOTA_EXHAUSTED', retryable: false } }] },
        });
        expect(Date.parse(String(body.errors?.[0]?.extensions['resetsAt']))).toBeGreaterThan(Date.now());
      }
      const writes: unknown[] = [];
      for (let nth = 0; nth < 4; nth += 1) {
        const { data, errors } = await second.meet(
          [],
          'mutation ($input: CreateContactInput!) { createContact(input: $input) { outcome } }',
          {
            input: {
              idempotencyKey: `quota-${nth}`,
              identification: `90-${nth}`,
              name: 'Ada Prueba',
              email: `ada${nth}@example.org`,
            },
          },
        );
        writes.push(errors[0]?.extensions['code'] ?? data);
      }
      const applied = { createContact: { outcome: 'APPLIED' } };
      expect(writes.slice(0, 3)).toEqual([applied, applied, applied]);
      expect(JSON.stringify(writes[3])).not.toContain('APPLIED');
      expect(calls()).toBe(30);
      expect(calls('token/tokenInformation')).toBe(0);
    } finally {
      await second.close();
    }
  });
});

describe('the part of the quota that is kept for writes', () => {
  test('serves a conditional change whole: its look as well as the change', async () => {
    const settings = { WOLKVOX_DAILY_QUOTA: '10', WOLKVOX_WRITE_RESERVE: '3', CACHE_TTL_MS: '0', DATA_DIR: dataDir };
    const server = await FaultedSubgraph.start(settings, emulator);
    try {
      const [id] = server.known.caseIds;
      const read = () => server.subgraph.query('query ($id: ID!) { case(id: $id) { id status { name } } }', { id });
      for (let nth = 0; nth < 7; nth += 1) expect((await read()).body.errors).toBeUndefined();
      expect((await read()).body).toMatchObject({ errors: [{ extensions: { code: 'QUOTA_EXHAUSTED' } }] });
      const change = (idempotencyKey: string) =>
        server.subgraph.query(
          'mutation ($input: UpdateCaseInput!) { updateCase(input: $input) { outcome userErrors { code } } }',
          { input: { idempotencyKey, id, priority: 'Alta', ifUnmodifiedSince: '2099-01-01T00:00:00Z' } },
        );
      expect((await change('a')).body.data).toEqual({ updateCase: { outcome: 'APPLIED', userErrors: [] } });
      expect(calls()).toBe(9);
      // One call is left, which the look takes; then nothing was written, and that is said.
      expect((await change('b')).body.data).toEqual({
        updateCase: { outcome: 'REJECTED', userErrors: [{ code: 'QUOTA_EXHAUSTED' }] },
      });
      expect(calls()).toBe(10);
    } finally {
      await server.close();
    }
  });
});

describe('a quota that nobody set', () => {
  let server: FaultedSubgraph;

  beforeAll(async () => {
    server = await FaultedSubgraph.start({ WOLKVOX_DAILY_QUOTA: '' }, emulator);
  });

  afterAll(async () => {
    await server.close();
  });

  test('is asked for once, and costs nobody a wait', async () => {
    for (let nth = 0; nth < 3; nth += 1) expect((await server.meet([])).errors).toEqual([]);
    // The question goes out behind the first answer.
    const isKnown = async (): Promise<boolean> =>
      JSON.stringify((await server.meet([], quota)).data).includes('"isEstimate":false');
    await until(isKnown, 20);
    expect(calls('token/tokenInformation')).toBe(1);
    expect((await server.meet([], quota)).data).toMatchObject({
      wolkvoxQuota: { limit: 12_000, used: calls(), isEstimate: false, reservedForWrites: 1_200 },
    });
  });

  test('ends reads as soon as the CRM says that it is spent, without a storm of probes', async () => {
    emulator.setCallsToday(12_000);
    const answers = [];
    for (let nth = 0; nth < 20; nth += 1) answers.push(await server.meet([]));
    expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(['QUOTA_EXHAUSTED']));
    for (const { errors } of answers) {
      expect(Date.parse(String(errors[0]?.extensions['resetsAt']))).toBeGreaterThan(Date.now());
    }
    expect(calls()).toBe(1);
    expect((await server.meet([], quota)).data).toMatchObject({ wolkvoxQuota: { remaining: 0 } });
  });
});
