import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { until } from '../../support/patience.js';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';
import { CaseClient } from './CaseClient.js';

/** Two processes at a time, each killed so often at random and once more for certain in the middle of a write. */
const killsEach = 4;
const newKeysPerLife = 4;
const reconciledMs = 60_000;
const seed = Date.now() % 1_000_000;

let emulator: Emulator;
let client: CaseClient;

beforeAll(async () => {
  emulator = await startEmulator({ settings: { maxConcurrency: null, dailyQuota: null } });
  client = new CaseClient(emulator);
});

afterAll(async () => {
  await emulator.close();
});

/** The same numbers for the same seed. */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A subgraph that is killed and started again on the same folder, and what its callers were told. */
class RestartableSubgraph {
  readonly keys = new Set<string>();
  readonly told = new Map<string, string>();
  readonly lies: string[] = [];
  cutOff = 0;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'restartable-'));
  readonly #random: (below: number) => number;

  constructor(private readonly name: string) {
    this.#random = randomFrom(seed + name.charCodeAt(0));
  }

  start(): Promise<Subgraph> {
    return startSubgraph(emulator, {
      DATA_DIR: this.#dataDir,
      OPERATION_DEADLINE_MS: '1500',
      WOLKVOX_ATTEMPT_TIMEOUT_MS: '700',
      RECONCILE_GRACE_MS: '300',
    });
  }

  /** Asks for new keys and all that are open, and kills the process soon after the CRM has heard of one. */
  async runAndKill(life: number): Promise<void> {
    const subgraph = await this.start();
    for (let index = 0; index < newKeysPerLife; index += 1) this.keys.add(`${this.name}${life}-${index}`);
    const attemptsBefore = client.attempts(this.keys).length;
    const asked = [...this.keys].filter((key) => !this.told.has(key)).map((key) => this.ask(subgraph, key));
    await until(() => client.attempts(this.keys).length > attemptsBefore, 1);
    await sleep(this.#random(25));
    await subgraph.stop('SIGKILL');
    await Promise.all(asked);
  }

  async ask(subgraph: Subgraph, key: string): Promise<boolean> {
    const told = await client.create(subgraph, key).catch(() => null);
    if (told === null) this.cutOff += 1;
    if (told?.outcome !== 'APPLIED' && told?.outcome !== 'REPLAYED') return false;
    const before = this.told.get(key);
    if (before !== undefined && before !== told.id) this.lies.push(`unstable: ${key}`);
    this.told.set(key, String(told.id));
    return true;
  }

  /** Every key has its one case, and it is the one that was told. */
  check(): void {
    for (const key of this.keys) {
      const ids = client.recordsOf(key);
      if (ids.length > 1) this.lies.push(`duplicate: ${key}`);
      if (ids.length === 0) this.lies.push(`lost: ${key}`);
      if (ids.length === 1 && ids[0] !== this.told.get(key)) this.lies.push(`swapped: ${key}`);
    }
  }

  forget(): void {
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

async function runAndKillAgainAndAgain(process: RestartableSubgraph): Promise<void> {
  for (let life = 1; life <= killsEach; life += 1) await process.runAndKill(life);
}

describe('a process that is killed again and again while it writes', () => {
  test(`forgets no key and doubles no case (seed ${seed})`, async () => {
    // Answers that never come, so that the kill falls between what the CRM did and what the process knows.
    const match = { kind: 'create', probability: 0.25 } as const;
    emulator.setFaults(
      [
        { match, times: null, fault: { type: 'blackHole' }, commit: true },
        { match, times: null, fault: { type: 'blackHole' }, commit: false },
        { match, times: null, fault: { type: 'delay', ms: 15 } },
      ],
      seed,
    );
    const processes = [new RestartableSubgraph('a'), new RestartableSubgraph('b')];
    await Promise.all(processes.map(runAndKillAgainAndAgain));
    const cutOff = processes.reduce((sum, process) => sum + process.cutOff, 0);
    expect(cutOff).toBeGreaterThanOrEqual(10);

    emulator.setFaults([{ match: { kind: 'create' }, times: null, fault: { type: 'blackHole' }, commit: true }]);
    await Promise.all(processes.map((process) => process.runAndKill(killsEach + 1)));
    emulator.clearFaults();
    await Promise.all(processes.map(settle));
    expect({ seed, lies: processes.flatMap(({ lies }) => lies) }).toEqual({ seed, lies: [] });
    for (const process of processes) process.forget();
  }, 180_000);
});

/** Starts it a last time and lets it settle by itself what it was killed over; then asks for every key again. */
async function settle(process: RestartableSubgraph): Promise<void> {
  const readBacks = (): number => emulator.journal().filter(({ endpoint }) => endpoint === 'cases/queryCases').length;
  const before = readBacks();
  const subgraph = await process.start();
  await until(() => readBacks() > before, 20);
  const startedAt = Date.now();
  const open = new Set(process.keys);
  while (open.size > 0 && Date.now() - startedAt < reconciledMs) {
    for (const key of open) if (await process.ask(subgraph, key)) open.delete(key);
    await sleep(100);
  }
  expect([...open]).toEqual([]);
  await subgraph.stop();
  process.check();
}
