import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator, type Emulator, type FaultRule } from '../../src/emulator/Emulator.js';
import { createUndiciTransport } from '../../src/http/UndiciTransport.js';
import type { Transport } from '../../src/http/Transport.js';
import { InMemoryJournalStore } from '../../src/store/InMemoryJournalStore.js';
import { systemClock } from '../../src/wolkvox/systemClock.js';
import { createWolkvoxClient } from '../../src/wolkvox/createWolkvoxClient.js';
import { createWriter, type JournaledWriter } from '../../src/writing/createWriter.js';
import type { WriteResult } from '../../src/writing/Writer.js';

const intents = 200;
const attemptsEach = 4;
const graceMs = 500;
const seed = Date.now() % 1_000_000;

/** The faces of a failing write, each shown with the case written and with it not written. */
const faces: FaultRule['fault'][] = [
  { type: 'blackHole' },
  { type: 'cut', at: 'beforeHead', how: 'reset' },
  { type: 'cut', at: 'midBody', how: 'fin' },
  { type: 'html', status: 502 },
  { type: 'html', status: 200 },
  { type: 'refusal', kind: 'serverError' },
  { type: 'malformedJson' },
  { type: 'blankIds' },
];

let emulator: Emulator;
let transport: Transport;
let writer: JournaledWriter;
let ownerUser: string;
let emails: string[];
let random = seed;

/** The same numbers for the same seed. */
function next(below: number): number {
  random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((random / 2_147_483_648) * below);
}

beforeAll(async () => {
  emulator = await startEmulator({ settings: { maxConcurrency: null, dailyQuota: null } });
  transport = createUndiciTransport({
    baseUrl: new URL(emulator.url),
    connections: 8,
    maxResponseBytes: 4_000_000,
    proxyUrl: null,
  });
  const client = createWolkvoxClient({
    operation: emulator.operation,
    token: emulator.token,
    timeZone: 'America/Bogota',
    transport,
    concurrency: 8,
    requestsPerSecond: null,
    attemptTimeoutMs: 400,
    dailyQuota: 1_000_000,
    writeReserve: { calls: 0 },
    attachmentFormat: 'base64',
    clock: systemClock,
    random: () => next(1_000_000) / 1_000_000,
  });
  writer = createWriter({
    client,
    journal: new InMemoryJournalStore(),
    clock: systemClock,
    tenant: emulator.operation,
    token: emulator.token,
    graceMs,
  });
  writer.start();
  const contacts = emulator.records('contacts');
  emails = contacts.slice(0, 40).map((contact) => textOf(contact['emailcontact']));
  ownerUser = emulator.users().find(({ login }) => login.startsWith('agent'))?.login ?? '';
});

afterAll(async () => {
  await writer.drain();
  await transport.close();
  await emulator.close();
});

function ask(intent: number): Promise<WriteResult> {
  const description = `Nemesis intent ${intent}.`;
  const draft = {
    type: 'Request',
    description,
    status: 'Abierto',
    priority: 'Alta',
    solution: null,
    contactEmail: emails[intent % emails.length] ?? '',
    ownerUser,
    responsibleUser: ownerUser,
    customFields: new Map(),
    attachments: [],
  };
  return writer.createCase({ idempotencyKey: `intent-${intent}`, input: { description } }, draft, {
    deadlineAt: Date.now() + 3000,
    signal: new AbortController().signal,
    onCall: () => undefined,
  });
}

/** The breaker is there to keep calls from a CRM that fails; here the point is that they get through. */
async function askUntilSent(intent: number): Promise<WriteResult> {
  for (;;) {
    const result = await ask(intent);
    if (result.outcome !== 'REJECTED' || result.code !== 'UPSTREAM_UNAVAILABLE') return result;
    await sleep(200);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Checks what a caller was told against what the CRM holds. */
class Checker {
  readonly lies: string[] = [];
  readonly #told = new Map<number, string>();

  hear(intent: number, result: WriteResult): void {
    if (result.outcome !== 'APPLIED' && result.outcome !== 'REPLAYED') return;
    const id = String(result.id);
    const before = this.#told.get(intent);
    if (before !== undefined && before !== id) this.lies.push(`unstable: ${intent}`);
    this.#told.set(intent, id);
  }

  /** Every intent has its one record, and it is the one that its caller was told of. */
  checkAll(): void {
    const records = emulator.records('cases').filter((record) => /^Nemesis/.test(textOf(record['description_case'])));
    const byIntent = new Map<number, string[]>();
    for (const record of records) {
      const intent = Number(/intent (\d+)\./.exec(textOf(record['description_case']))?.[1]);
      byIntent.set(intent, [...(byIntent.get(intent) ?? []), textOf(record['wolkvox_id'])]);
    }
    for (let intent = 0; intent < intents; intent += 1) {
      const ids = byIntent.get(intent) ?? [];
      const told = this.#told.get(intent);
      if (ids.length > 1) this.lies.push(`duplicate: ${intent} has ${ids.length}`);
      if (ids.length === 0) this.lies.push(told === undefined ? `lost: ${intent}` : `phantom: ${intent}`);
      if (ids.length === 1 && told !== ids[0]) this.lies.push(`swapped: ${intent}`);
    }
  }
}

describe('a CRM at its worst', () => {
  test('never makes the writer write twice, lose a write or tell a lie', async () => {
    const checker = new Checker();
    const rules: FaultRule[] = [];
    for (const fault of faces) {
      for (const commit of [true, false]) {
        rules.push({ match: { kind: 'create', probability: 0.03 }, times: null, fault, commit });
      }
    }
    rules.push({ match: { kind: 'read', probability: 0.1 }, times: null, fault: { type: 'html', status: 500 } });
    emulator.setFaults(rules, seed);

    let unknowns = 0;
    const pending = Array.from({ length: intents * attemptsEach }, (_, index) => index % intents);
    for (let index = pending.length - 1; index > 0; index -= 1) {
      const other = next(index + 1);
      [pending[index], pending[other]] = [pending[other] ?? 0, pending[index] ?? 0];
    }
    const retry = async (): Promise<void> => {
      for (let intent = pending.pop(); intent !== undefined; intent = pending.pop()) {
        const result = await askUntilSent(intent);
        if (result.outcome === 'UNKNOWN') unknowns += 1;
        checker.hear(intent, result);
      }
    };
    await Promise.all(Array.from({ length: 12 }, retry));
    expect(unknowns).toBeGreaterThan(0);

    emulator.clearFaults();
    const healedAt = Date.now();
    const open = new Set(Array.from({ length: intents }, (_, intent) => intent));
    while (open.size > 0 && Date.now() - healedAt < 30_000) {
      for (const intent of open) {
        const result = await ask(intent);
        checker.hear(intent, result);
        if (result.outcome === 'APPLIED' || result.outcome === 'REPLAYED') open.delete(intent);
      }
      await sleep(100);
    }
    checker.checkAll();
    expect({ seed, lies: checker.lies, open: [...open] }).toEqual({ seed, lies: [], open: [] });
  }, 90_000);
});
