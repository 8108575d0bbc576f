import { describe, expect, test } from '@jest/globals';
import type { Loaders } from '../../../src/loaders/Loaders.js';
import type { CallContext } from '../../../src/model/CallContext.js';
import { openContext } from '../../../src/server/graphql/requestContext.js';
import type { Writer } from '../../../src/writing/Writer.js';

/** A clock that stands until told, with the timers set on it. */
function fakeClock() {
  const timers = new Map<() => void, number>();
  return {
    timers,
    now: () => 1_000,
    setTimer: (callback: () => void, delayMs: number) => {
      timers.set(callback, delayMs);
      return () => {
        timers.delete(callback);
      };
    },
  };
}

function open() {
  const clock = fakeClock();
  const calls: CallContext[] = [];
  const opened = openContext(
    { requestId: 'r1', mediaType: 'application/json', scopes: null },
    {
      createLoaders: (call) => {
        calls.push(call);
        return {} as Loaders;
      },
      writer: {} as Writer,
      forms: null,
      writeRules: {
        writableModules: [],
        closedStatusNames: [],
        isReservedOnContacts: () => false,
        isReservedOnRecords: () => false,
      },
      live: null,
      priceOperation: () => ({ minUpstreamCalls: 0, maxUpstreamCalls: 0, fields: [] }),
      operationDeadlineMs: 300,
      clock,
    },
  );
  return { ...opened, clock, calls };
}

describe('the context of an operation', () => {
  test('hands one call context to everything, with the deadline as an instant', () => {
    const { context, calls } = open();
    expect(calls).toEqual([context.call]);
    expect(context.call.deadlineAt).toBe(1_300);
    expect(context.now()).toBe(1_000);
  });

  test('aborts what is still read when the answer is out', () => {
    const { context, finish } = open();
    finish();
    expect(context.call.signal.aborted).toBe(true);
  });

  test('aborts its reads at the deadline, as a timeout', () => {
    const { context, clock } = open();
    expect([...clock.timers.values()]).toEqual([300]);
    expect(context.call.signal.aborted).toBe(false);
    for (const ring of clock.timers.keys()) ring();
    expect(context.call.signal.reason).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  });

  test('aborts its reads when the caller is gone', () => {
    const { context, abandon } = open();
    abandon();
    expect(context.call.signal.aborted).toBe(true);
  });

  test('leaves no timer behind when it is finished', () => {
    const { clock, finish } = open();
    finish();
    expect(clock.timers.size).toBe(0);
  });

  test('counts the calls toward the CRM, and what was remembered', () => {
    const { context } = open();
    context.call.onCall('cases');
    context.call.onCall('contacts');
    context.call.onCacheHit?.();
    expect(context.record).toMatchObject({ upstreamCalls: 2, cacheHits: 1 });
  });
});
