import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmulator, type Emulator, type Fault } from 'wolkvox-emulator';
import { FaultedSubgraph } from '../../support/FaultedSubgraph.js';
import { until } from '../../support/patience.js';

const deadlineMs = 6_000;

let emulator: Emulator;
/** A process may retry ten times in ten seconds: what is retried and what is not are asked of different ones. */
let server: FaultedSubgraph;
let retrying: FaultedSubgraph;

beforeAll(async () => {
  emulator = await startEmulator();
  [server, retrying] = await Promise.all([
    FaultedSubgraph.start({ OPERATION_DEADLINE_MS: String(deadlineMs) }, emulator),
    FaultedSubgraph.start({ OPERATION_DEADLINE_MS: String(deadlineMs) }, emulator),
  ]);
});

afterAll(async () => {
  await Promise.all([server.close(), retrying.close()]);
  await emulator.close();
});

type Kind = Extract<Fault, { type: 'refusal' }>['kind'];

describe('a refusal that another attempt would not change', () => {
  afterEach(async () => {
    await server.expectHealth();
  });

  const cases: readonly (readonly [Kind, string, boolean])[] = [
    ['noToken', 'UPSTREAM_AUTH_FAILED', false],
    ['badToken', 'UPSTREAM_AUTH_FAILED', false],
    ['operation', 'UPSTREAM_AUTH_FAILED', false],
    ['maintenance', 'UPSTREAM_UNAVAILABLE', true],
    ['serverError', 'UPSTREAM_UNAVAILABLE', true],
    ['parameter', 'UPSTREAM_BAD_RESPONSE', false],
    ['noScript', 'UPSTREAM_BAD_RESPONSE', false],
    ['method', 'UPSTREAM_BAD_RESPONSE', false],
    ['preconditionFailed', 'UPSTREAM_BAD_RESPONSE', false],
    ['range', 'UPSTREAM_BAD_RESPONSE', false],
    ['expectationFailed', 'UPSTREAM_BAD_RESPONSE', false],
  ];

  test.each(cases)('is told after one attempt: %s is %s', async (kind, code, retryable) => {
    for (const fault of [
      { type: 'refusal', kind } as const,
      { type: 'refusal', kind, httpStatus: 200, codeType: 'integer' } as const,
    ]) {
      const trial = await server.meet([{ times: null, fault }]);
      expect(trial).toMatchObject({ status: 200, data: { case: null }, codes: [code] });
      expect(trial.errors[0]?.extensions).toMatchObject({ retryable });
      expect(trial.calls).toHaveLength(1);
    }
  });

  test('means the same in Spanish', async () => {
    emulator.configure({ errorLanguage: 'es' });
    try {
      for (const [kind, code] of [
        ['badToken', 'UPSTREAM_AUTH_FAILED'],
        ['maintenance', 'UPSTREAM_UNAVAILABLE'],
      ] as const) {
        expect((await server.meet([{ fault: { type: 'refusal', kind } }])).codes).toEqual([code]);
      }
    } finally {
      emulator.configure({ errorLanguage: 'en' });
    }
  });

  test('never repeats what the CRM said', async () => {
    const msg = 'token 7b64656d6f7d of crm0001 is not valid for 192.0.2.1';
    const trial = await server.meet([{ fault: { type: 'refusal', kind: 'badToken', msg } }]);
    expect(trial.codes).toEqual(['UPSTREAM_AUTH_FAILED']);
    expect(JSON.stringify(trial.errors) + server.subgraph.output.join('\n')).not.toMatch(/7b64656d6f7d|192\.0\.2\.1/);
  });

  test('of a plain HTTP 500 without any envelope is told after one attempt, too', async () => {
    const trial = await server.meet([{ times: null, fault: { type: 'respond', status: 500, text: 'oops' } }]);
    expect(trial.codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(trial.calls).toHaveLength(1);
  });
});

describe('a refusal of one search of a list', () => {
  test('ends the others: nobody would see what they find', async () => {
    const document = 'query ($in: [ID!]) { cases(filter: { contactId: { in: $in } }) { totalCount } }';
    const faults = [{ times: 1, fault: { type: 'refusal', kind: 'badToken' } }] as const;
    const before = emulator.journal().at(-1)?.id ?? 0;
    const trial = await server.meet(faults, document, { in: server.known.contactIds });
    expect(trial.codes).toEqual(['UPSTREAM_AUTH_FAILED']);
    // Those that waited would take turns with these.
    await server.expectHealth();
    const searches = emulator.journal(before).filter(({ field }) => field === 'contact wolkvox id');
    expect(searches.length).toBeLessThanOrEqual(3);
  });
});

describe('a refusal that passes', () => {
  const passing: readonly (readonly [Kind, string])[] = [
    ['rateLimited', 'UPSTREAM_RATE_LIMITED'],
    ['simultaneous', 'UPSTREAM_RATE_LIMITED'],
    ['badGateway', 'UPSTREAM_UNAVAILABLE'],
    ['gatewayTimeout', 'UPSTREAM_UNAVAILABLE'],
  ];

  test.each(passing)('is retried twice at most: %s', async (kind, code) => {
    const trial = await retrying.meet([{ times: null, fault: { type: 'refusal', kind } }]);
    expect(trial).toMatchObject({ data: { case: null }, codes: [code] });
    expect(trial.errors[0]?.extensions).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) });
    expect(trial.calls).toHaveLength(3);
    await retrying.expectHealth();
  });

  test('is not noticed by the caller when the next attempt succeeds', async () => {
    const trial = await retrying.meet([{ times: 1, fault: { type: 'refusal', kind: 'unavailable' } }]);
    expect(trial).toMatchObject({ errors: [], data: { case: { id: retrying.caseId() } } });
    expect(trial.calls).toHaveLength(2);
  });
});

