import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

let emulator: Emulator;
let dataDir: string;
beforeAll(async () => {
  emulator = await startEmulator();
  dataDir = mkdtempSync(join(tmpdir(), 'startup-check-'));
});
afterAll(async () => {
  await emulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function lineOf(subgraph: Subgraph): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const line = subgraph.output.find((text) => text.includes('"msg":"startup check"'));
    if (line !== undefined) return JSON.parse(line) as Record<string, unknown>;
    await delay(50);
  }
}

const caseList = '{ cases(filter: { status: { eq: "Abierto" } }, first: 20) { nodes { id } } }';

test('a process that nobody asks anything looks at the CRM with one call, and after a restart with none', async () => {
  const settings = { DATA_DIR: dataDir, STARTUP_CHECK: 'on' };
  const first = await startSubgraph(emulator, settings);
  expect(await lineOf(first)).toMatchObject({ level: 'info', reachable: true, token: 'internal', calls: 1 });
  expect(emulator.journal()).toHaveLength(1);
  await first.stop();
  const second = await startSubgraph(emulator, settings);
  await delay(6_000);
  await second.stop();
  expect(emulator.journal()).toHaveLength(1);
});

test('a zone that is wrong is told after the first read, which is the only call', async () => {
  const before = emulator.journal().length;
  const subgraph = await startSubgraph(emulator, { WOLKVOX_TIME_ZONE: 'America/Mexico_City' });
  expect(await subgraph.query(caseList)).toMatchObject({ status: 200 });
  expect(await lineOf(subgraph)).toMatchObject({
    level: 'warn',
    reachable: true,
    timeZone: 'America/Mexico_City',
    zone: 'differs',
    offByMinutes: 60,
    setting: 'WOLKVOX_TIME_ZONE',
    calls: 0,
  });
  await subgraph.stop();
  expect(emulator.journal().slice(before)).toHaveLength(1);
});

test('a CRM that is not there is told with its cause, and readiness is another matter', async () => {
  const nowhere = { url: 'http://127.0.0.1:9', operation: 'demo', token: 'a-token-of-no-tenant' };
  const subgraph = await startSubgraph(nowhere);
  await subgraph.query(caseList);
  expect(await lineOf(subgraph)).toMatchObject({ level: 'warn', reachable: false, failure: 'unreachable' });
  expect((await fetch(`${subgraph.origin}/readyz`)).status).toBe(200);
  await subgraph.stop();
});
