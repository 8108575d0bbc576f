import { describe, expect, test } from '@jest/globals';
import { createShutdown, shutdownLimitMs } from '../../../src/server/process/lifecycle.js';
import { createLogger } from '../../../src/server/observability/createLogger.js';
import { OperationGate } from '../../../src/server/graphql/OperationGate.js';
import { Readiness } from '../../../src/server/process/Readiness.js';

function setUp(limitMs = 5_000) {
  const events: string[] = [];
  const lines: string[] = [];
  const gate = new OperationGate(2);
  const readiness = new Readiness(() => true);
  readiness.startServing();
  const log = createLogger('info', (text) => text, { write: (line) => lines.push(line) });
  const part = (name: string, failure?: Error) => ({
    name,
    close: () => {
      events.push(name);
      return failure ? Promise.reject(failure) : Promise.resolve();
    },
  });
  const shutDown = (...closables: ReturnType<typeof part>[]) =>
    createShutdown({ readiness, idle: () => gate.idle(), closables, log, limitMs })('SIGTERM');
  return { events, lines, gate, readiness, part, shutDown };
}

describe('the orderly end', () => {
  test('is unready at once, waits for the operations under way, then puts away in order', async () => {
    const { events, gate, readiness, part, shutDown } = setUp();
    const leave = gate.enter();
    const ended = shutDown(part('server'), part('client'));
    expect(readiness.status).toBe('draining');
    await new Promise((resolve) => setImmediate(resolve));
    expect(events).toEqual([]);
    leave();
    expect(await ended).toBe(0);
    expect(events).toEqual(['server', 'client']);
  });

  test('goes on when a part cannot be put away, and says which', async () => {
    const { events, lines, part, shutDown } = setUp();
    expect(await shutDown(part('server', new Error('canary')), part('client'))).toBe(0);
    expect(events).toEqual(['server', 'client']);
    expect(lines.join()).toContain('"part":"server"');
    expect(lines.join()).not.toContain('canary');
  });

  test('does not wait for ever, and then says that it is not clean', async () => {
    const { gate, part, shutDown } = setUp(20);
    gate.enter();
    expect(await shutDown(part('server'))).toBe(1);
  });
});

test('the end takes as long as an operation may, and a little more for closing', () => {
  expect(shutdownLimitMs(10_000)).toBe(13_500);
  expect(shutdownLimitMs(30_000)).toBe(33_500);
});

describe('the gate', () => {
  test('lets in as many as allowed, and again when one has left, however often it says so', () => {
    const gate = new OperationGate(1);
    const leave = gate.enter();
    expect(() => gate.enter()).toThrow('OVERLOADED');
    leave();
    leave();
    expect(gate.inFlight).toBe(0);
    gate.enter();
    expect(() => gate.enter()).toThrow('OVERLOADED');
  });

  test('is idle at once when nobody is in', async () => {
    await expect(new OperationGate(1).idle()).resolves.toBeUndefined();
  });
});

describe('readiness', () => {
  test('follows the process through its life', () => {
    let isWritable = true;
    const readiness = new Readiness(() => isWritable);
    expect(readiness.status).toBe('starting');
    readiness.startServing();
    expect(readiness.status).toBe('ready');
    isWritable = false;
    expect(readiness.status).toBe('read-only');
    readiness.startDraining();
    readiness.startServing();
    expect(readiness.status).toBe('draining');
  });
});
