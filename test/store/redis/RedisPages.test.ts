import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { WriteEffect } from '../../../src/model/WriteEffect.js';
import type { PageClaim } from '../../../src/store/PageStore.js';
import { RedisConnection } from '../../../src/store/redis/connection/RedisConnection.js';
import { EffectSeal } from '../../../src/store/redis/pages/EffectSeal.js';
import { RedisPageStore } from '../../../src/store/redis/pages/RedisPageStore.js';
import { RedisWriteLog } from '../../../src/store/redis/pages/RedisWriteLog.js';
import { systemClock } from '../../../src/wolkvox/systemClock.js';
import { until } from '../../support/patience.js';
import { describeWithRedis, TestRedis } from '../../support/startRedis.js';

const secret = Buffer.alloc(32, 7);
const quiet = new AbortController().signal;
const changed: WriteEffect = { kind: 'caseChanged', id: 'c1', fields: ['status'] };
const created: WriteEffect = { kind: 'contactCreated', email: 'ada@example.org', identification: null };

let redis: TestRedis;
const connections: RedisConnection[] = [];

beforeEach(async () => {
  redis = await TestRedis.start();
});

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await redis.stop();
});

async function startReplica(
  settings: { readonly freshMs?: number; readonly maxBytes?: number; readonly key?: Buffer } = {},
) {
  const { freshMs = 5_000, maxBytes = 1024 ** 2, key = secret } = settings;
  const connection = new RedisConnection({
    url: redis.url,
    ca: null,
    durability: 'verify',
    clock: systemClock,
    prefix: '{wolkvox:test}:',
    owner: 'test',
  });
  connections.push(connection);
  await connection.start();
  const seal = new EffectSeal(key);
  const pages = new RedisPageStore({
    connection,
    secret: key,
    seal,
    freshMs,
    maxBytes,
    claimMs: 1_000,
    clock: systemClock,
  });
  // Messages arrive from now on.
  await connection.subscribe('nothing', () => undefined);
  return { connection, pages, writes: new RedisWriteLog({ connection, seal }) };
}

/** Asks for a page as text, whatever was written since. */
function ask(pages: RedisPageStore, name: string, signal = quiet) {
  return pages.ask(name, null, signal, ({ content }) => content.toString());
}

async function claim(pages: RedisPageStore, name: string): Promise<PageClaim> {
  const answer = await ask(pages, name);
  if (answer.kind !== 'claimed') throw new Error(`the page is ${answer.kind}`);
  return answer.claim;
}

/** What Redis holds, in bytes of any form. */
async function dump(): Promise<string> {
  const client = new Redis(redis.url.href);
  const keys = await client.keys('*');
  const values = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
  client.disconnect();
  return keys.join('\n') + values.map((value) => value.toString('latin1')).join('\n');
}

