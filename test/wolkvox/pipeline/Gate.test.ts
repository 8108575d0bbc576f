import { getEventListeners } from 'node:events';

import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Fault } from '../../../src/model/Fault.js';
import { Gate } from '../../../src/wolkvox/pipeline/Gate.js';
import type { Ticket } from '../../../src/wolkvox/pipeline/CallLimiter.js';
import { FakeClock, settle } from '../../support/FakeClock.js';
import { propertyRuns } from '../../support/propertyRuns.js';

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

function gateOf(options: { concurrency?: number; requestsPerSecond?: number | null } = {}): Gate {
  return new Gate({
    concurrency: options.concurrency ?? 2,
    requestsPerSecond: options.requestsPerSecond ?? null,
    clock,
  });
}

function ticket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    lane: 'read',
    owner: {},
    deadlineAt: clock.now() + 10_000,
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** Enters and notes what became of it. */
class Visit {
  state: 'waiting' | 'in' | 'out' | Fault = 'waiting';
  release: () => void = () => undefined;

  constructor(gate: Gate, ticketOfVisit: Ticket, order: string[] = [], name = '') {
    gate.enter(ticketOfVisit).then(
      (release) => {
        this.state = 'in';
        order.push(name);
        this.release = () => {
          this.state = 'out';
          release();
        };
      },
      (error: unknown) => {
        this.state = error as Fault;
      },
    );
  }

  get code(): string {
    return this.state instanceof Fault ? this.state.code : this.state;
  }
}

