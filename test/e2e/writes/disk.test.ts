import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, scalarText, startEmulator } from 'wolkvox-emulator';
import { until } from '../../support/patience.js';
import { startSubgraph, type StartOptions, type Subgraph } from '../../support/startSubgraph.js';
import { CaseClient } from './CaseClient.js';

let emulator: Emulator;
let client: CaseClient;
let root: string;
let folders = 0;
const running: Subgraph[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'disk-'));
  emulator = await startEmulator({ settings: { dailyQuota: null } });
  client = new CaseClient(emulator);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((subgraph) => subgraph.stop('SIGKILL')));
});

afterAll(async () => {
  await emulator.close();
  rmSync(root, { recursive: true });
});

function newFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

async function start(dataDir: string, options: StartOptions = {}): Promise<Subgraph> {
  const subgraph = await startSubgraph(emulator, { DATA_DIR: dataDir }, options);
  running.push(subgraph);
  return subgraph;
}

/** What `/readyz` says; it takes the process out of service only with another status than 200. */
async function readiness(subgraph: Subgraph): Promise<unknown> {
  const response = await fetch(`${subgraph.origin}/readyz`);
  return { status: response.status, body: await response.json() };
}

const ready = { status: 200, body: { status: 'ready' } };
const readOnly = { status: 200, body: { status: 'read-only' } };

/** Reads go on, writes are refused before the CRM hears of them, and whoever sends requests here is told. */
async function expectReadsOnly(subgraph: Subgraph): Promise<void> {
  const attempts = client.attempts().length;
  expect(await readiness(subgraph)).toEqual(readOnly);
  expect((await fetch(`${subgraph.origin}/livez`)).status).toBe(200);
  expect(await client.create(subgraph, 'refused')).toEqual({
    status: 503,
    outcome: null,
    id: null,
    codes: ['SERVICE_UNAVAILABLE'],
  });
  const id = scalarText(emulator.records('cases')[0]?.['wolkvox_id']);
  const { status, body } = await subgraph.query('query ($id: ID!) { case(id: $id) { id } }', { id });
  expect({ status, body }).toEqual({ status: 200, body: { data: { case: { id } } } });
  expect(client.attempts()).toHaveLength(attempts);
}

describe('a DATA_DIR that cannot be written', () => {
  test('on a read-only file system leaves the reads', async () => {
    // Root may write everywhere, except where the kernel itself says no.
    await expectReadsOnly(await start('/proc/subgraph'));
  });

  test('because something else is in its place leaves the reads, until that is gone', async () => {
    const folder = newFolder();
    writeFileSync(folder, 'in the way');
    const subgraph = await start(folder);
    await expectReadsOnly(subgraph);
    rmSync(folder);
    await until(async () => JSON.stringify(await readiness(subgraph)) === JSON.stringify(ready), 100);
    expect(await client.create(subgraph, 'free')).toMatchObject({ outcome: 'APPLIED' });
  });
});

describe('a disk that fills up', () => {
  test('refuses writes that it cannot journal, serves reads, and has lost nothing when there is space again', async () => {
    const folder = newFolder();
    const full = await start(folder, { fileBlocks: 128 });
    const applied = new Map<string, string | null>();
    let refusedAt: number | null = null;
    for (let index = 0; refusedAt === null && index < 400; index += 1) {
      const told = await client.create(full, `full-${index}`);
      if (told.outcome === 'APPLIED') applied.set(`full-${index}`, told.id);
      else refusedAt = index;
    }
    expect(applied.size).toBeGreaterThan(5);
    const refusedKey = `full-${String(refusedAt)}`;
    expect(await readiness(full)).toEqual(readOnly);
    await expectReadsOnly(full);
    await full.stop('SIGKILL');

    const roomy = await start(folder);
    const attempts = client.attempts().length;
    for (const [key, id] of [...applied].slice(-5)) {
      expect(await client.create(roomy, key)).toMatchObject({ outcome: 'REPLAYED', id });
    }
    expect(client.attempts()).toHaveLength(attempts);
    expect(await readiness(roomy)).toEqual(ready);
    // Refused before anything was sent, or sent and not told: once in either case.
    let told = await client.create(roomy, refusedKey);
    await until(async () => {
      if (told.outcome === 'UNKNOWN') told = await client.create(roomy, refusedKey);
      return told.outcome !== 'UNKNOWN';
    });
    expect(client.recordsOf(refusedKey)).toEqual([told.id]);
    for (const [key, id] of applied) expect(client.recordsOf(key)).toEqual([id]);
  });
});

describe('a journal whose end is torn', () => {
  test('is read up to there', async () => {
    const folder = newFolder();
    const file = join(folder, 'journal', 'data.mdb');
    const first = await start(folder);
    const { id } = await client.create(first, 'kept');
    await first.stop('SIGKILL');
    appendFileSync(file, Buffer.alloc(3000, 'torn'));
    const second = await start(folder);
    expect(await readiness(second)).toEqual(ready);
    expect(await client.create(second, 'kept')).toMatchObject({ outcome: 'REPLAYED', id });
    expect(await client.create(second, 'next')).toMatchObject({ outcome: 'APPLIED' });
    await second.stop('SIGKILL');
    expect(client.recordsOf('kept')).toEqual([id]);
  });

  test('too far to be trusted writes nothing: a key that is forgotten could be written twice', async () => {
    const folder = newFolder();
    const first = await start(folder);
    for (let index = 0; index < 10; index += 1) await client.create(first, `torn-${index}`);
    await first.stop('SIGKILL');
    truncateSync(join(folder, 'journal', 'data.mdb'), 10_000);
    await expectReadsOnly(await start(folder));
  });
});
