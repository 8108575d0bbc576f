import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startEmulator, startSubgraph } from './programs.mjs';
import { startRedis } from './redisServer.mjs';

/**
 * What it costs to be several: the CRM's calls and the time of answers with one, two and three replicas on one workload, the
 * peak of three, a rolling restart under load, and the way back after Redis was killed.
 */
const emulator = await startEmulator({
  EMULATOR_LATENCY_MS: '5',
  EMULATOR_CONCURRENCY: '16',
  EMULATOR_DAILY_QUOTA: '1000000',
});
const settings = { CACHE_TTL_MS: '60000', WOLKVOX_CONCURRENCY: '4', STARTUP_CHECK: 'off' };

/** @returns {Promise<{ inFlight: number }[]>} */
async function journal() {
  const response = await fetch(`${emulator.url}/_emulator/journal`);
  return /** @type {any} */ (await response.json());
}

/**
 * @param {string} url
 * @param {string} query
 * @returns {Promise<{ ms: number, isGood: boolean, data: any }>}
 */
async function ask(url, query) {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = /** @type {any} */ (await response.json());
    return { ms: performance.now() - startedAt, isGood: response.ok && errors === undefined, data };
  } catch {
    return { ms: performance.now() - startedAt, isGood: false, data: null };
  }
}

/** @param {number[]} values */
const p50 = (values) => [...values].sort((left, right) => left - right)[values.length >> 1] ?? 0;
/** @param {number} value */
const rounded = (value) => Math.round(value * 100) / 100;

const seen = await startSubgraph(emulator, settings);
/** @type {string[]} */
const ids = [];
for (const status of ['Abierto', 'Cerrado', 'En espera']) {
  const { data } = await ask(
    seen.url,
    `{ cases(filter: { status: { eq: "${status}" } }, first: 100) { nodes { id } } }`,
  );
  ids.push(...data.cases.nodes.map((/** @type {{ id: string }} */ { id }) => id));
}
await seen.stop();

/** The same questions for any number of replicas: cases, some more often than others, and lists. */
const questions = Array.from({ length: 2_400 }, (_, nth) => {
  const spread = ((nth * 7_919) % 1_000) / 1_000;
  const id = ids[Math.floor(spread ** 2 * ids.length)];
  const status = ['Abierto', 'Cerrado', 'En espera'][nth % 3];
  return nth % 6 === 0
    ? `{ cases(filter: { status: { eq: "${status}" } }, first: ${String(5 + (nth % 4) * 5)}) { nodes { id } } }`
    : `{ case(id: "${id}") { id status { name } contact { id } } }`;
});

