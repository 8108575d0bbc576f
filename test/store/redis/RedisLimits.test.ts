import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { RedisConnection } from '../../../src/store/redis/connection/RedisConnection.js';
import { RedisLimits, type RedisLimitsOptions } from '../../../src/store/redis/limits/RedisLimits.js';
import type { Permit } from '../../../src/wolkvox/pipeline/CallLimiter.js';
import { SharedLimiter } from '../../../src/wolkvox/pipeline/SharedLimiter.js';
import { systemClock } from '../../../src/wolkvox/systemClock.js';
import { TenantZone } from '../../../src/wolkvox/TenantZone.js';
import { until } from '../../support/patience.js';
import { describeWithRedis, TestRedis } from '../../support/startRedis.js';

const zone = new TenantZone('America/Bogota');
const placeMs = 3_000;

interface Settings {
  readonly concurrency?: number;
  readonly requestsPerSecond?: number | null;
  readonly dailyQuota?: number | null;
  readonly lostConcurrency?: number;
}

/** One process as far as limits go. */
interface Replica {
  readonly limiter: SharedLimiter;
  readonly connection: RedisConnection;
}

let redis: TestRedis;
let replicas: Replica[] = [];

beforeEach(async () => {
  redis = await TestRedis.start();
});

afterEach(async () => {
  await Promise.all(replicas.splice(0).map(({ connection }) => connection.close()));
  await redis.stop();
});

async function startReplica(settings: Settings = {}): Promise<Replica> {
  const { concurrency = 2, requestsPerSecond = null, dailyQuota = null, lostConcurrency = 0 } = settings;
  const connection = new RedisConnection({
    url: redis.url,
    ca: null,
    durability: 'verify',
    clock: systemClock,
    prefix: '{wolkvox:test}:',
    owner: 'test',
  });
  await connection.start();
  const writeReserve = { fraction: 0.1 };
  const options: RedisLimitsOptions = {
    connection,
    concurrency,
    intervalMs: requestsPerSecond === null ? 0 : 1_000 / requestsPerSecond,
    placeMs,
    dailyQuota,
    writeReserve,
    nextResets: () => {
      const next = zone.nextMidnight(Date.now()).getTime();
      return [next, zone.nextMidnight(next).getTime()];
    },
  };
  const limiter = new SharedLimiter({
    shared: { limits: new RedisLimits(options), placeMs, lostConcurrency },
    concurrency,
    requestsPerSecond,
    dailyQuota,
    writeReserve,
    zone,
    clock: systemClock,
  });
  await limiter.ready;
  const replica = { limiter, connection };
  replicas.push(replica);
  return replica;
}

async function startReplicas(count: number, settings: Settings = {}): Promise<readonly SharedLimiter[]> {
  const started = await Promise.all(Array.from({ length: count }, () => startReplica(settings)));
  return started.map(({ limiter }) => limiter);
}

function enter(limiter: SharedLimiter, lane: 'read' | 'write' = 'read', forMs = 20_000): Promise<Permit> {
  const signal = new AbortController().signal;
  return limiter.enter({ lane, owner: {}, deadlineAt: Date.now() + forMs, signal });
}

/** What entering came to: a permit, or the code of the refusal. */
async function outcomeOf(entering: Promise<Permit>): Promise<Permit | string> {
  try {
    return await entering;
  } catch (error) {
    return error instanceof Fault ? error.code : 'not a fault';
  }
}

