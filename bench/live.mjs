/**
 * What a thousand subscribers cost: calls beside those of one, memory, and how soon each of them sees a write that was made
 * here. Subscribers are graphql-ws clients of this process, ten subscriptions on a connection.
 */
import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startEmulator, startSubgraph } from './programs.mjs';
import { findSample } from './sample.mjs';

const many = 1_000;
const perConnection = 10;
const writes = 40;
const watchedMs = 15_000;
const document =
  'subscription { caseChanges { kind cursor case { id caseNumber status { name condition } contact { name } } } }';
const settings = { LIVE_INTERVAL_MS: '1000', LIVE_QUOTA_SHARE: '100%', WOLKVOX_DAILY_QUOTA: '1000000' };

const emulator = await startEmulator();
const sample = await findSample(emulator);
const subgraph = await startSubgraph(emulator, settings);

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Bytes that the process holds, after it had time to let go of what it does not. */
async function memory() {
  await wait(2_000);
  const status = readFileSync(`/proc/${String(subgraph.pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024;
}

async function polls() {
  const answer = await fetch(`${emulator.url}/_emulator/journal`);
  const journal = /** @type {any} */ (await answer.json());
  /** @type {{ endpoint: string }[]} */
  const entries = Array.isArray(journal) ? journal : journal.entries;
  return entries.filter(({ endpoint }) => endpoint === 'custom/queryDates').length;
}

/**
 * @param {number} count
 * @param {(receivedAt: number) => void} onChange
 */
function subscribe(count, onChange) {
  const sockets = Array.from({ length: Math.ceil(count / perConnection) }, () =>
    createClient({ url: subgraph.url.replace('http', 'ws'), webSocketImpl: WebSocket, lazy: true }),
  );
  for (let nth = 0; nth < count; nth += 1) {
    sockets[nth % sockets.length]?.subscribe(
      { query: document },
      { next: () => onChange(performance.now()), error: console.error, complete: () => undefined },
    );
  }
  return () => Promise.all(sockets.map((socket) => socket.dispose()));
}

/** @param {number} count */
async function untilOpen(count) {
  for (;;) {
    const text = await (await fetch(new URL('/metrics', subgraph.url))).text();
    if (text.includes(`subgraph_subscriptions_open ${String(count)}\n`)) return;
    await wait(50);
  }
}

/** @param {number} count */
async function pollsOf(count) {
  const end = subscribe(count, () => undefined);
  await untilOpen(count);
  const before = await polls();
  await wait(watchedMs);
  const made = (await polls()) - before;
  await end();
  await untilOpen(0);
  return made;
}

/** @param {readonly number[]} sorted @param {number} share */
const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** @param {number} nth */
async function write(nth) {
  const response = await fetch(subgraph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: UpdateCaseInput!) { updateCase(input: $input) { outcome } }',
      variables: {
        input: { idempotencyKey: `live ${String(nth)}`, id: sample.case.id, description: `change ${String(nth)}` },
      },
    }),
  });
  await response.json();
  return performance.now();
}

const one = await pollsOf(1);
const thousand = await pollsOf(many);
console.log(
  `polls in ${String(watchedMs / 1_000)} s: ${String(one)} for one subscriber, ${String(thousand)} for ${String(many)}`,
);

const before = await memory();
/** @type {number[]} */
let received = [];
const end = subscribe(many, (at) => received.push(at));
await untilOpen(many);
const grown = (await memory()) - before;
console.log(`memory: ${(grown / 1024 ** 2).toFixed(1)} MB more with ${String(many)} subscribers`);

/** @type {number[]} */
const delays = [];
for (let nth = 0; nth < writes; nth += 1) {
  received = [];
  const answeredAt = await write(nth);
  while (received.length < many) await wait(5);
  // Who is told before the writer is answered has not waited.
  delays.push(...received.map((at) => Math.max(0, at - answeredAt)));
  await wait(200);
}
delays.sort((a, b) => a - b);
console.log(
  `own write seen by ${String(many)} subscribers after the writer’s answer: p50 ${quantile(delays, 0.5).toFixed(0)} ms, p99 ${quantile(delays, 0.99).toFixed(0)} ms, of ${String(delays.length)} events`,
);
const told = (await memory()) - before;
console.log(`memory after ${String(writes * many)} events: ${(told / 1024 ** 2).toFixed(1)} MB more`);
await end();
await subgraph.stop();
await emulator.stop();
process.exit(0);
