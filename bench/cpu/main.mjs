/**
 * What an answer costs in CPU time of the server: this subgraph, a bare server that does the least one can do, and other
 * GraphQL servers over the same upstream. `npm run bench:cpu -- --rounds 6 --seconds 2 --only 1 --json FILE`;
 * `--servers bare,this` leaves the others out, `--profile FOLDER` has a CPU profile of the subgraph written there.
 *
 * Servers are processes in production mode on a core of their own, callers and upstream share the other one. Each round
 * goes through the servers in the opposite order of the one before; figures are medians of rounds. Linux, two cores.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { programs, requestHeaders, serverSettings, startPinned } from './servers.mjs';
import { workloads } from './workloads.mjs';

/** @typedef {import('./workloads.mjs').Workload} Workload */
/** @typedef {import('./servers.mjs').Server} Server */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    servers: { type: 'string' },
    json: { type: 'string', default: 'reports/cpu.json' },
    profile: { type: 'string' },
  },
});
const callers = 32;
const [callerCore, serverCore] = [0, 1];
const warmUpSeconds = 6;

if (process.platform !== 'linux' || cpus().length < 2) throw new Error('this bench needs Linux and two cores');
spawnSync('taskset', ['-cp', String(callerCore), String(process.pid)]);

/** The number of the next question; no question that is not from memory is asked twice. */
let nextNumber = 0;

/**
 * Keeps 32 callers asking for a time and checks every answer.
 *
 * @param {Server} server
 * @param {Workload} workload
 * @param {number} seconds
 */
async function load(server, { request, mark }, seconds) {
  const { origin, pathname } = new URL(server.url);
  const pool = new Pool(origin, { connections: callers, pipelining: 1 });
  let answers = 0;
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < endsAt) {
        const nth = nextNumber++;
        const { statusCode, body } = await pool.request({
          method: 'POST',
          path: pathname,
          headers: requestHeaders,
          body: JSON.stringify(request(nth)),
        });
        const text = await body.text();
        if (statusCode !== 200 || text.includes('"errors"') || !text.includes(mark(nth))) {
          throw new Error(`${server.name} answers ${statusCode}: ${text.slice(0, 300)}`);
        }
        answers += 1;
      }
    }),
  );
  const cpuMs = server.cpuMs() - cpuBefore;
  const perSecond = answers / ((performance.now() - startedAt) / 1_000);
  await pool.close();
  return { answers, perSecond, cpuMs: cpuMs / answers };
}

/** The data of one answer, so that all servers can be held to saying the same. @param {Server} server @param {Workload} workload @param {number} nth */
async function dataOf(server, { request }, nth) {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: requestHeaders,
    body: JSON.stringify(request(nth)),
  });
  const { data } = /** @type {any} */ (await response.json());
  return JSON.stringify(data);
}

/** @param {string} url @returns {Promise<number>} */
async function callsSeenBy(url) {
  return /** @type {any} */ (await (await fetch(url)).json()).answers;
}

/** Has the engine write a CPU profile of this server when it ends, where one is asked for. @param {{ name: string }} program */
function profiling({ name }) {
  return options.profile !== undefined && name === 'this' ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** @param {Workload} workload */
async function measure(workload) {
  const upstream = await startPinned({ name: 'upstream', path: 'bench/cpu/upstream.mjs', core: callerCore });
  const settings = serverSettings(upstream.url, workload.isRemembered);
  const chosen = programs.filter(
    ({ name }) => options.servers === undefined || options.servers.split(',').includes(name),
  );
  const servers = [];
  try {
    for (const program of chosen) {
      servers.push(await startPinned({ ...program, core: serverCore, settings, nodeOptions: profiling(program) }));
    }
    const said = new Set();
    const first = nextNumber++;
    for (const server of servers) said.add(await dataOf(server, workload, first));
    if (said.size !== 1) throw new Error(`the servers answer differently: ${[...said].join('\n')}`);
    for (const server of servers) await load(server, workload, warmUpSeconds);
    /** @type {Map<string, { cpuMs: number[], perSecond: number[], answers: number, calls: number }>} */
    const results = new Map(servers.map(({ name }) => [name, { cpuMs: [], perSecond: [], answers: 0, calls: 0 }]));
    for (let round = 0; round < Number(options.rounds); round += 1) {
      for (const server of round % 2 === 0 ? servers : [...servers].reverse()) {
        const callsBefore = await callsSeenBy(upstream.url);
        const { answers, perSecond, cpuMs } = await load(server, workload, Number(options.seconds));
        const result = results.get(server.name);
        if (result === undefined) continue;
        result.cpuMs.push(cpuMs);
        result.perSecond.push(perSecond);
        result.answers += answers;
        result.calls += (await callsSeenBy(upstream.url)) - callsBefore;
      }
    }
    return tell(workload, results);
  } finally {
    for (const server of [...servers, upstream]) await server.stop();
  }
}

/**
 * @param {Workload} workload
 * @param {ReadonlyMap<string, { cpuMs: readonly number[], perSecond: readonly number[], answers: number, calls: number }>} results
 */
function tell({ name, isRemembered }, results) {
  const bare = median(results.get('bare')?.cpuMs ?? []);
  const figures = [...results].map(([server, { cpuMs, perSecond, answers, calls }]) => {
    if (calls !== (isRemembered ? 0 : answers))
      throw new Error(`${server}: ${answers} answers, ${calls} calls: ${name}`);
    const ms = median(cpuMs);
    return {
      server,
      cpuMs: round(ms),
      timesBare: round(ms / bare),
      perSecond: Math.round(median(perSecond)),
      answers,
      calls,
    };
  });
  console.log(`\n${name}`);
  console.table(figures);
  return { workload: name, figures };
}

/** @param {number} value */
const round = (value) => Math.round(value * 1_000) / 1_000;

const results = [];
for (const [index, workload] of workloads.entries()) {
  if (options.only === undefined || options.only.split(',').includes(String(index + 1)))
    results.push(await measure(workload));
}
const { model } = cpus()[0] ?? { model: 'unknown' };
const report = { node: process.version, cpu: model, cores: cpus().length, callers, measuredAt: new Date(), results };
mkdirSync(dirname(options.json), { recursive: true });
writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nwritten to ${options.json}`);
