import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A module of the built program, whose types are not there before it is built.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const { LmdbJournalStore } = await load('store/embedded/LmdbJournalStore.js');
const { systemClock } = await load('wolkvox/systemClock.js');
const { createWriter } = await load('writing/createWriter.js');

const writes = 3000;
const entries = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'journal-bench-'));

/** A CRM that answers at once, so that what a write takes is the journal's. */
let ids = 0;
const client = {
  createCase: () => Promise.resolve({ kind: 'applied', id: `case-${(ids += 1)}`, caseNumber: null }),
  updateCase: () => Promise.resolve({ kind: 'applied', id: 'case-1', caseNumber: null }),
};

/** @param {string} name */
function openWriter(name) {
  const store = new LmdbJournalStore({ folder: join(folder, name), now: Date.now });
  const writer = createWriter({ client, journal: store, clock: systemClock, tenant: 'bench', token: 'bench' });
  return { store, writer };
}

/**
 * @param {any} writer
 * @param {string} key
 */
function createCase(writer, key) {
  const description = `The journal’s own cost, ${key}`;
  const draft = {
    type: 'Request',
    description,
    status: 'Open',
    priority: 'High',
    solution: null,
    contactEmail: 'bench@example.com',
    ownerUser: 'agent_1@bench',
    responsibleUser: 'agent_1@bench',
    customFields: new Map(),
    attachments: [],
  };
  return writer.createCase({ idempotencyKey: key, input: { description } }, draft, newCall());
}

/**
 * @param {any} writer
 * @param {string} key
 */
function updateCase(writer, key) {
  const changes = { priority: key, customFields: new Map(), attachments: [] };
  const change = { id: 'case-1', changes, ifUnmodifiedSince: null };
  return writer.updateCase({ idempotencyKey: key, input: { priority: key } }, change, newCall());
}

function newCall() {
  return { deadlineAt: Date.now() + 10_000, signal: new AbortController().signal, onCall: () => undefined };
}

/**
 * Milliseconds that it took.
 *
 * @param {() => Promise<unknown>} run
 */
async function timeOf(run) {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

/**
 * Milliseconds that each of so many runs took, `width` of them at a time; sorted.
 *
 * @param {number} width
 * @param {(index: number) => Promise<unknown>} run
 */
async function measure(width, run) {
  /** @type {number[]} */
  const times = [];
  let next = 0;
  const worker = async () => {
    for (let index = (next += 1); index <= writes; index = next += 1) times.push(await timeOf(() => run(index)));
  };
  await Promise.all(Array.from({ length: width }, worker));
  return times.sort((a, b) => a - b);
}

/** @param {number[]} times sorted */
function summarise(times) {
  const at = (/** @type {number} */ share) => Number((times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(3));
  return { count: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

const rawFile = openSync(join(folder, 'raw'), 'w');
const page = Buffer.alloc(4096, 1);
/** @type {number[]} */
const raw = [];

/** What the disk itself takes to make one page durable. */
function syncRaw() {
  const startedAt = performance.now();
  writeSync(rawFile, page, 0, page.length, (raw.length % 64) * page.length);
  fdatasyncSync(rawFile);
  raw.push(performance.now() - startedAt);
}

const { store, writer } = openWriter('writes');
for (let index = 0; index < 200; index += 1) await createCase(writer, `warm-${index}`);
/** @type {number[]} */
const creations = [];
/** @type {number[]} */
const changes = [];
// In turns, so that all of them meet the same load.
for (let index = 1; index <= writes; index += 1) {
  syncRaw();
  creations.push(await timeOf(() => createCase(writer, `create-${index}`)));
  changes.push(await timeOf(() => updateCase(writer, `update-${index}`)));
}
for (const times of [raw, creations, changes]) times.sort((a, b) => a - b);
const together = await measure(16, (index) => createCase(writer, `together-${index}`));
const replays = await measure(1, (index) => createCase(writer, `create-${index}`));
closeSync(rawFile);
await store.close();

console.log('\nThe journal’s own cost of a write, in milliseconds; every state on the disk before the next step\n');
console.table({
  'one fdatasync of 4 KB': summarise(raw),
  'createCase, one at a time': summarise(creations),
  'updateCase, one at a time': summarise(changes),
  'createCase, 16 at a time': summarise(together),
  'the same key again': summarise(replays),
});
const [creation, sync] = [summarise(creations), summarise(raw)];
const ratio = (/** @type {'p50' | 'p99'} */ at) => (creation[at] / sync[at]).toFixed(1);
console.log(`a creation against one fdatasync: ${ratio('p50')} × at p50, ${ratio('p99')} × at p99\n`);

const old = new LmdbJournalStore({ folder: join(folder, 'old'), now: Date.now });
/** @type {Promise<boolean>[]} */
const made = [];
for (let index = 0; index < entries; index += 1) {
  made.push(
    old.replace(`key-${index}-${'x'.repeat(36)}`, null, {
      state: index % 1000 === 0 ? 'UNKNOWN' : 'APPLIED',
      version: 1,
      inputHash: 'x'.repeat(43),
      holder: 'x'.repeat(36),
      heldUntil: 1,
      evidence: 'x'.repeat(250),
      reservedAt: 1,
      sentAt: 1,
      settledAt: 1,
      id: 'x'.repeat(24),
      caseNumber: 'PET-1',
      binding: null,
    }),
  );
}
await Promise.all(made);
await old.close();
const startedAt = performance.now();
const reopened = new LmdbJournalStore({ folder: join(folder, 'old'), now: Date.now });
const unsettled = await reopened.unsettledKeys();
const startMs = performance.now() - startedAt;
console.log(`start with ${entries} entries, ${unsettled.length} of them UNKNOWN: ${startMs.toFixed(1)} ms`);
await reopened.close();
rmSync(folder, { recursive: true });
