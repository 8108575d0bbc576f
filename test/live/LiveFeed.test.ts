import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LivePurse } from '../../src/live/LivePurse.js';
import type { Quota } from '../../src/model/Quota.js';
import { propertyRuns } from '../support/propertyRuns.js';
import { letPass, LiveWorld, type Subscriber } from './LiveWorld.js';

const dayMs = 86_400_000;
const kindsOf = ({ told }: Subscriber): string[] => told.map(({ kind }) => kind);

/** A quota of which only the looks spend, over days that begin with the world. */
function quotaOf(limit: number): (world: LiveWorld) => Quota {
  let begin: number | null = null;
  return ({ clock, looks }) => {
    begin ??= clock.now();
    const resetsAt = new Date(begin + (Math.floor((clock.now() - begin) / dayMs) + 1) * dayMs);
    const used = looks.filter(({ at }) => at >= resetsAt.getTime() - dayMs).length;
    return { limit, used, remaining: limit - used, resetsAt, isEstimate: true, reservedForWrites: 0 };
  };
}

describe('looks for changes by others', () => {
  test.each([
    [4_800, 0.05, 0],
    [12_000, 0.05, 3],
    [30, 0.05, 1],
    [1_000, 0.1, 20],
  ])(
    'keep to their share of a day’s %s calls, at %s, to the call, with %s cases named',
    async (limit, share, named) => {
      const world = new LiveWorld({ quota: quotaOf(limit), quotaShare: share });
      const ids = Array.from({ length: named }, () => world.create());
      world.subscriber();
      if (named > 0) world.subscriber({ id: { in: ids } });
      await letPass(world, dayMs - 1_000);
      const allowed = Math.floor(limit * share);
      expect(world.looks.length).toBeLessThanOrEqual(allowed);
      expect(world.looks.length).toBeGreaterThanOrEqual(Math.floor(allowed * 0.9));
      // Spread over the day: its second half has about as many as the first.
      const half = world.looks.filter(({ at }) => at >= world.clock.now() - dayMs / 2).length;
      if (allowed > 50) expect(Math.abs(half / world.looks.length - 0.5)).toBeLessThan(0.15);
      await letPass(world, dayMs);
      expect(world.looks.length).toBeLessThanOrEqual(2 * allowed);
    },
  );

  test('are as many for a thousand subscribers as for one, and none for nobody', async () => {
    const counts = await Promise.all(
      [0, 1, 1_000].map(async (count) => {
        const world = new LiveWorld();
        for (let nth = 0; nth < count; nth += 1) world.subscriber();
        await letPass(world, 60_000);
        return world.looks.length;
      }),
    );
    expect(counts).toEqual([0, 13, 13]);
  });

  test('read a case once an interval, however many name it', async () => {
    const world = new LiveWorld();
    const id = world.create();
    for (let nth = 0; nth < 50; nth += 1) world.subscriber({ id: { eq: id } });
    await letPass(world, 50_000);
    expect(world.looks.filter(({ purpose }) => purpose === 'reread').length).toBeLessThanOrEqual(11);
  });

  test('stop with the last subscriber', async () => {
    const world = new LiveWorld();
    const subscriber = world.subscriber();
    await letPass(world, 10_000);
    const { length } = world.looks;
    subscriber.disconnect();
    await letPass(world, 60_000);
    expect(world.looks).toHaveLength(length);
    expect(world.clock.pendingTimers).toBe(0);
  });

  test('never take an interval shorter than wished for, nor one that spends more than is left', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: dayMs }),
        fc.integer({ min: 1, max: 200 }),
        (limit, quotaShare, leftMs, callsPerRound) => {
          const purse = new LivePurse({ intervalMs: 5_000, quotaShare });
          const quota = {
            limit,
            used: 0,
            remaining: limit,
            resetsAt: new Date(leftMs),
            isEstimate: false,
            reservedForWrites: 0,
          };
          const intervalMs = purse.intervalMs(quota, 0, callsPerRound);
          expect(intervalMs).toBeGreaterThanOrEqual(5_000);
          const rounds = Math.floor(leftMs / intervalMs);
          // A round that is begun may not be ended: each call is asked for by itself.
          expect(rounds * callsPerRound).toBeLessThanOrEqual(Math.floor(limit * quotaShare + 1e-9) + callsPerRound);
        },
      ),
      { numRuns: propertyRuns(1_000) },
    );
  });
});