describeWithRedis('pages that replicas share', () => {
  test('are read by one while the others wait, and then found by all', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    const reading = await claim(first.pages, 'a');
    const waiting = [ask(second.pages, 'a'), ask(second.pages, 'a'), ask(first.pages, 'a')];
    await delay(100);
    await reading.keep(Buffer.from('rows'), 20, []);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ kind: 'found', page: 'rows' })));
    const age = await second.pages.ask('a', null, quiet, ({ ageMs }) => ageMs);
    expect(age).toMatchObject({ kind: 'found' });
    expect('page' in age ? age.page : 0).toBeGreaterThanOrEqual(20);
  });

  test('are read by the next one where the first gave up, or has died', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    const reading = await claim(first.pages, 'a');
    const waiting = ask(second.pages, 'a');
    await delay(50);
    await reading.giveUp();
    expect((await waiting).kind).toBe('claimed');
    await claim(first.pages, 'b');
    const startedAt = performance.now();
    expect((await ask(second.pages, 'b')).kind).toBe('claimed');
    expect(performance.now() - startedAt).toBeGreaterThan(800);
  });

  test('are not waited for by who has gone away, nor shared while Redis is away', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    await claim(first.pages, 'a');
    const controller = new AbortController();
    const left = ask(second.pages, 'a', controller.signal);
    const waiting = ask(second.pages, 'a');
    await delay(50);
    controller.abort();
    expect((await left).kind).toBe('unshared');
    await redis.kill();
    expect((await waiting).kind).toBe('unshared');
    expect((await ask(second.pages, 'a')).kind).toBe('unshared');
  });

  test('tell which writes were acknowledged since they were claimed', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    await first.writes.catchUp();
    await first.writes.add(created);
    const reading = await claim(first.pages, 'a');
    await second.writes.add(changed);
    await reading.keep(Buffer.from('rows'), 0, []);
    const found = await second.pages.ask('a', null, quiet, ({ writesSince }) => writesSince);
    expect(found).toEqual({ kind: 'found', page: [changed] });
    // Of no use to who asks: it reads the page anew, for everybody.
    const again = await second.pages.ask('a', null, quiet, () => null);
    if (again.kind !== 'claimed') throw new Error(again.kind);
    await again.claim.keep(Buffer.from('new rows'), 0, []);
    expect(await ask(first.pages, 'a')).toEqual({ kind: 'found', page: 'new rows' });
  });

  test('lead who asks for one record to a page that holds it among others', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    await first.writes.catchUp();
    await (await claim(first.pages, 'list')).keep(Buffer.from('r1 r2'), 0, ['record 1', 'record 2']);
    await first.writes.add(changed);
    const found = await second.pages.ask('id 2', 'record 2', quiet, (stored) => ({
      text: stored.content.toString(),
      isAround: stored.isAround,
      writesSince: stored.writesSince,
    }));
    expect(found).toEqual({ kind: 'found', page: { text: 'r1 r2', isAround: true, writesSince: [changed] } });
    expect((await second.pages.ask('id 3', 'record 3', quiet, () => 'any')).kind).toBe('claimed');
    // Where that page does not do, the record is read by itself.
    expect((await second.pages.ask('id 1', 'record 1', quiet, () => null)).kind).toBe('claimed');
  });

  test('are forgotten when they are not fresh any more, and the oldest ones when there is no room', async () => {
    const { pages } = await startReplica({ freshMs: 400, maxBytes: 3_000 });
    for (const name of ['a', 'b', 'c']) {
      await (await claim(pages, name)).keep(Buffer.alloc(900, name), 0, []);
      await delay(5);
    }
    const kinds = async () => Promise.all(['b', 'c'].map(async (name) => (await ask(pages, name)).kind));
    expect((await ask(pages, 'a')).kind).toBe('claimed');
    expect(await kinds()).toEqual(['found', 'found']);
    await (await claim(pages, 'too large')).keep(Buffer.alloc(3_000), 0, []);
    expect(await kinds()).toEqual(['found', 'found']);
    await delay(500);
    expect(await kinds()).toEqual(['claimed', 'claimed']);
    await delay(1_100);
    const client = new Redis(redis.url.href);
    expect(await client.keys('*')).toEqual(['{wolkvox:test}:owner']);
    client.disconnect();
  });

  test('are sealed, names and writes as well, and of no use to who has another secret', async () => {
    const [first, stranger] = await Promise.all([startReplica(), startReplica({ key: Buffer.alloc(32, 8) })]);
    await first.writes.add(created);
    await (await claim(first.pages, 'email ada@example.org')).keep(Buffer.from('ada@example.org and more'), 0, []);
    expect(await dump()).not.toMatch(/ada|example/);
    expect((await ask(stranger.pages, 'email ada@example.org')).kind).toBe('claimed');
    expect(await stranger.writes.catchUp()).toEqual([{ kind: 'anything' }]);
  });
});

describeWithRedis('the log of writes', () => {
  test('tells each replica once what the others wrote, in order, and nothing of its own', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    // Nobody knows what was before.
    expect(await first.writes.catchUp()).toEqual([{ kind: 'anything' }]);
    expect(await second.writes.catchUp()).toEqual([{ kind: 'anything' }]);
    expect(await second.writes.catchUp()).toEqual([]);
    await first.writes.add(created);
    await first.writes.add(changed);
    expect(await second.writes.catchUp()).toEqual([created, changed]);
    expect(await second.writes.catchUp()).toEqual([]);
    expect(await first.writes.catchUp()).toEqual([]);
  });

  test('says that anything may have changed where it was lost, or too much was missed', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    await Promise.all([first.writes.catchUp(), second.writes.catchUp()]);
    await first.writes.add(changed);
    await second.writes.catchUp();
    for (let nth = 0; nth < 1_001; nth += 1) await first.writes.add(changed);
    expect(await second.writes.catchUp()).toEqual([{ kind: 'anything' }]);
    await redis.erase();
    expect(await second.writes.catchUp()).toEqual([{ kind: 'anything' }]);
    await second.writes.add(changed);
    expect(await first.writes.catchUp()).toEqual([{ kind: 'anything' }]);
    expect(await second.writes.catchUp()).toEqual([]);
  }, 20_000);

  test('gets what could not be added as soon as Redis is back', async () => {
    const [first, second] = await Promise.all([startReplica(), startReplica()]);
    await Promise.all([first.writes.catchUp(), second.writes.catchUp()]);
    await redis.kill();
    await expect(first.writes.add(changed)).rejects.toThrow('Redis');
    await expect(second.writes.catchUp()).rejects.toThrow('Redis');
    await redis.restart();
    await until(() => connections.every(({ state }) => state === 'ready'));
    expect(await second.writes.catchUp()).toEqual([changed]);
  }, 20_000);
});
