import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Emulator, type FaultRule, RandomSource, scalarText, startEmulator } from 'wolkvox-emulator';
import { describeWithRedis, TestRedis } from '../../support/startRedis.js';
import type { Subgraph } from '../../support/startSubgraph.js';
import { CaseClient, type Told } from '../writes/CaseClient.js';
import { Fleet } from './Fleet.js';

/** `npm run nemesis` asks for more of it. */
const attempts = Number(process.env['NEMESIS_ATTEMPTS'] ?? 160);
const seed = Number(process.env['NEMESIS_SEED'] ?? 20_260);
const concurrency = 2;
const workers = 6;
/** The longest pause of the weather, in milliseconds. */
const calmMs = 1_200;

const weather: readonly FaultRule[] = [
  // Stored, and the answer comes when nobody waits for it any more.
  { match: { kind: 'create', probability: 0.06 }, times: null, fault: { type: 'delay', ms: 900 } },
  { match: { kind: 'create', probability: 0.05 }, times: null, fault: { type: 'html', status: 502 }, commit: true },
  { match: { kind: 'create', probability: 0.05 }, times: null, fault: { type: 'html', status: 502 }, commit: false },
  { match: { kind: 'read', probability: 0.02 }, times: null, fault: { type: 'html', status: 502 } },
  { times: null, fault: { type: 'delay', ms: 12 } },
];

let emulator: Emulator;
let redis: TestRedis;
let fleet: Fleet;
let client: CaseClient;

/** What callers were told of the keys that they used. */
class Claims {
  readonly told = new Map<string, Told[]>();
  readonly #stale: string[] = [];

  note(key: string, answer: Told): void {
    this.told.set(key, [...(this.told.get(key) ?? []), answer]);
  }

  noteStale(what: string): void {
    this.#stale.push(what);
  }

