import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, scalarText, startEmulator } from 'wolkvox-emulator';
import { until } from '../../support/patience.js';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';
import { CaseClient } from './CaseClient.js';

const dataDir = mkdtempSync(join(tmpdir(), 'life-'));
let emulator: Emulator;
let client: CaseClient;
let subgraph: Subgraph;
let ids: readonly string[];
let writes = 0;

/** With the cache as it is when nobody sets it. */
const start = (): Promise<Subgraph> => startSubgraph(emulator, { DATA_DIR: dataDir, CACHE_TTL_MS: '5000' });

beforeAll(async () => {
  emulator = await startEmulator({ settings: { dailyQuota: null } });
  client = new CaseClient(emulator);
  ids = emulator.records('cases').map((record) => scalarText(record['wolkvox_id']) ?? '');
  subgraph = await start();
});

afterEach(() => {
  emulator.clearFaults();
});

afterAll(async () => {
  await subgraph.stop();
  await emulator.close();
  rmSync(dataDir, { recursive: true });
});

describe('a client that hangs up in the middle of its write', () => {
  test('does not take back its write: it finishes, and is in the journal of the next process too', async () => {
    emulator.setFaults([{ match: { kind: 'create' }, fault: { type: 'delay', ms: 1_500 } }]);
    await client.createAndHangUp(subgraph, 'gone');
    await until(() => client.attempts(new Set(['gone']))[0]?.finishedAtMs != null, 20);
    const told = await client.create(subgraph, 'gone');
    expect(told).toMatchObject({ status: 200, outcome: 'REPLAYED' });
    await subgraph.stop('SIGKILL');
    subgraph = await start();
    expect(await client.create(subgraph, 'gone')).toEqual(told);
    expect(client.recordsOf('gone')).toEqual([told.id]);
    expect(client.attempts(new Set(['gone']))).toHaveLength(1);
  });
});

const readCase = 'query ($id: ID!) { case(id: $id) { id description } }';
const listCases = `{
  cases(filter: { type: { eq: "Request" } }, first: 100) { nodes { id description } result { freshness } }
}`;

/** Changes the description and gives what the mutation itself shows: twice, in its payload and of a second write. */
async function describeCase(id: string, description: string): Promise<unknown> {
  writes += 2;
  const change = (nth: number): string =>
    `updateCase(input: { idempotencyKey: "life-${String(nth)}", id: "${id}", description: "${description}-${String(nth)}" }) {
      outcome case { description }
    }`;
  const document = `mutation { a: ${change(writes - 1)} b: ${change(writes)} }`;
  const { body } = await subgraph.query(document);
  return body.data;
}

async function descriptionOf(id: string): Promise<unknown> {
  const { body } = await subgraph.query(readCase, { id });
  return (body.data as { case: { description: string } }).case.description;
}

describe('a read after a write is never older than the write', () => {
  test('in the same operation, after it, and in lists that were remembered', async () => {
    const { body: before } = await subgraph.query(listCases);
    const [id = ''] = JSON.stringify(before).match(/[0-9a-f]{24}/) ?? [];
    await descriptionOf(id);
    for (let round = 0; round < 3; round += 1) {
      const shown = await describeCase(id, `round-${String(round)}`);
      const [first, second] = [writes - 1, writes].map((nth) => `round-${String(round)}-${String(nth)}`);
      expect(shown).toEqual({
        a: { outcome: 'APPLIED', case: { description: first } },
        b: { outcome: 'APPLIED', case: { description: second } },
      });
      expect(await descriptionOf(id)).toBe(second);
      const { body: after } = await subgraph.query(listCases);
      expect(after.data).toMatchObject({ cases: { result: { freshness: 'LIVE' } } });
      expect(JSON.stringify(after)).toContain(second);
    }
  });

  test('even when a slow read that began before the write ends after it', async () => {
    const id = ids[7] ?? '';
    emulator.setFaults([{ match: { kind: 'read', value: id }, fault: { type: 'delay', ms: 600 } }]);
    const slow = descriptionOf(id);
    const reads = (): number => emulator.journal().filter(({ value }) => value === id).length;
    await until(() => reads() > 0);
    await describeCase(id, 'overtaken');
    expect(await descriptionOf(id)).toBe(`overtaken-${String(writes)}`);
    await slow;
    expect(await descriptionOf(id)).toBe(`overtaken-${String(writes)}`);
  });

  test('when its answer was lost, and it was found by reading back', async () => {
    const id = ids[8] ?? '';
    await descriptionOf(id);
    emulator.setFaults([{ match: { kind: 'update' }, fault: { type: 'html', status: 502 }, commit: true }]);
    const shown = await describeCase(id, 'lost');
    expect(shown).toMatchObject({
      a: { outcome: 'APPLIED', case: { description: `lost-${String(writes - 1)}` } },
      b: { outcome: 'APPLIED', case: { description: `lost-${String(writes)}` } },
    });
    expect(await descriptionOf(id)).toBe(`lost-${String(writes)}`);
  });

  test('and a record that was just made can be read', async () => {
    const { id } = await client.create(subgraph, 'fresh');
    expect(await descriptionOf(String(id))).toMatch(/^Case fresh\./);
  });
});
