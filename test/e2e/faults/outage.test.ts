import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FaultedSubgraph, oneCase, oneContact } from '../../support/FaultedSubgraph.js';

let server: FaultedSubgraph;

beforeAll(async () => {
  server = await FaultedSubgraph.start();
}, 30_000);

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
  ] as const)(
    'with %s is left alone, the others are not, and it is found again',
    async (_, fault) => {
      const { emulator } = server;
      emulator.clearJournal();
      emulator.setFaults([{ match: { endpoint: 'cases/queryCases' }, times: null, fault }]);
      const outageEndsAt = Date.now() + 1_500;
      const answers: Awaited<ReturnType<typeof ask>>[] = [];
      while (Date.now() < outageEndsAt) {
        answers.push(await ask());
        if (answers.length % 25 === 0) {
          const { body } = await server.subgraph.query(oneContact, { id: server.contactId() });
          expect(body).toMatchObject({ data: { contact: { id: server.contactId() } } });
        }
      }
      emulator.clearFaults();
      const attempts = callsOf('cases/queryCases');
      const contacts = callsOf('custom/query');

      const codes = new Set(answers.map(({ code }) => code));
      expect([...codes].filter((code) => code !== 'UPSTREAM_UNAVAILABLE' && code !== 'UPSTREAM_BAD_RESPONSE')).toEqual(
        [],
      );
      expect(attempts).toBeLessThanOrEqual(1.1 * answers.length);
      // Ten failures open it; after that one probe a second or less.
      expect(attempts).toBeLessThanOrEqual(10 + 3 * 4);
      // Without a call there is nothing to wait for; how fast that is, the bench tells.
      expect(median(answers.slice(attempts).map(({ ms }) => ms))).toBeLessThan(250);
      expect(contacts).toBe(Math.floor(answers.length / 25));

      const healedAt = Date.now();
      while ((await ask()).code !== undefined) {
        expect(Date.now() - healedAt).toBeLessThan(5_000);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      await server.expectHealth();
      const changes = server.subgraph.output.filter((line) => line.includes('upstream.breaker'));
      expect(changes.slice(-2).map((line) => /"state":"(\w+)"/.exec(line)?.[1])).toEqual(['open', 'closed']);
    },
    20_000,
  );

  test('keeps its ready state: the process still serves', async () => {
    server.emulator.setFaults([{ times: null, fault: { type: 'refusal', kind: 'serverError' } }]);
    for (let nth = 0; nth < 12; nth += 1) await ask();
    const ready = await fetch(`${server.subgraph.origin}/readyz`);
    server.emulator.clearFaults();
    expect(ready.status).toBe(200);
  });
});