describeWithRedis('limits that replicas keep together', () => {
  test('never let more calls be in flight than are allowed, and serve everybody', async () => {
    const limiters = await startReplicas(3);
    let inFlight = 0;
    let most = 0;
    const call = async (limiter: SharedLimiter, nth: number): Promise<void> => {
      const permit = await enter(limiter, nth % 5 === 0 ? 'write' : 'read');
      inFlight += 1;
      most = Math.max(most, inFlight);
      await delay(nth % 7);
      inFlight -= 1;
      permit.end(true);
    };
    await Promise.all(limiters.flatMap((limiter) => Array.from({ length: 100 }, (_, nth) => call(limiter, nth))));
    expect(most).toBe(2);
    const [used] = await Promise.all(limiters.map(async (limiter) => (await limiter.latestQuota()).used));
    expect(used).toBe(300);
  });

  test('let writes go first, but not for ever, and who waits longer before who waits less', async () => {
    const [first, second] = await startReplicas(2, { concurrency: 1 });
    if (!first || !second) throw new Error('unreachable');
    const order: string[] = [];
    const holder = await enter(first);
    const visit = async (limiter: SharedLimiter, lane: 'read' | 'write', name: string): Promise<void> => {
      const permit = await enter(limiter, lane);
      order.push(name);
      permit.end(true);
    };
    const visits = [visit(first, 'read', 'r1')];
    await delay(30);
    visits.push(visit(second, 'read', 'r2'));
    await delay(30);
    for (const [nth, limiter] of [second, first, second, first].entries()) {
      visits.push(visit(limiter, 'write', `w${String(nth)}`));
      await delay(30);
    }
    holder.end(true);
    await Promise.all(visits);
    expect(order.filter((name) => name.startsWith('r'))).toEqual(['r1', 'r2']);
    expect(order.slice(0, 4).filter((name) => name.startsWith('w'))).toHaveLength(3);
    expect(order[3]).toBe('r1');
  });

  test('give the places of a process that died to others when its calls must have ended', async () => {
    const [dead, alive] = await Promise.all([startReplica(), startReplica()]);
    await enter(dead.limiter);
    await enter(dead.limiter);
    // It also waits, and will never take up what it is offered.
    const waiting = outcomeOf(enter(dead.limiter));
    await dead.connection.close();
    replicas = replicas.filter((replica) => replica !== dead);
    const startedAt = performance.now();
    const permit = await enter(alive.limiter);
    const waitedMs = performance.now() - startedAt;
    permit.end(true);
    expect(waitedMs).toBeGreaterThan(placeMs - 1_000);
    expect(waitedMs).toBeLessThan(placeMs + 2_000);
    void waiting;
  }, 20_000);

  test('count the day’s calls as one, to the call, and take back what was not sent', async () => {
    const limiters = await startReplicas(3, { dailyQuota: 30 });
    const call = async (lane: 'read' | 'write', nth: number, wasSent = true): Promise<string> => {
      const outcome = await outcomeOf(enter(limiters[nth % 3] ?? limiters[0] ?? never(), lane));
      if (typeof outcome === 'string') return outcome;
      outcome.end(wasSent);
      return 'called';
    };
    for (let nth = 0; nth < 5; nth += 1) expect(await call('read', nth, false)).toBe('called');
    const reads = await Promise.all(Array.from({ length: 60 }, (_, nth) => call('read', nth)));
    expect(reads.filter((outcome) => outcome === 'called')).toHaveLength(27);
    expect(reads.filter((outcome) => outcome === 'QUOTA_EXHAUSTED')).toHaveLength(33);
    const writes = await Promise.all(Array.from({ length: 6 }, (_, nth) => call('write', nth)));
    expect(writes.filter((outcome) => outcome === 'called')).toHaveLength(3);
    for (const limiter of limiters) {
      expect(await limiter.latestQuota()).toMatchObject({ limit: 30, used: 30, remaining: 0, reservedForWrites: 3 });
    }
  });

  test('learn the day’s limit once for all, and believe the CRM when it says that nothing is left', async () => {
    const [first, second] = await startReplicas(2);
    if (!first || !second) throw new Error('unreachable');
    await until(() => first.lacksLimit() && second.lacksLimit());
    const claims = await Promise.all([first.claimQuestion(60_000), second.claimQuestion(60_000)]);
    expect(claims.filter(Boolean)).toHaveLength(1);
    first.confirm({ limit: 1_000, used: 400, hoursToReset: null }, 0);
    await until(async () => (await second.latestQuota()).limit === 1_000);
    expect(await second.latestQuota()).toMatchObject({ used: 400, isEstimate: false });
    second.onSpent();
    await until(async () => (await first.latestQuota()).remaining === 0);
    expect(await outcomeOf(enter(first))).toBe('QUOTA_EXHAUSTED');
    second.onAnswered();
    await until(async () => (await first.latestQuota()).remaining === 600);
    expect(await outcomeOf(enter(first))).toHaveProperty('end');
  });

  test('pause all of them when the CRM asks one for it, and tell those who cannot wait so long', async () => {
    const [first, second] = await startReplicas(2);
    if (!first || !second) throw new Error('unreachable');
    (await enter(second)).end(true);
    const blockers = [await enter(first), await enter(first)];
    const impatient = outcomeOf(enter(second, 'read', 800));
    await delay(50);
    first.pause(1_000);
    expect(await impatient).toBe('UPSTREAM_RATE_LIMITED');
    for (const blocker of blockers) blocker.end(true);
    const pausedAt = performance.now();
    (await enter(second)).end(true);
    expect(performance.now() - pausedAt).toBeGreaterThan(850);
  });

  test('space the starts of all of them as if they were one', async () => {
    const limiters = await startReplicas(3, { concurrency: 4, requestsPerSecond: 20 });
    const starts: number[] = [];
    await Promise.all(
      limiters.flatMap((limiter) =>
        Array.from({ length: 5 }, async () => {
          const permit = await enter(limiter);
          starts.push(performance.now());
          await delay(5);
          permit.end(true);
        }),
      ),
    );
    const first = Math.min(...starts);
    const last = Math.max(...starts);
    expect(last - first).toBeGreaterThan(14 * 50 - 60);
  });

  test('refuse at once while Redis is away, and count what is in flight before more is begun', async () => {
    const [first, second] = await startReplicas(2, { concurrency: 1 });
    if (!first || !second) throw new Error('unreachable');
    const inFlight = await enter(first);
    const waiting = outcomeOf(enter(second));
    await delay(50);
    await redis.kill();
    expect(await waiting).toBe('SERVICE_UNAVAILABLE');
    expect(await outcomeOf(enter(first))).toBe('SERVICE_UNAVAILABLE');
    await redis.restart();
    await redis.erase();
    await until(() => replicas.every(({ connection }) => connection.state === 'ready'));
    // Its place lasts no longer than it would have: by now it may have ended.
    const permit = await enter(second);
    permit.end(true);
    inFlight.end(true);
  }, 20_000);

  test('know what is in flight though Redis was emptied under them', async () => {
    const [first, second] = await startReplicas(2, { concurrency: 1 });
    if (!first || !second) throw new Error('unreachable');
    const inFlight = await enter(first);
    await redis.erase();
    let isIn = false;
    const next = enter(second).then((permit) => {
      isIn = true;
      return permit;
    });
    await delay(1_600);
    expect(isIn).toBe(false);
    inFlight.end(true);
    (await next).end(true);
  });

  test('let each process make the calls that the operator allows once those of before have ended', async () => {
    const [only] = await startReplicas(1, { lostConcurrency: 1, dailyQuota: 100 });
    if (!only) throw new Error('unreachable');
    await redis.kill();
    await until(() => replicas.every(({ connection }) => connection.state === 'lost'));
    const lostAt = performance.now();
    expect(await outcomeOf(enter(only))).toBe('SERVICE_UNAVAILABLE');
    let permit: Permit | string = '';
    await until(async () => {
      permit = await outcomeOf(enter(only));
      return typeof permit !== 'string';
    }, 50);
    expect(performance.now() - lostAt).toBeGreaterThan(placeMs - 100);
    const second = outcomeOf(enter(only));
    await redis.restart();
    // When Redis answers again nothing more is begun, and what is in flight is counted.
    expect(await second).toBe('SERVICE_UNAVAILABLE');
    await until(() => replicas.every(({ connection }) => connection.state === 'ready'));
    expect((await only.latestQuota()).used).toBe(1);
  }, 20_000);
});

function never(): never {
  throw new Error('unreachable');
}
