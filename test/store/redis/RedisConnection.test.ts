import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { keyPrefix } from '../../../src/store/redis/connection/keyPrefix.js';
import {
  RedisConnection,
  RedisUnavailable,
  type RedisConnectionOptions,
} from '../../../src/store/redis/connection/RedisConnection.js';
import type { RedisProblem } from '../../../src/store/redis/connection/redisProblem.js';
import { systemClock } from '../../../src/wolkvox/systemClock.js';
import { until } from '../../support/patience.js';
import { describeWithRedis, TestRedis } from '../../support/startRedis.js';

const prefix = keyPrefix(new URL('https://crm0001.wolkvox.com'), 'demo');
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((thing) => thing.close()));
});

async function startRedis(settings: Readonly<Record<string, string | readonly string[]>> = {}): Promise<TestRedis> {
  const redis = await TestRedis.start(settings);
  opened.push({ close: () => redis.stop() });
  return redis;
}

function connect(url: URL, options: Partial<RedisConnectionOptions> = {}) {
  const changes: (RedisProblem | null)[] = [];
  const connection = new RedisConnection({
    url,
    ca: null,
    durability: 'verify',
    clock: systemClock,
    prefix,
    owner: 'demo',
    onChange: (problem) => changes.push(problem),
    ...options,
  });
  opened.push(connection);
  return { connection, changes };
}