  /** Everything that was told and is not so, by its kind. */
  lies(): Readonly<Record<string, readonly string[]>> {
    const duplicate: string[] = [];
    const lost: string[] = [];
    const swapped: string[] = [];
    for (const [key, answers] of this.told) {
      const records = client.recordsOf(key);
      const claimed = answers.filter(({ outcome }) => outcome === 'APPLIED' || outcome === 'REPLAYED');
      if (records.length > 1) duplicate.push(key);
      if (claimed.length > 0 && records.length === 0) lost.push(key);
      if (claimed.some(({ id }) => id !== null && !records.includes(id))) swapped.push(key);
    }
    return { duplicate, lost, swapped, stale: this.#stale };
  }

  /** The keys of which somebody was told that nobody can tell, or nothing at all. */
  doubtful(): readonly string[] {
    const isDoubt = ({ outcome, codes }: Told): boolean =>
      outcome === 'UNKNOWN' || (outcome === null && codes.length === 0);
    return this.unsettled().filter((key) => this.told.get(key)?.some(isDoubt));
  }

  /** The keys of which nobody was told that a record was made. */
  unsettled(): string[] {
    const isMade = ({ outcome }: Told): boolean => outcome === 'APPLIED' || outcome === 'REPLAYED';
    return [...this.told].flatMap(([key, answers]) => (answers.some(isMade) ? [] : [key]));
  }

  /** The keys of which everybody was told that nothing was written, and that the CRM holds all the same. */
  phantoms(): readonly string[] {
    const isRefusal = ({ outcome, codes }: Told): boolean => outcome === 'REJECTED' || codes.length > 0;
    return [...this.told].flatMap(([key, answers]) =>
      answers.every(isRefusal) && client.recordsOf(key).length > 0 ? [key] : [],
    );
  }
}

const claims = new Claims();
const random = new RandomSource(seed);
let made = 0;

async function attempt(subgraph: Subgraph, key: string): Promise<Told | null> {
  try {
    const answer = await client.create(subgraph, key);
    claims.note(key, answer);
    return answer;
  } catch {
    // Killed with the replica: nobody was told anything.
    claims.note(key, { status: 0, outcome: null, id: null, codes: [] });
    return null;
  }
}

/** Asks until the write is known to be made. */
async function finish(key: string): Promise<void> {
  let end: Told | null = null;
  while (end?.outcome !== 'APPLIED' && end?.outcome !== 'REPLAYED') {
    if (end !== null) await sleep(200);
    end = await attempt(random.pick(fleet.subgraphs), key);
  }
}

/** Creates cases, under new keys and under those that others have used. */
async function create(): Promise<void> {
  while (made < attempts) {
    const nth = (made += 1);
    const used = [...claims.told.keys()];
    const isNew = used.length === 0 || random.chance(0.7);
    await attempt(random.pick(fleet.subgraphs), isNew ? `nemesis-${String(nth)}` : random.pick(used.slice(-20)));
    await sleep(random.integer(10, 60));
  }
}

const statuses = ['Abierto', 'En espera', 'Solucionado'] as const;

/** Changes one case again and again, and reads it on other replicas: none may show what was so before. */
async function change(id: string): Promise<void> {
  let possible = new Set<string>();
  for (let turn = 0; made < attempts; turn += 1) {
    const status = statuses[turn % statuses.length] ?? 'Abierto';
    const key = `${id}-${String(turn)}`;
    const answered = await ask(
      random.pick(fleet.subgraphs),
      `mutation { updateCase(input: { idempotencyKey: "${key}", id: "${id}", status: "${status}" }) { outcome } }`,
    );
    const outcome = (answered as { updateCase?: { outcome: string } | null } | null)?.updateCase?.outcome;
    if (outcome === 'APPLIED' || outcome === 'REPLAYED') possible = new Set([status]);
    else possible.add(status);
    if (outcome !== 'APPLIED') continue;
    for (let look = 0; look < 3; look += 1) {
      const data = await ask(
        random.pick(fleet.subgraphs),
        `{ cases(filter: { id: { eq: "${id}" } }, first: 1) { nodes { status { name } } result { freshness } } }`,
      );
      const list = (data as { cases?: Listed | null } | null)?.cases;
      const seen = list?.nodes[0]?.status?.name;
      if (list?.result.freshness === 'STALE' || seen === undefined) continue;
      if (!possible.has(seen)) claims.noteStale(`${key}: ${seen}, not ${[...possible].join('|')}`);
    }
  }
}

interface Listed {
  readonly nodes: readonly { readonly status: { readonly name: string } | null }[];
  readonly result: { readonly freshness: string };
}

async function ask(subgraph: Subgraph, document: string): Promise<unknown> {
  try {
    return (await subgraph.query(document)).body.data ?? null;
  } catch {
    return null;
  }
}

describeWithRedis('three replicas that are killed, stopped and cut off, over a Redis that is killed', () => {
  beforeAll(async () => {
    redis = await TestRedis.start();
    emulator = await startEmulator({ settings: { maxConcurrency: null, dailyQuota: null } });
    client = new CaseClient(emulator);
    fleet = new Fleet(emulator, redis, {
      CACHE_TTL_MS: '5000',
      WOLKVOX_CONCURRENCY: String(concurrency),
      OPERATION_DEADLINE_MS: '3000',
      WOLKVOX_ATTEMPT_TIMEOUT_MS: '700',
      RECONCILE_GRACE_MS: '300',
    });
    await fleet.start(3);
  }, 60_000);

  afterAll(async () => {
    await fleet.stop();
    await emulator.close();
    await redis.stop();
  });

  test(`keep every promise through ${String(attempts)} writes (seed ${String(seed)})`, async () => {
    emulator.setFaults(weather, seed);
    const cases = emulator
      .records('cases')
      .slice(0, 2)
      .map((record) => scalarText(record['wolkvox_id']) ?? '');
    const strikes = (async () => {
      while (made < attempts) {
        await sleep(random.integer(calmMs / 4, calmMs));
        fleet.strike(random);
      }
    })();
    await Promise.all([...Array.from({ length: workers }, create), ...cases.map(change), strikes]);
    emulator.clearFaults();
    await fleet.mended();
    const phantoms = claims.phantoms();
    // What a replica that died has left is settled by another.
    const healedAt = performance.now();
    await Promise.all(claims.doubtful().map(finish));
    const settledMs = performance.now() - healedAt;
    // And then every key has its end.
    const open = claims.unsettled();
    await Promise.all(
      Array.from({ length: workers }, async () => {
        for (let key = open.pop(); key !== undefined; key = open.pop()) await finish(key);
      }),
    );
    const mostInFlight = Math.max(...emulator.journal().map(({ inFlight }) => inFlight));
    const outcomes = new Map<string, number>();
    for (const { outcome, codes } of [...claims.told.values()].flat()) {
      const name = outcome ?? (codes.length > 0 ? String(codes[0]) : 'cut off');
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    }
    process.stderr.write(
      `nemesis: ${JSON.stringify({ ...Object.fromEntries(outcomes), ...Object.fromEntries(fleet.happened), mostInFlight, settledMs: Math.round(settledMs) })}\n`,
    );
    expect({ ...claims.lies(), phantoms }).toEqual({ duplicate: [], lost: [], swapped: [], stale: [], phantoms: [] });
    expect(settledMs).toBeLessThan(30_000);
    expect(fleet.deaths).toEqual([]);
    expect(mostInFlight).toBeLessThanOrEqual(concurrency);
    expect(outcomes.get('APPLIED') ?? 0).toBeGreaterThan(attempts / 4);
  }, 1_800_000);
});
