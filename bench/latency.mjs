import autocannon from 'autocannon';
import { findSample } from './sample.mjs';
import { startEmulator, startPassThrough, startSubgraph } from './programs.mjs';

const connections = 50;
const seconds = 8;

/**
 * Offers the same load of 50 connections to the subgraph and to a bare pass-through over the same emulator, in turn,
 * and reports latency percentiles of both and their difference, in milliseconds. The rate is fixed, so that what is
 * measured is what a request waits for and not how long a queue can get.
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
      await offer(subgraph.url, graphql, requestsPerSecond, 3);
      const through = await offer(passThrough.url, bare, requestsPerSecond, seconds);
      const over = await offer(subgraph.url, graphql, requestsPerSecond, seconds);
      results.push({
        workload: name,
        'requests/s': over.rate,
        'pass-through p50': through.p50,
        'subgraph p50': over.p50,
        'added p50': round(over.p50 - through.p50),
        'pass-through p99': through.p99,
        'subgraph p99': over.p99,
        'added p99': round(over.p99 - through.p99),
        failures: over.failures + through.failures,
      });
    }
  } finally {
    await Promise.all([subgraph.stop(), passThrough.stop()]);
    await emulator.stop();
  }
  return results;
}

/**
 * @param {string} url
 * @param {object} body
 * @param {number} overallRate
 * @param {number} duration seconds
 */
async function offer(url, body, overallRate, duration) {
  const result = await autocannon({
    url,
    connections,
    duration,
    overallRate,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return {
    p50: result.latency.p50,
    p99: result.latency.p99,
    rate: Math.round(result.requests.average),
    failures: result.errors + result.timeouts + result.non2xx,
  };
}

/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;
