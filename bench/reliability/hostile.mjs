import { classifyResponse } from '../../dist/wolkvox/classify.js';
import { hostileBodies } from './hostileBodies.mjs';
import { Rig, round } from './Rig.mjs';

const asked = `query ($id: ID!) { case(id: $id) {
  id caseNumber type { name } status { name condition } priority { resolutionMinutes } createdAt dueAt
  contact { id name phone { e164 } } owner { id name } history { at message } files { url } customFields { label text }
} }`;

/**
 * The longest that decoding and classifying any of the bodies takes, in milliseconds: the best of five attempts each,
 * so that what else the machine does is left out.
 *
 * @param {ReturnType<typeof hostileBodies>} bodies
 */
function longestDecodingMs(bodies) {
  const times = bodies.map(({ status, base64 }) => {
    const response = { status, headers: { 'content-length': '1' }, body: Buffer.from(base64, 'base64') };
    const attempts = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      classifyResponse(response, { variant: 'records', page: 1 });
      return performance.now() - startedAt;
    });
    return Math.min(...attempts);
  });
  return Math.max(...times);
}

/** Has the CRM answer with every hostile body in turn, and counts what became of them. */
export async function measureHostileBodies() {
  const rig = await Rig.start({ WOLKVOX_ATTEMPT_TIMEOUT_MS: '2000' });
  const bodies = hostileBodies();
  /** @type {Map<string, number>} */
  const tally = new Map();
  let slowestMs = 0;
  let notAnswered = 0;
  try {
    for (let nth = 0; nth < 20; nth += 1) await rig.ask(nth);
    await rig.metric('nodejs_eventloop_lag_max_seconds');
    for (const body of bodies) {
      await rig.setFaults([
        { times: null, fault: { type: 'respond', headers: { 'content-type': 'application/json' }, ...body } },
      ]);
      // The case that the hostile rows claim to be.
      const { status, codes, ms } = await rig.ask(0, asked, { id: '677d263f3c6ef3620100019d' });
      if (status !== 200) notAnswered += 1;
      for (const code of codes.length > 0 ? new Set(codes) : ['answered']) tally.set(code, (tally.get(code) ?? 0) + 1);
      slowestMs = Math.max(slowestMs, ms);
    }
    await rig.setFaults([]);
    const lagMs = (await rig.metric('nodejs_eventloop_lag_max_seconds')) * 1_000;
    const last = await rig.ask();
    return {
      bodies: bodies.length,
      ...Object.fromEntries(tally),
      INTERNAL_SERVER_ERROR: tally.get('INTERNAL_SERVER_ERROR') ?? 0,
      'not HTTP 200': notAnswered,
      'slowest answer ms': round(slowestMs),
      'longest decoding ms': round(longestDecodingMs(bodies)),
      'longest delay of the event loop ms': round(lagMs),
      'next request': last.codes.length === 0 ? 'answered' : last.codes.join(),
    };
  } finally {
    await rig.stop();
  }
}
