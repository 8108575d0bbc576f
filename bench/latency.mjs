import { Load, percentile } from './load/Load.mjs';
import { findSample } from './sample.mjs';
import { startEmulator, startPassThrough, startSubgraph } from './programs.mjs';

const connections = 50;
const warmUps = 3;
const rounds = 8;
const secondsPerRound = 2;

/**
 * Offers the same load over 50 connections to the subgraph and to a bare pass-through over the same emulator, in turns
 * of two seconds, and reports latency percentiles of both and their difference, in milliseconds. Requests come evenly,
 * at a fixed rate: what is measured is what one waits for, and not how long a queue can get.
 *
 * @param {number} requestsPerSecond
 */
export async function benchLatency(requestsPerSecond) {
  const emulator = await startEmulator({ EMULATOR_CONCURRENCY: '64', EMULATOR_DAILY_QUOTA: '100000000' });
  const sample = await findSample(emulator);
  const subgraph = await startSubgraph(emulator, { WOLKVOX_CONCURRENCY: '64', LOG_LEVEL: 'warn' });
  const passThrough = await startPassThrough(emulator);
  const workloads = [
    {
      name: 'a case by id',
      graphql: {
        query: 'query ($id: ID!) { case(id: $id) { id caseNumber status { name } contact { name } } }',
        variables: { id: sample.case.id },
      },
      bare: { field: 'wolkvox-id', value: sample.case.id, limit: 1 },
    },
    {
      name: 'a list of 20 cases',
      graphql: {
        query: `query ($s: String!) { cases(filter: { status: { eq: $s } }) {
          nodes { id caseNumber createdAt status { name condition } priority { name } contact { id name } owner { name } }
        } }`,
        variables: { s: sample.status },
      },
      bare: { field: 'status', value: sample.status, limit: 20 },
    },
  ];
  const results = [];
  try {
    for (const { name, graphql, bare } of workloads) {
      const through = new Load(passThrough.url, connections);
      const over = new Load(subgraph.url, connections);
      /** @param {Load} load @param {object} body */
      const offer = (load, body) => load.atRate(requestsPerSecond, secondsPerRound, () => ({ kind: 'read', body }));
      for (let round = 0; round < warmUps; round += 1) await Promise.all([offer(through, bare), offer(over, graphql)]);
      /** @type {Record<'through' | 'over', import('./load/Load.mjs').Outcome[]>} */
      const outcomes = { through: [], over: [] };
      for (let round = 0; round < rounds; round += 1) {
        outcomes.through.push(...(await offer(through, bare)));
        outcomes.over.push(...(await offer(over, graphql)));
      }
      await Promise.all([through.close(), over.close()]);
      const below = latencyOf(outcomes.through);
      const above = latencyOf(outcomes.over);
      results.push({
        workload: name,
        'pass-through p50': below.p50,
        'subgraph p50': above.p50,
        'added p50': round(above.p50 - below.p50),
        'pass-through p99': below.p99,
        'subgraph p99': above.p99,
        'added p99': round(above.p99 - below.p99),
        failures: below.failures + above.failures,
      });
    }
  } finally {
    await Promise.all([subgraph.stop(), passThrough.stop()]);
    await emulator.stop();
  }
  return results;
}

/** @param {readonly import('./load/Load.mjs').Outcome[]} outcomes */
function latencyOf(outcomes) {
  const times = outcomes.map(({ ms }) => ms);
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    failures: outcomes.filter(({ isGood }) => !isGood).length,
  };
}

/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;
