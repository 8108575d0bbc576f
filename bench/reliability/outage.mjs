import { pause, percentile, Rig, round } from './Rig.mjs';

const outageMs = 10_000;
const callers = 20;
/** Even timeouts open the breaker sooner. */
const openingMs = 5_000;

/** What "the CRM is down" can look like. Each lasts for ten seconds and meets every call. */
const outages = [
  { name: 'HTTP 500', fault: { type: 'refusal', kind: 'serverError' } },
  { name: 'HTTP 503 from a gateway', fault: { type: 'html', status: 503 } },
  { name: 'connections reset', fault: { type: 'refuse' } },
  { name: 'answers cut in the middle', fault: { type: 'cut', at: 'midBody', how: 'reset' } },
  { name: 'silence', fault: { type: 'blackHole' } },
];

/**
 * Keeps 20 callers asking, each four times a second, while the CRM is down, and asks on until it is found again. How long
 * a refusal takes is measured by one more caller, who asks one thing after the other once the breaker has had time to open.
 *
 * @param {Rig} rig
 * @param {typeof outages[number]} outage
 */
async function suffer(rig, { name, fault }) {
  await rig.clearJournal();
  await rig.setFaults([{ times: null, fault }]);
  const startedAt = Date.now();
  const endsAt = startedAt + outageMs;
  let requests = 0;
  /** @type {number[]} */
  const refusals = [];
  async function ask() {
    const { codes, ms } = await rig.ask(requests++);
    if (codes.length === 0) throw new Error('an answer in the middle of an outage');
    return ms;
  }
  async function measureRefusals() {
    await pause(openingMs);
    while (Date.now() < endsAt) {
      refusals.push(await ask());
      await pause(20);
    }
  }
  async function call() {
    while (Date.now() < endsAt) {
      await ask();
      await pause(250);
    }
  }
  await Promise.all([measureRefusals(), ...Array.from({ length: callers }, call)]);
  const attempts = (await rig.journal()).length;
  await rig.setFaults([]);
  const healedAt = Date.now();
  while ((await rig.ask()).codes.length > 0) await pause(20);
  const recoveryMs = Date.now() - healedAt;
  return {
    outage: name,
    requests,
    'attempts/request': round(attempts / requests),
    'refused p50 ms': round(percentile(refusals, 0.5)),
    'refused p99 ms': round(percentile(refusals, 0.99)),
    'first success ms': recoveryMs,
  };
}

/** What an outage of ten seconds costs the CRM and its callers, by kind. */
export async function measureOutages() {
  const rig = await Rig.start({ WOLKVOX_ATTEMPT_TIMEOUT_MS: '1000', OPERATION_DEADLINE_MS: '3000' });
  const rows = [];
  try {
    for (let nth = 0; nth < 500; nth += 1) await rig.ask(nth);
    for (const outage of outages) {
      // What the breaker and the retry budget remember is ten seconds old at most.
      await pause(10_500);
      rows.push(await suffer(rig, outage));
    }
  } finally {
    await rig.stop();
  }
  return rows;
}
