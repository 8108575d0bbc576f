import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmulator, type Emulator, type Fault } from 'wolkvox-emulator';
import { FaultedSubgraph } from '../../support/FaultedSubgraph.js';

const breaks: readonly (readonly [string, Fault])[] = [
  ['reset before a byte', { type: 'refuse' }],
  ...(['beforeHead', 'midHead', 'beforeBody', 'midBody'] as const).flatMap((at) =>
    (['reset', 'fin'] as const).map((how): readonly [string, Fault] => [
      `${how === 'reset' ? 'reset' : 'closed'} ${at}`,
      { type: 'cut', at, how },
    ]),
  ),
  ['closed before the announced length', { type: 'contentLength', variant: 'long' }],
  ['sending more than the announced length', { type: 'contentLength', variant: 'short' }],
  ['announcing two lengths', { type: 'contentLength', variant: 'double' }],
  ['sending a chunk without a size', { type: 'badChunk' }],
  ['sending something that is not HTTP', { type: 'garbage' }],
];
/** A list, of which a part must never pass for the whole. */
const list =
  '{ cases(filter: { type: { eq: "Request" } }, first: 20) { nodes { id } totalCount result { isComplete } } }';

/** A process may retry ten times in ten seconds, so that the trials are shared among several of them. */
const servers: FaultedSubgraph[] = [];
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  // The third is the only one to be asked for what it cannot retry any more.
  servers.push(...(await Promise.all([0, 1, 2].map(() => FaultedSubgraph.start({}, emulator)))));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await emulator.close();
});

const serverFor = (nth: number): FaultedSubgraph => {
  const server = servers[nth % 2];
  if (server === undefined) throw new Error('not started');
  return server;
};

describe('a connection that breaks', () => {
  test.each(breaks.map(([name, fault], nth) => ({ name, fault, nth })))(
    '$name, is tried once more, and then told; nothing of the list is shown',
    async ({ fault, nth }) => {
      const server = serverFor(nth);
      const trial = await server.meet([{ times: null, fault }], list);
      expect(trial).toMatchObject({ status: 200, data: { cases: null }, codes: ['UPSTREAM_UNAVAILABLE'] });
      expect(trial.errors[0]?.extensions).toMatchObject({ retryable: true });
      expect(trial.calls).toHaveLength(2);
      await server.expectHealth();
    },
  );

  test.each([
    ['midBody', 'fin'],
    ['midBody', 'reset'],
    ['beforeHead', 'reset'],
  ] as const)('%s (%s) once is not noticed by the caller', async (at, how) => {
    const server = serverFor(at === 'midBody' ? 0 : 1);
    const whole = await server.meet([], list);
    const trial = await server.meet([{ times: 1, fault: { type: 'cut', at, how } }], list);
    expect({ ...trial, data: trial.data }).toMatchObject({ errors: [], data: whole.data });
    expect(trial.calls).toHaveLength(2);
  });

  test('time and again is tried ten times in ten seconds at most, beyond the first attempts', async () => {
    const [, , server] = servers;
    if (server === undefined) throw new Error('not started');
    const startedAt = Date.now();
    let attempts = 0;
    for (let nth = 0; nth < 14; nth += 1) {
      const trial = await server.meet([{ times: null, fault: { type: 'cut', at: 'midBody', how: 'reset' } }]);
      attempts += trial.calls.length;
      // Successes keep the breaker out of it.
      await server.expectHealth();
    }
    const tensOfSeconds = Math.ceil((Date.now() - startedAt) / 10_000);
    expect(attempts).toBeGreaterThan(14);
    expect(attempts).toBeLessThanOrEqual(14 + 10 * tensOfSeconds);
  });
});
