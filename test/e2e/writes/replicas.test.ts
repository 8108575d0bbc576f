import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, type Emulator } from '../../../packages/wolkvox-emulator/src/Emulator.js';
import { until } from '../../support/patience.js';
import { describeWithRedis, TestRedis } from '../../support/startRedis.js';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';
import { CaseClient } from './CaseClient.js';
import { runJournal } from './runJournal.js';

let emulator: Emulator;
let client: CaseClient;
let redis: TestRedis;
let replicas: Subgraph[] = [];

const start = (settings: Readonly<Record<string, string>> = {}): Promise<Subgraph> =>
  startSubgraph(emulator, {
    REDIS_URL: redis.url.href,
    OPERATION_DEADLINE_MS: '4000',
    WOLKVOX_ATTEMPT_TIMEOUT_MS: '1500',
    RECONCILE_GRACE_MS: '300',
    ...settings,
  });

function replica(index: number): Subgraph {
  const found = replicas[index];
  if (found === undefined) throw new Error('No such replica.');
  return found;
}

async function readiness(subgraph: Subgraph): Promise<unknown> {
  return ((await (await fetch(`${subgraph.origin}/readyz`)).json()) as { status: unknown }).status;
}

describeWithRedis('replicas that share a journal in Redis', () => {
  beforeAll(async () => {
    redis = await TestRedis.start();
    emulator = await startEmulator({ settings: { maxConcurrency: null, dailyQuota: null } });
    client = new CaseClient(emulator);
    replicas = await Promise.all([start(), start()]);
  });
  afterEach(() => {
    emulator.clearFaults();
  });
  afterAll(async () => {
    await Promise.all(replicas.map((subgraph) => subgraph.stop('SIGKILL')));
    await emulator.close();
    await redis.stop();
  });

  test('write a key once, whichever of them it reaches, at once or one after the other', async () => {
    emulator.setFaults([{ match: { kind: 'create' }, times: null, fault: { type: 'delay', ms: 150 } }]);
    const keys = Array.from({ length: 6 }, (_, index) => `shared-${String(index)}`);
    const told = await Promise.all(
      keys.flatMap((key) =>
        [0, 1, 0, 1].map(async (index) => ({ key, ...(await client.create(replica(index), key)) })),
      ),
    );
    for (const key of keys) {
      const ids = client.recordsOf(key);
      expect({ key, ids, told: told.filter((answer) => answer.key === key) }).toMatchObject({
        ids: [expect.any(String)],
      });
      for (const { outcome, id } of told.filter((answer) => answer.key === key)) {
        expect(['APPLIED', 'REPLAYED', 'REJECTED']).toContain(outcome);
        if (outcome !== 'REJECTED') expect(id).toBe(ids[0]);
      }
      for (const subgraph of replicas) {
        expect(await client.create(subgraph, key)).toMatchObject({ outcome: 'REPLAYED', id: ids[0] });
      }
    }
  });

  test('settle what one of them left when it was killed', async () => {
    const dying = await start();
    emulator.setFaults([{ match: { kind: 'create' }, fault: { type: 'blackHole' }, commit: true }]);
    const asked = client.create(dying, 'orphan').catch(() => null);
    await until(() => client.attempts(new Set(['orphan'])).length > 0, 5);
    await dying.stop('SIGKILL');
    await asked;
    const [id] = client.recordsOf('orphan');
    await until(() => replicas.some(({ output }) => output.some((line) => line.includes('write.settled'))), 200);
    expect(await client.create(replica(0), 'orphan')).toMatchObject({ outcome: 'REPLAYED', id });
    expect(client.attempts(new Set(['orphan']))).toHaveLength(1);
  });

  test('refuse writes while Redis is away, go on reading, and have forgotten nothing afterwards', async () => {
    const before = await client.create(replica(0), 'before');
    const caching = await start({ CACHE_TTL_MS: '60000' });
    const read = `{ case(id: "${String(before.id)}") { id } }`;
    await caching.query(read);
    const attempts = client.attempts().length;
    await redis.kill();
    await until(async () => (await readiness(replica(0))) === 'read-only');
    expect(await client.create(replica(0), 'meanwhile')).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
    // From memory; nobody asks the CRM without the others.
    expect((await caching.query(read)).body).toEqual({ data: { case: { id: before.id } } });
    await caching.stop('SIGKILL');
    const refused = await replica(0).query(read);
    expect(refused).toMatchObject({ status: 200, body: { data: { case: null } } });
    expect(refused.body.errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(client.attempts()).toHaveLength(attempts);
    await redis.restart();
    for (const subgraph of replicas) await until(async () => (await readiness(subgraph)) === 'ready');
    expect(await client.create(replica(1), 'before')).toMatchObject({ outcome: 'REPLAYED', id: before.id });
    expect(await client.create(replica(1), 'meanwhile')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('show their open writes to the program for operators, which settles them', async () => {
    emulator.setFaults([{ match: { kind: 'create' }, fault: { type: 'blackHole' }, commit: false }]);
    expect(await client.create(replica(0), 'by hand')).toMatchObject({ outcome: 'UNKNOWN' });
    emulator.setFaults([{ match: { kind: 'read' }, times: null, fault: { type: 'html', status: 502 } }]);
    const shared = { REDIS_URL: redis.url.href, WOLKVOX_BASE_URL: emulator.url };
    const list = await runJournal(emulator, shared, 'list', '--json');
    const { writes } = JSON.parse(list.out) as { writes: readonly { readonly ref: string }[] };
    expect(writes).toHaveLength(1);
    await until(
      async () => (await runJournal(emulator, shared, 'settle', writes[0]?.ref ?? '', '--as', 'absent')).code === 0,
    );
    emulator.clearFaults();
    expect(await client.create(replica(1), 'by hand')).toMatchObject({ outcome: 'APPLIED' });
    expect(client.recordsOf('by hand')).toHaveLength(1);
  });

  test('make no case twice when Redis has lost everything', async () => {
    const told = await client.create(replica(0), 'remembered');
    await redis.erase();
    const answers = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      answers.push(await client.create(replica(attempt % 2), 'remembered'));
    expect(answers.at(-1)).toMatchObject({ outcome: 'REPLAYED', id: told.id });
    expect(client.recordsOf('remembered')).toEqual([told.id]);
  });

  test.each([
    ['localhost:6379', 'REDIS_URL must be an address'],
    ['redis://127.0.0.1:1/99', 'cannot be reached'],
  ])('say what is wrong with REDIS_URL=%s', async (url, words) => {
    const started = await start({ REDIS_URL: url }).then(
      async (subgraph) => {
        const output = subgraph.output.join('\n');
        await subgraph.stop('SIGKILL');
        return output;
      },
      (error: unknown) => String(error),
    );
    expect(started).toContain(words);
  });
});
