import { pause, Rig } from './Rig.mjs';

const callers = 40;
const forMs = 4_000;
const faults = [
  { match: { probability: 0.05 }, times: null, fault: { type: 'html', status: 502 } },
  { match: { probability: 0.05 }, times: null, fault: { type: 'cut', at: 'midBody', how: 'reset' } },
  { match: { probability: 0.01 }, times: null, fault: { type: 'blackHole' } },
];

/** The most calls that the CRM saw at once, against the setting, with retries and writes among them. */
export async function measureInFlight() {
  const rows = [];
  for (const concurrency of [1, 2, 3, 5]) {
    const rig = await Rig.start(
      { WOLKVOX_CONCURRENCY: String(concurrency), WOLKVOX_ATTEMPT_TIMEOUT_MS: '300', MAX_IN_FLIGHT: '200' },
      { EMULATOR_CONCURRENCY: '1000', EMULATOR_LATENCY_MS: '5' },
    );
    try {
      await rig.clearJournal();
      await rig.setFaults(faults);
      const endsAt = Date.now() + forMs;
      let asked = 0;
      await Promise.all(
        Array.from({ length: callers }, async (_, caller) => {
          while (Date.now() < endsAt) {
            const nth = asked++;
            if (caller % 10 === 0) {
              await rig.ask(
                nth,
                'mutation ($input: CreateContactInput!) { createContact(input: $input) { outcome } }',
                { input: { idempotencyKey: `bench-${nth}`, name: 'Ada Prueba', email: `ada${nth}@example.org` } },
              );
            } else await rig.ask(nth);
            await pause(5);
          }
        }),
      );
      const journal = await rig.journal();
      rows.push({
        WOLKVOX_CONCURRENCY: concurrency,
        callers,
        operations: asked,
        calls: journal.length,
        'most in flight': Math.max(...journal.map(({ inFlight }) => inFlight)),
      });
    } finally {
      await rig.stop();
    }
  }
  return rows;
}
