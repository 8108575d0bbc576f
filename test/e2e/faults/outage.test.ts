import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FaultedSubgraph, oneCase, oneContact } from '../../support/FaultedSubgraph.js';
import { until } from '../../support/patience.js';

let server: FaultedSubgraph;

beforeAll(async () => {
  server = await FaultedSubgraph.start();
});

afterAll(async () => {
  await server.close();
});

/** Asks for a case: the code it fails with, if any, and the milliseconds it took. */
async function ask(): Promise<{ readonly code: unknown; readonly ms: number }> {
  const startedAt = performance.now();
  const { body } = await server.subgraph.query(oneCase, { id: server.caseId() });
  return { code: body.errors?.[0]?.extensions['code'], ms: performance.now() - startedAt };
}

const callsOf = (endpoint: string): number =>
  server.emulator.journal().filter((entry) => entry.endpoint === endpoint).length;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

describe('an endpoint that does nothing but fail', () => {
  test.each([
    ['500', { type: 'refusal', kind: 'serverError' }],
    ['503', { type: 'html', status: 503 }],
  ] as const)('with %s is left alone, the others are not, and it is found again', async (_, fault) => {
    const { emulator } = server;
    emulator.clearJournal();
    emulator.setFaults([{ match: { endpoint: 'cases/queryCases' }, times: null, fault }]);
    const startedAt = Date.now();
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    // Long enough for a few probes, and for as many answers as show what most of them are like.
    while (Date.now() < startedAt + 1_500 || answers.length < 150) {
      answers.push(await ask());
      if (answers.length % 25 === 0) {
        const { body } = await server.subgraph.query(oneContact, { id: server.contactId() });
        expect(body).toMatchObject({ data: { contact: { id: server.contactId() } } });
      }
    }
    emulator.clearFaults();
    const seconds = (Date.now() - startedAt) / 1_000;
    const attempts = callsOf('cases/queryCases');
    const contacts = callsOf('custom/query');

    const codes = new Set(answers.map(({ code }) => code));
    expect([...codes].filter((code) => code !== 'UPSTREAM_UNAVAILABLE' && code !== 'UPSTREAM_BAD_RESPONSE')).toEqual(
      [],
    );
    expect(attempts).toBeLessThanOrEqual(1.1 * answers.length);
    // Ten failures open it; after that one probe a second or less. Each may be tried three times.
    expect(attempts).toBeLessThanOrEqual(10 + 3 * (2.5 + seconds));
    // Without a call there is nothing to wait for; how fast that is, the bench tells.
    expect(median(answers.slice(attempts).map(({ ms }) => ms))).toBeLessThan(1_000);
    expect(contacts).toBe(Math.floor(answers.length / 25));

    const healedAt = Date.now();
    await until(async () => (await ask()).code === undefined, 25);
    // Five seconds, by the rule; the rest is for the machine.
    expect(Date.now() - healedAt).toBeLessThan(10_000);
    await server.expectHealth();
    const changes = (): unknown[] =>
      server.subgraph.output
        .filter((line) => line.includes('upstream.breaker'))
        .map((line) => /"state":"(\w+)"/.exec(line)?.[1]);
    await until(() => changes().at(-1) === 'closed');
    expect(changes().slice(-2)).toEqual(['open', 'closed']);
  });

  test('keeps its ready state: the process still serves', async () => {
    server.emulator.setFaults([{ times: null, fault: { type: 'refusal', kind: 'serverError' } }]);
    for (let nth = 0; nth < 12; nth += 1) await ask();
    const ready = await fetch(`${server.subgraph.origin}/readyz`);
    server.emulator.clearFaults();
    expect(ready.status).toBe(200);
  });
});