describe('the gate', () => {
  test('lets in as many as the setting says, and the next when one leaves', async () => {
    const gate = gateOf();
    const visits = [1, 2, 3].map(() => new Visit(gate, ticket()));
    await settle();
    expect(visits.map(({ code }) => code)).toEqual(['in', 'in', 'waiting']);
    visits[0]?.release();
    visits[0]?.release();
    await settle();
    expect(visits.map(({ code }) => code)).toEqual(['out', 'in', 'in']);
  });

  test('makes nobody wait for the time from which the clock was set back', async () => {
    const gate = gateOf({ requestsPerSecond: 2 });
    const first = new Visit(gate, ticket());
    await settle();
    first.release();
    clock.setBack(3_600_000);
    const [second, third] = [new Visit(gate, ticket()), new Visit(gate, ticket())];
    await clock.advance(500);
    expect([second.code, third.code]).toEqual(['in', 'waiting']);
    gate.pause(2_000);
    clock.setBack(60_000);
    expect(gate.pausedForMs()).toBe(2_000);
    await clock.advance(2_000);
    expect(third.code).toBe('in');
  });

  test('tells how many are on their way and how long one has waited', async () => {
    const gate = gateOf({ concurrency: 1 });
    const first = new Visit(gate, ticket());
    await settle();
    const waiting = [new Visit(gate, ticket({ lane: 'write' })), new Visit(gate, ticket())];
    await clock.advance(250);
    expect(gate.queue()).toEqual({ inFlight: 1, waiting: 2, oldestWaitMs: 250 });
    for (const visit of [first, ...waiting]) {
      visit.release();
      await settle();
    }
    expect(gate.queue()).toEqual({ inFlight: 0, waiting: 0, oldestWaitMs: 0 });
  });

  test('lets those who serve different operations take turns', async () => {
    const gate = gateOf({ concurrency: 1 });
    const order: string[] = [];
    const [large, small] = [{}, {}];
    const visits = ['a1', 'a2', 'a3', 'a4'].map((name) => new Visit(gate, ticket({ owner: large }), order, name));
    visits.push(...['b1', 'b2'].map((name) => new Visit(gate, ticket({ owner: small }), order, name)));
    for (let turn = 0; turn < 6; turn += 1) {
      await settle();
      visits.find(({ state }) => state === 'in')?.release();
    }
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
  });

  test('lets writes go before reads, but one read after three writes', async () => {
    const gate = gateOf({ concurrency: 1 });
    const order: string[] = [];
    const visits = ['r1', 'r2', 'r3'].map((name) => new Visit(gate, ticket(), order, name));
    visits.push(
      ...['w1', 'w2', 'w3', 'w4', 'w5'].map((name) => new Visit(gate, ticket({ lane: 'write' }), order, name)),
    );
    for (let turn = 0; turn < 8; turn += 1) {
      await settle();
      visits.find(({ state }) => state === 'in')?.release();
    }
    expect(order).toEqual(['r1', 'w1', 'w2', 'w3', 'r2', 'w4', 'w5', 'r3']);
  });

  test('spaces the starts evenly', async () => {
    const gate = gateOf({ concurrency: 10, requestsPerSecond: 4 });
    const visits = [1, 2, 3].map(() => new Visit(gate, ticket()));
    await settle();
    expect(visits.filter(({ state }) => state === 'in')).toHaveLength(1);
    await clock.advance(249);
    expect(visits.filter(({ state }) => state === 'in')).toHaveLength(1);
    await clock.advance(1);
    expect(visits.filter(({ state }) => state === 'in')).toHaveLength(2);
    await clock.advance(250);
    expect(visits.filter(({ state }) => state === 'in')).toHaveLength(3);
  });

  test('refuses at once what could only start after its deadline', async () => {
    const gate = gateOf({ concurrency: 10, requestsPerSecond: 1 });
    const visits = [1, 2, 3, 4].map(() => new Visit(gate, ticket({ deadlineAt: clock.now() + 2_500 })));
    await settle();
    expect(visits.map(({ code }) => code)).toEqual(['in', 'waiting', 'waiting', 'OVERLOADED']);
  });

  test('sends away who waited until the deadline, and keeps nothing of them', async () => {
    const gate = gateOf({ concurrency: 1 });
    const { signal } = new AbortController();
    const first = new Visit(gate, ticket());
    const second = new Visit(gate, ticket({ deadlineAt: clock.now() + 500, signal }));
    await clock.advance(500);
    expect(second.code).toBe('UPSTREAM_TIMEOUT');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    first.release();
    const third = new Visit(gate, ticket());
    await settle();
    expect(third.code).toBe('in');
    expect(clock.pendingTimers).toBe(0);
  });

  test('sends away who waited for half a minute, whatever the deadline', async () => {
    const gate = gateOf({ concurrency: 1 });
    const first = new Visit(gate, ticket());
    const second = new Visit(gate, ticket({ deadlineAt: clock.now() + 600_000 }));
    await clock.advance(30_000);
    expect([first.code, second.code]).toEqual(['in', 'OVERLOADED']);
  });

  test('does not keep a place for who gave up', async () => {
    const gate = gateOf({ concurrency: 1 });
    const first = new Visit(gate, ticket());
    const controller = new AbortController();
    const second = new Visit(gate, ticket({ signal: controller.signal }));
    const third = new Visit(gate, ticket());
    await settle();
    controller.abort();
    first.release();
    await settle();
    expect([second.code, third.code]).toEqual(['UPSTREAM_TIMEOUT', 'in']);
    const fourth = new Visit(gate, ticket({ signal: controller.signal }));
    await settle();
    expect(fourth.code).toBe('UPSTREAM_TIMEOUT');
  });

  test('refuses more than a thousand in the queue', async () => {
    const gate = gateOf({ concurrency: 1 });
    const visits = Array.from({ length: 1_003 }, () => new Visit(gate, ticket()));
    await settle();
    expect(visits.filter(({ code }) => code === 'OVERLOADED')).toHaveLength(2);
  });

  test('starts nothing during a pause, and tells at once those whose time it outlasts', async () => {
    const gate = gateOf({ concurrency: 1 });
    const first = new Visit(gate, ticket());
    const hurried = new Visit(gate, ticket({ deadlineAt: clock.now() + 1_000 }));
    const patient = new Visit(gate, ticket());
    await settle();
    gate.pause(3_000);
    first.release();
    const late = new Visit(gate, ticket({ deadlineAt: clock.now() + 2_000 }));
    await settle();
    expect([hurried.code, late.code, patient.code]).toEqual([
      'UPSTREAM_RATE_LIMITED',
      'UPSTREAM_RATE_LIMITED',
      'waiting',
    ]);
    expect(late.state).toMatchObject({ retryAfterMs: 3_000 });
    await clock.advance(2_999);
    expect(patient.code).toBe('waiting');
    await clock.advance(1);
    expect(patient.code).toBe('in');
    expect(gate.pausedForMs()).toBe(0);
  });

  test('is not shortened by a shorter pause', async () => {
    const gate = gateOf();
    gate.pause(3_000);
    gate.pause(10);
    const visit = new Visit(gate, ticket());
    await clock.advance(2_000);
    expect(visit.code).toBe('waiting');
    await clock.advance(1_000);
    expect(visit.code).toBe('in');
  });

  test('never holds more than the setting, and forgets nobody, whatever happens', async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('enter' as const),
        lane: fc.constantFrom('read' as const, 'write' as const),
        inMs: fc.integer({ min: 1, max: 3_000 }),
      }),
      fc.record({ kind: fc.constant('release' as const) }),
      fc.record({ kind: fc.constant('pause' as const), ms: fc.integer({ min: 0, max: 500 }) }),
      fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 700 }) }),
    );
    const script = fc.array(step, { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.integer({ min: 1, max: 3 }),
        fc.option(fc.constantFrom(2, 50)),
        async (steps, concurrency, requestsPerSecond) => {
          clock = new FakeClock();
          const gate = gateOf({ concurrency, requestsPerSecond });
          const visits: Visit[] = [];
          for (const one of steps) {
            if (one.kind === 'enter')
              visits.push(new Visit(gate, ticket({ lane: one.lane, deadlineAt: clock.now() + one.inMs })));
            if (one.kind === 'release') visits.find(({ state }) => state === 'in')?.release();
            if (one.kind === 'pause') gate.pause(one.ms);
            if (one.kind === 'advance') await clock.advance(one.ms);
            expect(visits.filter(({ state }) => state === 'in').length).toBeLessThanOrEqual(concurrency);
          }
          await clock.advance(5_000);
          expect(visits.filter(({ state }) => state === 'waiting')).toHaveLength(0);
          expect(clock.pendingTimers).toBe(0);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });
});