describe('a subscriber', () => {
  test('is told each of ten thousand changes once, or of a gap, however often the connection is lost', async () => {
    const world = new LiveWorld({ listsBy: 'modification', latencyMs: 10 });
    const subscriber = world.subscriber();
    await letPass(world, 10_000);
    await Promise.all([world.createHere(), letPass(world, 5_000)]);
    const created: string[] = [];
    let seed = 7;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    for (let nth = 0; nth < 10_000; nth += 1) {
      if (random() < 0.7) created.push(world.create());
      else world.update(created[Math.floor(random() * created.length)] ?? '');
      if (random() < 0.02) subscriber.disconnect();
      if (random() < 0.1) subscriber.connect();
      if (nth % 20 === 0) await letPass(world, 2_500);
    }
    subscriber.connect();
    await letPass(world, 120_000);
    const told = subscriber.told.filter(({ kind }) => kind === 'CREATED').map(({ id }) => id);
    expect(new Set(told).size).toBe(told.length);
    const lastGap = subscriber.told.findLastIndex(({ kind }) => kind === 'GAP');
    // Without a gap nothing is missing; what came before one is in the list that is asked for then.
    if (lastGap === -1) expect(told.filter((id) => id !== null && created.includes(id)).toSorted()).toEqual(created);
    expect(lastGap).toBe(-1);
  }, 60_000);

  test('who comes back too late, or with a cursor of another process, is told of a gap first', async () => {
    const world = new LiveWorld();
    const subscriber = world.subscriber();
    await letPass(world, 6_000);
    world.create();
    await letPass(world, 6_000);
    subscriber.disconnect();
    world.create();
    await letPass(world, 3_600_000);
    subscriber.connect();
    await letPass(world, 6_000);
    const id = world.create();
    await letPass(world, 6_000);
    expect(kindsOf(subscriber)).toEqual(['CREATED', 'GAP', 'CREATED']);
    expect(subscriber.told.at(-1)?.id).toBe(id);
    const other = new LiveWorld();
    const cursor = Buffer.from('live another 3').toString('base64url');
    const changes = other.feed.subscribe(null, cursor);
    expect(await changes.next()).toMatchObject({ value: { kind: 'GAP', subject: null } });
  });

  test('of whose filter a row does not tell whether it matches is told of a gap', async () => {
    const world = new LiveWorld({ leavesOutSolution: true });
    const bySolution = world.subscriber({ solution: { eq: 'paid' } });
    const byStatus = world.subscriber({ status: { eq: 'abierto' }, condition: 'OPEN' });
    const closed = world.subscriber({ condition: 'CLOSED' });
    await letPass(world, 6_000);
    world.create();
    await letPass(world, 6_000);
    expect([bySolution, byStatus, closed].map(kindsOf)).toEqual([['GAP'], ['CREATED'], []]);
  });

  test('is told of an outage once, and then of what happened meanwhile', async () => {
    const world = new LiveWorld();
    const subscriber = world.subscriber();
    await letPass(world, 6_000);
    world.isDown = true;
    await letPass(world, 120_000);
    const id = world.create();
    world.isDown = false;
    await letPass(world, 120_000);
    expect(subscriber.told.map(({ kind, id: told }) => [kind, told])).toEqual([
      ['GAP', null],
      ['CREATED', id],
    ]);
  });

  test('with a filter that makes no sense, or a cursor that is none, is refused before any call', () => {
    const world = new LiveWorld();
    expect(() => world.feed.subscribe({}, null)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    expect(() => world.feed.subscribe({ id: { in: [] } }, null)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
    expect(() => world.feed.subscribe(null, 'x')).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    expect(world.looks).toEqual([]);
    expect(world.clock.pendingTimers).toBe(0);
  });
});
