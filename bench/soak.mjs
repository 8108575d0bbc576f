import { readdirSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { Load, percentile } from './load/Load.mjs';
import { entityShot, listShot, readShot, writeShot, wrongShot } from './load/shots.mjs';
import { Rig } from './reliability/Rig.mjs';

const requests = Number(process.argv[2] ?? 30_000);
const status = 'Abierto';
/** Of a hundred calls to the CRM five meet one of these. */
const faults = [
  { type: 'html', status: 502, text: 'broken' },
  { type: 'cut', at: 'midBody', how: 'reset' },
  { type: 'malformedJson' },
  { type: 'refusal', kind: 'simultaneous' },
  { type: 'delay', ms: 60 },
];

const rig = await Rig.start(
  { WOLKVOX_CONCURRENCY: '16', WOLKVOX_DAILY_QUOTA: '100000000', CACHE_TTL_MS: '200', MAX_IN_FLIGHT: '64' },
  { EMULATOR_CONCURRENCY: '64' },
);
await rig.setFaults(
  faults.map((fault, index) => ({ fault, times: null, match: { probability: 0.05 / (faults.length - index * 0.05) } })),
);
const load = new Load(rig.subgraph.url, 16);
let sent = 0;
/** Sixty reads, fifteen lists, ten entities, ten that are wrong, five writes of a hundred. */
const shot = () => {
  sent += 1;
  const id = rig.caseIds[(sent * 7) % rig.caseIds.length] ?? '';
  const part = (sent * 37) % 100;
  if (part < 60) return readShot(id);
  if (part < 75) return listShot(status, (sent * 13) % 200);
  if (part < 85) return entityShot(id);
  return part < 95 ? wrongShot(sent) : writeShot();
};

const half = async () => {
  const end = sent + requests / 2;
  /** @type {number[]} */
  const memory = [];
  const timer = setInterval(() => memory.push(rig.residentMegabytes()), 200);
  const outcomes = await load.inTurn(16, () => (sent < end ? shot() : null));
  clearInterval(timer);
  await delay(2_000);
  return { outcomes, memory, idle: await atRest() };
};

/** What the subgraph holds while nobody asks anything of it. */
async function atRest() {
  const text = await (await fetch(new URL('/metrics', rig.subgraph.url))).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const figure = (/** @type {string} */ start) =>
    lines.filter((line) => line.startsWith(start)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  return {
    descriptors: readdirSync(`/proc/${rig.subgraph.pid}/fd`).length,
    timers: figure('nodejs_active_resources{type="Timeout"}'),
    // Those of the runtime come and go with what it is doing.
    series: lines.filter((line) => line.startsWith('subgraph_')).length,
    inFlight: figure('subgraph_operations_in_flight'),
  };
}

await load.inTurn(16, () => (sent < 2_000 ? shot() : null));
const startedAt = performance.now();
const first = await half();
const second = await half();
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const calls = (await rig.control('state')).callsToday;
await load.close();
await rig.stop();

const outcomes = [...first.outcomes, ...second.outcomes];
/** @param {string} kind */
const share = (kind) => {
  const those = outcomes.filter((outcome) => outcome.kind === kind);
  return Math.round((those.filter(({ isGood }) => isGood).length / those.length) * 10_000) / 10_000;
};
const growth = Math.round((percentile(second.memory, 0.5) - percentile(first.memory, 0.5)) * 10) / 10;
console.log('\nMixed requests while five of a hundred calls to the CRM fail\n');
console.table({
  requests: outcomes.length,
  seconds,
  'CRM calls': calls,
  'reads answered whole': share('read'),
  'writes applied at once': share('write'),
  'without answer': outcomes.filter((outcome) => outcome.status === 0).length,
  'server faults (500)': outcomes.filter((outcome) => outcome.status === 500).length,
  'RSS MB, first half': percentile(first.memory, 0.5),
  'RSS MB, second half': percentile(second.memory, 0.5),
  'RSS growth MB': growth,
});
console.table({ 'after the first half': first.idle, 'after the second half': second.idle });
const isMet =
  growth <= 30 &&
  second.idle.descriptors <= first.idle.descriptors + 2 &&
  second.idle.timers <= first.idle.timers + 2 &&
  // A pair of an endpoint and an outcome that is rare may be seen late; there is a fixed number of them.
  second.idle.series <= first.idle.series + 5 &&
  second.idle.inFlight === 0 &&
  outcomes.every((outcome) => outcome.status !== 0 && outcome.status !== 500);
console.log(isMet ? 'as promised' : 'NOT as promised');
process.exitCode = isMet ? 0 : 1;