/** @param {string[]} urls */
async function runWorkload(urls) {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
  let next = 0;
  let failed = 0;
  const startedAt = performance.now();
  const worker = async () => {
    for (let nth = next++; nth < questions.length; nth = next++) {
      const { isGood } = await ask(urls[nth % urls.length] ?? '', questions[nth] ?? '');
      if (!isGood) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const seconds = (performance.now() - startedAt) / 1_000;
  const entries = await journal();
  return {
    calls: entries.length,
    mostInFlight: Math.max(...entries.map(({ inFlight }) => inFlight)),
    perSecond: Math.round(questions.length / seconds),
    failed,
  };
}

/**
 * The time of an answer from memory, and of one that takes a call, of two servers in turn: what else the machine does meets
 * both.
 *
 * @param {string} aloneUrl
 * @param {string} sharedUrl
 */
async function measureAddedTimes(aloneUrl, sharedUrl) {
  const remembered = `{ case(id: "${ids[0]}") { id } }`;
  const nobody = (/** @type {number} */ nth) => `{ contact(id: "nobody${String(nth)}") { id } }`;
  for (let nth = 0; nth < 100; nth += 1) for (const url of [aloneUrl, sharedUrl]) await ask(url, remembered);
  const times = { alone: { memory: [], call: [] }, shared: { memory: [], call: [] } };
  const measure = async (/** @type {string} */ query, /** @type {'memory' | 'call'} */ kind) => {
    /** @type {number[]} */ (times.alone[kind]).push((await ask(aloneUrl, query)).ms);
    /** @type {number[]} */ (times.shared[kind]).push((await ask(sharedUrl, query)).ms);
  };
  for (let nth = 0; nth < 400; nth += 1) await measure(remembered, 'memory');
  for (let nth = 0; nth < 150; nth += 1) await measure(nobody(nth), 'call');
  return Object.fromEntries(
    /** @type {const} */ (['memory', 'call']).map((kind) => [
      kind,
      {
        aloneMs: rounded(p50(times.alone[kind])),
        sharedMs: rounded(p50(times.shared[kind])),
        addedMs: rounded(p50(times.shared[kind]) - p50(times.alone[kind])),
      },
    ]),
  );
}

const alone = await startSubgraph(emulator, settings);
console.log('embedded, one process   ', JSON.stringify(await runWorkload([alone.url])));

let failures = 0;
/** @type {number | null} */
let callsOfOne = null;
for (const count of [1, 2, 3]) {
  const redis = await startRedis();
  const replicas = await Promise.all(
    Array.from({ length: count }, () => startSubgraph(emulator, { ...settings, REDIS_URL: redis.url })),
  );
  const urls = replicas.map(({ url }) => url);
  await delay(1_000);
  const work = await runWorkload(urls);
  callsOfOne ??= work.calls;
  const ratio = rounded(work.calls / callsOfOne);
  console.log(`Redis, replicas: ${String(count)}      `, JSON.stringify({ ...work, ratio }));
  if (count === 1) {
    const added = await measureAddedTimes(alone.url, urls[0] ?? '');
    await alone.stop();
    console.log('time of an answer, p50  ', JSON.stringify(added));
  }
  if (ratio > 1.05 || work.failed > 0 || work.mostInFlight > 4) failures += 1;
  if (count === 3) {
    console.log('rolling restart         ', JSON.stringify(await rollingRestart(replicas, redis.url)));
    console.log('Redis killed            ', JSON.stringify(await redisKilled(redis)));
  }
  await Promise.all(replicas.map(({ stop }) => stop()));
  await redis.stop();
}
await emulator.stop();
process.exit(failures === 0 ? 0 : 1);

/**
 * Replaces one replica after the other while requests arrive, as a deployment does: a new one first, then the old one is
 * taken out of the balancer, then it ends.
 *
 * @param {Awaited<ReturnType<typeof startSubgraph>>[]} replicas
 * @param {string} redisUrl
 */
async function rollingRestart(replicas, redisUrl) {
  const pool = replicas.map(({ url }) => url);
  let isOver = false;
  let asked = 0;
  let failed = 0;
  const load = Array.from({ length: 6 }, async () => {
    while (!isOver) {
      const nth = (asked += 1);
      const { isGood } = await ask(pool[nth % pool.length] ?? '', questions[nth % questions.length] ?? '');
      if (!isGood) failed += 1;
      await delay(5);
    }
  });
  for (const [index, old] of [...replicas.entries()]) {
    const fresh = await startSubgraph(emulator, { ...settings, REDIS_URL: redisUrl });
    pool[index] = fresh.url;
    await delay(100);
    await old.stop();
    replicas[index] = fresh;
  }
  isOver = true;
  await Promise.all(load);
  failures += failed === 0 ? 0 : 1;
  return { asked, failed };
}

/**
 * @param {Awaited<ReturnType<typeof startRedis>>} redis
 */
async function redisKilled(redis) {
  const client = new Redis(redis.url);
  const memory = /used_memory:(\d+)/.exec(await client.info('memory'))?.[1];
  client.disconnect();
  const fresh = await startSubgraph(emulator, { ...settings, REDIS_URL: redis.url });
  await ask(fresh.url, questions[1] ?? '');
  await redis.kill();
  await delay(200);
  const away = await ask(fresh.url, '{ contact(id: "nobody at all") { id } }');
  const stale = await ask(fresh.url, questions[1] ?? '');
  await redis.restart();
  const restartedAt = performance.now();
  while (!(await ask(fresh.url, '{ contact(id: "nobody at all") { id } }')).isGood) await delay(20);
  const backMs = Math.round(performance.now() - restartedAt);
  await fresh.stop();
  return {
    refusedInMs: rounded(away.ms),
    fromMemoryMeanwhile: stale.isGood,
    backMs,
    redisMegabytes: rounded(Number(memory) / 1024 ** 2),
  };
}
