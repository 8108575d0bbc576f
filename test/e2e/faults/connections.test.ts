import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/emulator/Emulator.js';
import { FaultedSubgraph } from '../../support/FaultedSubgraph.js';

const attemptTimeoutMs = 400;
const deadlineMs = 1_500;
/** The rule's own margin, and as much again for a machine that has other things to do. */
const marginMs = 250 + 250;

let server: FaultedSubgraph;

beforeAll(async () => {
  server = await FaultedSubgraph.start({
    WOLKVOX_ATTEMPT_TIMEOUT_MS: String(attemptTimeoutMs),
    OPERATION_DEADLINE_MS: String(deadlineMs),
  });
}, 30_000);

afterEach(async () => {
  await server.expectHealth();
});

afterAll(async () => {
  await server.close();
});

describe('a CRM that cannot be reached', () => {
  test('is told at once, and found again when it is back', async () => {
    await server.emulator.close();
    const trial = await server.meet([]);
    await server.emulator.reopen();
    expect(trial).toMatchObject({ status: 200, data: { case: null }, codes: ['UPSTREAM_UNAVAILABLE'], calls: [] });
    expect(trial.errors[0]?.extensions).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) });
    expect(trial.ms).toBeLessThan(attemptTimeoutMs);
  });
});

describe('a CRM that keeps a caller waiting', () => {
  const slowFaults: readonly (readonly [string, Fault])[] = [
    ['accepts the connection and says nothing', { type: 'blackHole' }],
    ['falls silent after the headers', { type: 'silence' }],
    ['sends one byte each 100 ms', { type: 'drip', intervalMs: 100, bytes: 1, from: 'body' }],
    ['sends one byte of the head each 100 ms', { type: 'drip', intervalMs: 100, bytes: 1, from: 'head' }],
  ];

  test.each(slowFaults)('and %s costs one attempt and its time', async (_, fault) => {
    const trial = await server.meet([{ times: null, fault }]);
    expect(trial).toMatchObject({ status: 200, data: { case: null }, codes: ['UPSTREAM_TIMEOUT'] });
    expect(trial.errors[0]?.extensions).toMatchObject({ retryable: true });
    expect(trial.calls).toHaveLength(1);
    expect(trial.ms).toBeGreaterThanOrEqual(attemptTimeoutMs - 20);
    expect(trial.ms).toBeLessThan(attemptTimeoutMs + marginMs);
  });

  test('does not hold an operation of many calls beyond its deadline', async () => {
    const roots = Array.from({ length: 10 }, (_, nth) => `c${nth}: case(id: "${server.caseId(nth)}") { id }`);
    // Two at a time: five rounds of attempts would take two seconds.
    const trial = await server.meet([{ times: null, fault: { type: 'blackHole' } }], `{ ${roots.join(' ')} }`);
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