describeWithRedis('a connection to Redis', () => {
  test('takes commands once it has started, and names keys by the tenant without naming the tenant', async () => {
    const redis = await startRedis();
    const { connection, changes } = connect(redis.url);
    await expect(connection.command('PING')).rejects.toBeInstanceOf(RedisUnavailable);
    expect(await connection.start()).toBeNull();
    expect(connection.state).toBe('ready');
    expect(changes).toEqual([null]);
    expect(await connection.command('SET', connection.key('a'), 'b')).toBe('OK');
    expect(await connection.command('GET', connection.key('a'))).toBe('b');
    expect(connection.key('a')).toMatch(/^\{wolkvox:[\w-]{16}\}:a$/);
    await expect(connection.command('INCR', connection.key('a'))).rejects.toThrow('not an integer');
    expect(connection.state).toBe('ready');
  });

  test('says so at once when the server is gone, comes back by itself, and only after two good seconds', async () => {
    const redis = await startRedis();
    const { connection, changes } = connect(redis.url);
    await connection.start();
    await redis.kill();
    await until(() => connection.state === 'lost');
    await expect(connection.command('PING')).rejects.toBeInstanceOf(RedisUnavailable);
    await redis.restart();
    const restartedAt = Date.now();
    await until(() => connection.state === 'ready');
    expect(Date.now() - restartedAt).toBeGreaterThanOrEqual(2000);
    expect(await connection.command('PING')).toBe('PONG');
    expect(changes.map((problem) => problem?.isTemporary ?? 'back')).toEqual(['back', true, 'back']);
  });

  test('notices a server that stands still, and rejects what is under way', async () => {
    const redis = await startRedis();
    const { connection } = connect(redis.url);
    await connection.start();
    redis.signal('SIGSTOP');
    await expect(connection.command('PING')).rejects.toBeInstanceOf(RedisUnavailable);
    await until(() => connection.state === 'lost');
    redis.signal('SIGCONT');
    await until(() => connection.state === 'ready');
  });

  test('starts without the server, and finds it later', async () => {
    const redis = await startRedis();
    await redis.kill();
    const { connection } = connect(redis.url);
    expect(await connection.start()).toEqual({ message: 'Redis cannot be reached (ECONNREFUSED)', isTemporary: true });
    await redis.restart();
    await until(() => connection.state === 'ready');
  });

  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['a password is wanted', { requirepass: 'secret' }, '', 'user or password'],
    ['the password is wrong', { requirepass: 'secret' }, ':wrong@', 'user or password'],
    ['the user is unknown', {}, 'nobody:wrong@', 'user or password'],
  ])('tells for good that %s', async (_, settings, login, words) => {
    const redis = await startRedis(settings);
    const { connection } = connect(new URL(redis.url.href.replace('//', `//${login}`)));
    const problem = await connection.start();
    expect(problem?.isTemporary).toBe(false);
    expect(problem?.message).toContain(words);
    expect(problem?.message).not.toMatch(/wrong|nobody|127\.0/);
  });

  test('tells for good that a database does not exist', async () => {
    const redis = await startRedis();
    const { connection } = connect(new URL(`${redis.url.href}/99`));
    expect(await connection.start()).toMatchObject({ isTemporary: false });
  });

  test('speaks TLS with a server whose authority REDIS_CA_FILE names, and with no other', async () => {
    const file = (name: string): string => fileURLToPath(new URL(`../../support/tls/server.${name}`, import.meta.url));
    const redis = await startRedis({
      'tls-cert-file': file('crt'),
      'tls-key-file': file('key'),
      'tls-ca-cert-file': file('crt'),
    });
    const { connection } = connect(redis.url, { ca: readFileSync(file('crt'), 'utf8') });
    expect(await connection.start()).toBeNull();
    expect(await connection.command('PING')).toBe('PONG');
    let told = '';
    await connection.subscribe('channel', (message) => {
      told = message;
    });
    await connection.command('PUBLISH', 'channel', 'news');
    await until(() => told === 'news');
    const otherName = new URL(redis.url.href.replace('127.0.0.1', 'localhost'));
    for (const [url, ca] of [
      [redis.url, null],
      [otherName, readFileSync(file('crt'), 'utf8')],
    ] as const) {
      const problem = await connect(url, { ca }).connection.start();
      expect(problem).toMatchObject({ isTemporary: false });
      expect(problem?.message).toContain('REDIS_CA_FILE');
    }
  });

  test('does not start where its keys hold what another tenant or another program has written', async () => {
    const redis = await startRedis();
    expect(await connect(redis.url).connection.start()).toBeNull();
    expect(await connect(redis.url).connection.start()).toBeNull();
    const stranger = connect(redis.url, { owner: 'somebody else' }).connection;
    expect(await stranger.start()).toMatchObject({ isTemporary: false });
    const { connection } = connect(redis.url);
    await connection.start();
    await connection.command('DEL', connection.key('owner'));
    await connection.command('RPUSH', connection.key('owner'), 'a list');
    const problem = await connect(redis.url).connection.start();
    expect(problem).toMatchObject({ isTemporary: false });
    expect(problem?.message).toMatch(/another tenant/);
  });

  test('does not start over TLS where the server speaks none', async () => {
    const redis = await startRedis();
    const { connection } = connect(new URL(redis.url.href.replace('redis:', 'rediss:')));
    expect(await connection.start()).not.toBeNull();
    expect(connection.state).toBe('lost');
  });

  test.each<[string, Readonly<Record<string, string | readonly string[]>>, string | null]>([
    ['flushes each write', {}, null],
    ['flushes once a second', { appendfsync: 'everysec' }, 'appendfsync'],
    ['keeps no file', { appendonly: 'no' }, 'appendonly'],
    ['evicts keys', { 'maxmemory-policy': 'allkeys-lru' }, 'maxmemory-policy'],
    ['hides its configuration', { 'rename-command': ['CONFIG', ''] }, 'REDIS_DURABILITY'],
  ])('knows what a server that %s could lose', async (_, settings, words) => {
    const redis = await startRedis(settings);
    const { connection } = connect(redis.url);
    expect(await connection.start()).toBeNull();
    if (words === null) expect(connection.lossRisk).toBeNull();
    else expect(connection.lossRisk).toContain(words);
    const trusting = connect(redis.url, { durability: 'trust' }).connection;
    await trusting.start();
    expect(trusting.lossRisk).toBeNull();
  });
});
