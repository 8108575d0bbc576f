import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { JournalUnavailable } from '../../../src/store/JournalStore.js';
import { RedisConnection } from '../../../src/store/redis/connection/RedisConnection.js';
import { RedisJournalStore } from '../../../src/store/redis/journal/RedisJournalStore.js';
import { systemClock } from '../../../src/wolkvox/systemClock.js';
import { until } from '../../support/patience.js';
import { describeWithRedis, TestRedis } from '../../support/startRedis.js';
import { journalEntry } from '../journalEntry.js';
import { testJournalStore } from '../testJournalStore.js';

const initialSecret = Buffer.alloc(32, 1);
const connections: RedisConnection[] = [];
let redis: TestRedis;
let journals = 0;

async function open(name = `{wolkvox:${(journals += 1)}}:`): Promise<RedisJournalStore> {
  const connection = new RedisConnection({
    url: redis.url,
    ca: null,
    durability: 'verify',
    clock: systemClock,
    prefix: name,
    owner: name,
  });
  connections.push(connection);
  expect(await connection.start()).toBeNull();
  return new RedisJournalStore({ connection, initialSecret });
}

describeWithRedis('a journal store in Redis', () => {
  beforeAll(async () => {
    redis = await TestRedis.start();
  });
  afterEach(async () => {
    await Promise.all(connections.splice(0).map((connection) => connection.close()));
  });
  afterAll(() => redis.stop());

  testJournalStore(() => open());

  test('is the same for all processes of a tenant, and another one for every tenant', async () => {
    const [one, two, other] = [await open('{a}:'), await open('{a}:'), await open('{b}:')];
    await one.replace('key', null, journalEntry({ state: 'SENT' }));
    expect(await two.get('key')).toEqual(journalEntry({ state: 'SENT' }));
    expect(await two.replace('key', null, journalEntry())).toBe('changed');
    expect(await other.get('key')).toBeNull();
    expect(await two.secret()).toEqual(await one.secret());
  });

  test('lets one of several processes at once have a key, and one a record', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => open('{race}:')));
    for (let round = 0; round < 50; round += 1) {
      const takes = await Promise.all(stores.map((store) => store.replace(`k-${round}`, null, journalEntry())));
      expect([...takes].sort()).toEqual(['changed', 'changed', 'replaced']);
      const binding = `r-${round}`;
      const binds = await Promise.all(
        stores.map((store, index) =>
          store.replace(`b-${round}-${index}`, null, journalEntry({ state: 'APPLIED', binding })),
        ),
      );
      expect([...binds].sort()).toEqual(['boundToAnother', 'boundToAnother', 'replaced']);
    }
  });

  test('gives the background work to one process, and to another when that one is gone', async () => {
    const [one, two] = [await open('{lead}:'), await open('{lead}:')];
    expect(await one.holdRecovery('one')).toBe(true);
    expect(await two.holdRecovery('two')).toBe(false);
    expect(await one.holdRecovery('one')).toBe(true);
    await until(() => two.holdRecovery('two'), 200);
    expect(await one.holdRecovery('one')).toBe(false);
  });

  test('keeps everything over a kill of the server', async () => {
    const store = await open('{kill}:');
    const bornAt = await store.bornAt();
    await store.replace('key', null, journalEntry({ state: 'UNKNOWN' }));
    await redis.kill();
    await expect(store.get('key')).rejects.toBeInstanceOf(JournalUnavailable);
    expect(store.isWritable()).toBe(false);
    await expect(store.replace('other', null, journalEntry())).rejects.toBeInstanceOf(JournalUnavailable);
    await redis.restart();
    await until(() => store.isWritable());
    expect(await store.get('key')).toEqual(journalEntry({ state: 'UNKNOWN' }));
    expect(await store.bornAt()).toBe(bornAt);
  });

  test('notices a journal that was lost: it refuses once, then begins anew with the same secret and a new birth', async () => {
    const store = await open('{lost}:');
    const [secret, bornAt] = [await store.secret(), await store.bornAt()];
    await store.replace('key', null, journalEntry());
    const eraser = await open('{other}:');
    await connections[1]?.command('FLUSHALL');
    await expect(store.replace('key', 1, journalEntry({ version: 2 }))).rejects.toBeInstanceOf(JournalUnavailable);
    expect(await store.get('key')).toBeNull();
    expect(await store.secret()).toEqual(secret);
    expect(await store.bornAt()).toBeGreaterThan(bornAt);
    expect(await store.replace('key', null, journalEntry())).toBe('replaced');
    await eraser.close();
  });

  test('takes one command for a step of a write, and 600 bytes for a settled key', async () => {
    const store = await open('{size}:');
    const [connection] = connections;
    await store.secret();
    const scripts = async (): Promise<number> => {
      const info = String(await connection?.command('INFO', 'commandstats'));
      return Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(info)?.[1]);
    };
    const scriptsBefore = await scripts();
    await store.replace('step', null, journalEntry({ state: 'SENT' }));
    await store.replace('step', 1, journalEntry({ state: 'APPLIED', version: 2, binding: 'step' }));
    expect(await scripts()).toBe(scriptsBefore + 2);
    const memory = async (): Promise<number> =>
      Number(/^used_memory:(\d+)/m.exec(String(await connection?.command('INFO', 'memory')))?.[1]);
    const before = await memory();
    const keys = 20_000;
    for (let index = 0; index < keys; index += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, offset) => {
          const name = String(index + offset).padStart(43, 'k');
          const settled = journalEntry({
            state: 'APPLIED',
            version: 2,
            inputHash: 'h'.repeat(43),
            holder: 'h'.repeat(12),
            heldUntil: 1_700_000_000_000,
            reservedAt: 1_700_000_000_000,
            sentAt: 1_700_000_000_000,
            settledAt: 1_700_000_000_000,
            id: '2'.repeat(24),
            caseNumber: 'PET-123456',
            binding: String(index + offset).padStart(43, 'b'),
          });
          return store.replace(name, null, settled);
        }),
      );
    }
    const bytes = ((await memory()) - before) / keys;
    expect(Math.round(bytes)).toBeLessThan(600);
  });
});
