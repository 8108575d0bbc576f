import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, type Fault, startEmulator } from 'wolkvox-emulator';
import { FaultedSubgraph, type Trial } from '../../support/FaultedSubgraph.js';
import { quickest } from '../../support/patience.js';

const attemptTimeoutMs = 1_000;
const deadlineMs = 3_000;
/** The rule's own margin, and as much again for a machine that has other things to do. */
const marginMs = 250 + 250;

let emulator: Emulator;
let server: FaultedSubgraph;
/** Waits for an answer no longer than a test likes to. */
let hasty: FaultedSubgraph;

beforeAll(async () => {
  emulator = await startEmulator();
  const times = {
    WOLKVOX_ATTEMPT_TIMEOUT_MS: String(attemptTimeoutMs),
    OPERATION_DEADLINE_MS: String(deadlineMs),
  };
  [server, hasty] = await Promise.all([FaultedSubgraph.start({}, emulator), FaultedSubgraph.start(times, emulator)]);
});

afterEach(async () => {
  await server.expectHealth();
});

afterAll(async () => {
  await Promise.all([server.close(), hasty.close()]);
  await emulator.close();
});

describe('a CRM that cannot be reached', () => {
  test('is told at once, and found again when it is back', async () => {
    // Long before the time of an attempt, which is four seconds here, could be over.
    const limitMs = 2_000;
    const trial = await quickest(limitMs, async () => {
      await emulator.close();
      const met = await server.meet([]);
      await emulator.reopen();
      await server.expectHealth();
      return met;
    });
    expect(trial).toMatchObject({ status: 200, data: { case: null }, codes: ['UPSTREAM_UNAVAILABLE'], calls: [] });
    expect(trial.errors[0]?.extensions).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) });
    expect(trial.ms).toBeLessThan(limitMs);
  });
});

describe('a CRM that keeps a caller waiting', () => {
  const slowFaults: readonly (readonly [string, Fault])[] = [
    ['accepts the connection and says nothing', { type: 'blackHole' }],
    ['falls silent after the headers', { type: 'silence' }],
    ['sends one byte each 100 ms', { type: 'drip', intervalMs: 100, bytes: 1, from: 'body' }],
    ['sends one byte of the head each 100 ms', { type: 'drip', intervalMs: 100, bytes: 1, from: 'head' }],
  ];

  async function meetInTime(limitMs: number, fault: Fault, document?: string): Promise<Trial> {
    return quickest(limitMs, async () => {
      const trial = await hasty.meet([{ times: null, fault }], document);
      await hasty.expectHealth(3);
      return trial;
    });
  }

  test.each(slowFaults)('and %s costs one attempt and its time', async (_, fault) => {
    const trial = await meetInTime(attemptTimeoutMs + marginMs, fault);
    expect(trial).toMatchObject({ status: 200, data: { case: null }, codes: ['UPSTREAM_TIMEOUT'] });
    expect(trial.errors[0]?.extensions).toMatchObject({ retryable: true });
    expect(trial.calls).toHaveLength(1);
    expect(trial.ms).toBeGreaterThanOrEqual(attemptTimeoutMs - 20);
    expect(trial.ms).toBeLessThan(attemptTimeoutMs + marginMs);
  });

  test('does not hold an operation of many calls beyond its deadline', async () => {
    const roots = Array.from({ length: 10 }, (_, nth) => `c${nth}: case(id: "${hasty.caseId(nth)}") { id }`);
    // Two at a time: five rounds of attempts would take five seconds.
    const trial = await meetInTime(deadlineMs + marginMs, { type: 'blackHole' }, `{ ${roots.join(' ')} }`);
    expect(new Set(trial.codes)).toEqual(new Set(['UPSTREAM_TIMEOUT']));
    expect(trial.ms).toBeLessThan(deadlineMs + marginMs);
    expect(trial.calls.length).toBeLessThan(roots.length);
  });
});

describe('a body without an end in sight', () => {
  const longBodies: readonly (readonly [string, Fault])[] = [
    ['of 8 MB', { type: 'huge', bytes: 8 * 1024 ** 2 }],
    ['that never ends', { type: 'endless' }],
    ['that would unpack to 64 MB', { type: 'gzipBomb', bytes: 64 * 1024 ** 2 }],
  ];

  test.each(longBodies)('%s is given up at the cap', async (_, fault) => {
    const trial = await server.meet([{ times: null, fault }]);
    expect(trial).toMatchObject({ status: 200, data: { case: null }, codes: ['UPSTREAM_BAD_RESPONSE'] });
    expect(trial.errors[0]?.extensions).toMatchObject({ retryable: false });
    expect(trial.calls).toHaveLength(1);
  });

  test('costs no memory worth speaking of', async () => {
    const before = await server.metric('process_resident_memory_bytes');
    for (const [, fault] of [...longBodies, ...longBodies]) await server.meet([{ times: null, fault }]);
    const grownBy = (await server.metric('process_resident_memory_bytes')) - before;
    expect(grownBy).toBeLessThan(50 * 1024 ** 2);
  });
});

describe('a redirect', () => {
  let received = 0;
  const elsewhere = createHttpServer((_request, response) => response.end('{}'));
  elsewhere.on('connection', () => (received += 1));

  beforeAll(async () => {
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    elsewhere.close();
  });

  test.each([301, 302, 303, 307, 308])('%d to another origin is not followed', async (status) => {
    const location = `http://127.0.0.1:${String((elsewhere.address() as AddressInfo).port)}/server/API/v2/cases/queryCases.php`;
    const trial = await server.meet([{ times: null, fault: { type: 'redirect', status, location } }]);
    expect(trial).toMatchObject({ data: { case: null }, codes: ['UPSTREAM_BAD_RESPONSE'] });
    expect(trial.calls).toHaveLength(1);
    expect(received).toBe(0);
  });

  test('to the same origin is not followed either', async () => {
    const location = '/server/API/v2/cases/queryCases.php';
    const trial = await server.meet([{ times: null, fault: { type: 'redirect', status: 302, location } }]);
    expect(trial.codes).toEqual(['UPSTREAM_BAD_RESPONSE']);
    expect(trial.calls).toHaveLength(1);
  });
});
