import { readFileSync } from 'node:fs';
import { Agent, fetch as undiciFetch } from 'undici';
import { percentile } from './load/Load.mjs';
import { startEmulator, startSubgraph } from './programs.mjs';

/** What sharing and remembering save: equal requests at once, and lists that are read while others write. */
const emulator = await startEmulator({
  EMULATOR_LATENCY_MS: '20',
  EMULATOR_CONCURRENCY: '16',
  EMULATOR_DAILY_QUOTA: '1000000',
});
const agent = new Agent({ connections: 1_024, headersTimeout: 0 });

/** @returns {Promise<any>} */
const journal = async () => (await fetch(`${emulator.url}/_emulator/journal`)).json();

/**
 * @param {string} url
 * @param {string} query
 * @param {object} [variables]
 * @returns {Promise<any>}
 */
async function ask(url, query, variables = {}) {
  const response = await undiciFetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    dispatcher: agent,
  });
  return response.json();
}

/**
 * The time that a process has computed so far, in seconds.
 *
 * @param {number} pid
 */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/**
 * The most memory that a process had so far, in MB.
 *
 * @param {number} pid
 */
function peakMegabytes(pid) {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
}

/** @param {string} url */
async function caseIds(url) {
  const ids = [];
  for (const status of ['Abierto', 'Cerrado']) {
    const { data } = await ask(
      url,
      `{ cases(filter: { status: { eq: "${status}" } }, first: 100) { nodes { id contact { id } } } }`,
    );
    ids.push(...data.cases.nodes);
  }
  return ids;
}

async function equalRequests() {
  const subgraph = await startSubgraph(emulator, {
    MAX_IN_FLIGHT: '1000',
    CACHE_TTL_MS: '5000',
    OPERATION_DEADLINE_MS: '120000',
  });
  const scout = await startSubgraph(emulator);
  const ids = (await caseIds(scout.url)).slice(0, 100).map(({ id }) => id);
  await scout.stop();
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Case { id caseNumber status { name condition } createdAt contact { id name } } } }`;
  const representations = ids.map((id) => ({ __typename: 'Case', id }));
  for (let time = 0; time < 20; time += 1) await ask(subgraph.url, query, { r: representations.slice(0, 2) });
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const before = (await journal()).length;
  const cpuBefore = cpuSeconds(subgraph.pid);
  const started = performance.now();
  const outcomes = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const begin = performance.now();
      const body = await ask(subgraph.url, query, { r: representations });
      const isWhole = body.data?._entities?.every((/** @type {any} */ found) => found !== null) ?? false;
      return { ms: performance.now() - begin, isWhole };
    }),
  );
  const figures = {
    'equal requests at once': outcomes.length,
    'answered in full': outcomes.filter(({ isWhole }) => isWhole).length,
    'calls of the CRM': (await journal()).length - before,
    'p50 ms': percentile(
      outcomes.map(({ ms }) => ms),
      0.5,
    ),
    'p99 ms': percentile(
      outcomes.map(({ ms }) => ms),
      0.99,
    ),
    'all ms': Math.round(performance.now() - started),
    'CPU ms an answer': Math.round(cpuSeconds(subgraph.pid) * 1_000 - cpuBefore * 1_000) / outcomes.length,
    'peak memory MB': peakMegabytes(subgraph.pid),
  };
  await subgraph.stop();
  return figures;
}

const seconds = 20;

async function listsDuringWrites() {
  const subgraph = await startSubgraph(emulator, { CACHE_TTL_MS: '5000' });
  const found = await caseIds(subgraph.url);
  const contacts = [...new Set(found.map(({ contact }) => contact.id))].slice(0, 5);
  const document = (/** @type {string} */ contact) =>
    `{ cases(filter: { contactId: { eq: "${contact}" } }, first: 20) { nodes { id } result { freshness } } }`;
  const ids = found.filter(({ contact }) => contacts.includes(contact.id)).map(({ id }) => id);
  const before = (await journal()).length;
  const end = performance.now() + seconds * 1_000;
  const readers = Array.from({ length: 10 }, async (_, nth) => {
    for (let turn = nth; performance.now() < end; turn += 1) {
      await ask(subgraph.url, document(contacts[turn % contacts.length] ?? ''));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  let writes = 0;
  while (performance.now() < end) {
    const id = ids[writes % ids.length];
    writes += 1;
    await ask(
      subgraph.url,
      `mutation { updateCase(input: { idempotencyKey: "${subgraph.url}-${writes}", id: "${id}", description: "turn ${writes}" }) { outcome } }`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await Promise.all(readers);
  const calls = (await journal()).slice(before);
  const reads = calls.filter(
    (/** @type {{ endpoint: string }} */ { endpoint }) => !/update|insert/.test(endpoint),
  ).length;
  await subgraph.stop();
  return { 'lists, readers': '5, 10', writes, 'read calls a second': Math.round((reads / seconds) * 100) / 100 };
}

try {
  console.table(await equalRequests());
  console.table(await listsDuringWrites());
} finally {
  await agent.close();
  await emulator.stop();
}