describe('a wait that the CRM asks for', () => {
  test('of a second is kept, and nobody else goes before it is over', async () => {
    const fault: Fault = { type: 'refusal', kind: 'rateLimited', retryAfter: '1' };
    const callsEnded = (): Promise<number> => retrying.metric('subgraph_upstream_calls_total');
    const before = await callsEnded();
    const started = retrying.meet([{ times: 1, fault }]);
    // The refusal has come back.
    await until(async () => (await callsEnded()) > before);
    const other = retrying.subgraph.query('query ($id: ID!) { contact(id: $id) { id } }', { id: retrying.contactId() });
    const trial = await started;
    expect(trial).toMatchObject({ errors: [], data: { case: { id: retrying.caseId() } } });
    expect((await other).body).toEqual({ data: { contact: { id: retrying.contactId() } } });
    const [refused, ...later] = trial.calls;
    expect(later.length).toBeGreaterThan(0);
    // It was refused after it had arrived: whoever waits a second from then on comes no sooner than this.
    for (const call of later) expect(call.arrivedAtMs - (refused?.arrivedAtMs ?? 0)).toBeGreaterThanOrEqual(980);
  });

  /** What the machine may take on top; waits that are too long are minutes and hours. */
  const marginMs = 3_000;
  const httpDate = (inMs: number): string => new Date(Date.now() + inMs).toUTCString();

  /** Whatever the header says, the answer comes within the deadline and names a bounded wait. */
  async function expectInTime(asked: FaultedSubgraph, retryAfter: string): Promise<void> {
    const trial = await asked.meet([{ times: null, fault: { type: 'refusal', kind: 'rateLimited', retryAfter } }]);
    expect(trial).toMatchObject({ data: { case: null }, codes: ['UPSTREAM_RATE_LIMITED'] });
    expect(trial.ms).toBeLessThan(deadlineMs + marginMs);
    const { retryAfterMs } = trial.errors[0]?.extensions ?? {};
    expect(Number.isInteger(retryAfterMs) && Number(retryAfterMs) >= 0 && Number(retryAfterMs) <= 300_000).toBe(true);
  }

  test.each<[string, string]>([
    ['a second of the past', '-5'],
    ['a date of the past', httpDate(-60_000)],
    ['words', 'soon'],
  ])('makes no answer late when it is %s', async (_, header) => {
    await expectInTime(server, header);
    await server.expectHealth();
  });

  // The last of all: the processes will not call again for minutes.
  test('makes no answer late when it is longer than the operation may take; the CRM is left alone that long', async () => {
    for (const [asked, header] of [
      [server, '3600'],
      [retrying, httpDate(86_400_000)],
    ] as const) {
      await expectInTime(asked, header);
      const next = await asked.meet([]);
      expect(next).toMatchObject({ codes: ['UPSTREAM_RATE_LIMITED'], calls: [] });
      expect(next.ms).toBeLessThan(marginMs);
    }
  });
});
