import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Emulator, scalarText, startEmulator } from 'wolkvox-emulator';
import { until } from '../support/patience.js';
import { describeWithRedis, TestRedis } from '../support/startRedis.js';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

let emulator: Emulator;
let redis: TestRedis;
let replicas: readonly Subgraph[];
let ids: readonly string[];

const start = (settings: Readonly<Record<string, string>> = {}): Promise<Subgraph> =>
  startSubgraph(emulator, { REDIS_URL: redis.url.href, CACHE_TTL_MS: '60000', ...settings });

const caseOf = (id: string) => `{ case(id: "${id}") { id status { name } } }`;
const listOf = (status: string) => `{
  cases(filter: { status: { eq: "${status}" } }, first: 5) {
    nodes { id status { name } }
    result { upstreamCalls freshness }
  }
}`;

interface ListAnswer {
  readonly cases: {
    readonly nodes: readonly { readonly id: string; readonly status: { readonly name: string } }[];
    readonly result: { readonly upstreamCalls: number; readonly freshness: string };
  };
}

function replica(index: number): Subgraph {
  const found = replicas[index % replicas.length];
  if (found === undefined) throw new Error('No such replica.');
  return found;
}

async function list(index: number, status: string): Promise<ListAnswer['cases']> {
  const { body } = await replica(index).query(listOf(status));
  return (body.data as ListAnswer).cases;
}

async function setStatus(index: number, id: string, status: string, key: string): Promise<unknown> {
  const { body } = await replica(index).query(
    `mutation { updateCase(input: { idempotencyKey: "${key}", id: "${id}", status: "${status}" }) { outcome } }`,
  );
  return (body.data as { updateCase: { outcome: string } }).updateCase.outcome;
}

async function callsOf(action: () => Promise<unknown>): Promise<number> {
  const before = emulator.journal().length;
  await action();
  return emulator.journal().length - before;
}

describeWithRedis('three replicas', () => {
  beforeAll(async () => {
    redis = await TestRedis.start();
    emulator = await startEmulator({ settings: { maxConcurrency: null, dailyQuota: null } });
    ids = emulator.records('cases').map((record) => scalarText(record['wolkvox_id']) ?? '');
    replicas = await Promise.all([start(), start(), start()]);
  });
  afterEach(() => {
    emulator.clearFaults();
  });
  afterAll(async () => {
    await Promise.all(replicas.map((subgraph) => subgraph.stop('SIGKILL')));
    await emulator.close();
    await redis.stop();
  });

  test('have no more calls in flight than one process may', async () => {
    emulator.clearJournal();
    emulator.setFaults([{ times: null, fault: { type: 'delay', ms: 20 } }]);
    const answers = await Promise.all(ids.slice(0, 60).map((id, index) => replica(index).query(caseOf(id))));
    expect(answers.filter(({ body }) => body.errors !== undefined)).toEqual([]);
    expect(Math.max(...emulator.journal().map(({ inFlight }) => inFlight))).toBe(2);
    expect(emulator.journal()).toHaveLength(60);
  });

  test('answer each other’s reads, and read together what they want at the same time', async () => {
    expect((await list(0, 'Abierto')).result).toEqual({ upstreamCalls: 1, freshness: 'LIVE' });
    expect((await list(1, 'Abierto')).result).toEqual({ upstreamCalls: 0, freshness: 'CACHED' });
    emulator.setFaults([{ times: null, fault: { type: 'delay', ms: 200 } }]);
    const calls = await callsOf(() => Promise.all([0, 1, 2, 0, 1, 2].map((index) => list(index, 'En espera'))));
    expect(calls).toBe(1);
  });

  test('answer a look-up with a record of a list that another one has read', async () => {
    const { nodes } = await list(0, 'Cerrado');
    expect(nodes.length).toBeGreaterThan(0);
    const calls = await callsOf(async () => {
      for (const { id } of nodes) {
        expect((await replica(2).query(caseOf(id))).body.data).toMatchObject({ case: { id } });
      }
    });
    expect(calls).toBe(0);
  });

  test('never answer with what was so before a write that any of them acknowledged', async () => {
    const id = ids[70] ?? '';
    for (let turn = 0; turn < 30; turn += 1) {
      const status = turn % 2 === 0 ? 'Solucionado' : 'Abierto';
      await Promise.all([0, 1, 2].map((index) => replica(index).query(caseOf(id))));
      expect(await setStatus(turn, id, status, `turn-${String(turn)}`)).toBe('APPLIED');
      for (const index of [0, 1, 2]) {
        const { body } = await replica(index).query(caseOf(id));
        expect({ turn, index, data: body.data }).toEqual({
          turn,
          index,
          data: { case: { id, status: { name: status } } },
        });
      }
    }
  });

  test('keep pages that a write elsewhere cannot have changed', async () => {
    const [owner] = emulator.users();
    const other = `{ owner(user: "${owner?.login ?? ''}") { id } contact(id: "${
      scalarText(emulator.records('contacts')[0]?.['wolkvox_id']) ?? ''
    }") { id } }`;
    await replica(0).query(other);
    await setStatus(1, ids[71] ?? '', 'Abierto', 'elsewhere');
    const contactCalls = await callsOf(() =>
      replica(0).query(
        `{ contact(id: "${scalarText(emulator.records('contacts')[0]?.['wolkvox_id']) ?? ''}") { id } }`,
      ),
    );
    expect(contactCalls).toBe(0);
  });

  test('count the day’s calls as one, to the call', async () => {
    const counting = await Promise.all(
      [0, 1, 2].map(() =>
        start({ WOLKVOX_DAILY_QUOTA: '30', WOLKVOX_OPERATION: emulator.operation, CACHE_TTL_MS: '0' }),
      ),
    );
    // A table of their own: the tenant's count has begun above.
    await redis.erase();
    const codes = await Promise.all(
      ids.slice(100, 160).map(async (id, index) => {
        const { body } = await (counting[index % 3] ?? replica(0)).query(caseOf(id));
        return body.errors?.[0]?.extensions['code'] ?? 'answered';
      }),
    );
    expect(codes.filter((code) => code === 'answered')).toHaveLength(27);
    expect(codes.filter((code) => code === 'QUOTA_EXHAUSTED')).toHaveLength(33);
    for (const subgraph of counting) {
      const { body } = await subgraph.query('{ wolkvoxQuota { limit used remaining } }');
      expect(body.data).toEqual({ wolkvoxQuota: { limit: 30, used: 27, remaining: 3 } });
    }
    await Promise.all(counting.map((subgraph) => subgraph.stop()));
    await redis.erase();
  });

  test('answer from memory while Redis is away, labelled, ask the CRM for nothing, and come back', async () => {
    await list(0, 'Abierto');
    await redis.kill();
    await until(async () =>
      (await fetch(`${replica(0).origin}/readyz`)).json().then((body) => JSON.stringify(body).includes('read-only')),
    );
    emulator.clearJournal();
    expect((await list(0, 'Abierto')).result).toEqual({ upstreamCalls: 0, freshness: 'STALE' });
    const { body } = await replica(0).query(caseOf(ids[200] ?? ''));
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(emulator.journal()).toEqual([]);
    await redis.restart();
    await until(async () => (await replica(0).query(caseOf(ids[201] ?? ''))).body.errors === undefined, 100);
  });
});
