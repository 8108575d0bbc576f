import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, type FaultRule, startEmulator } from '../../src/index.js';
import type { FaultMatch } from '../../src/faults/FaultRule.js';
import type { JsonObject } from '../../src/Json.js';
import { until } from '../../../../test/support/patience.js';
import { at, VendorCaller } from '../support/VendorCaller.js';

let emulator: Emulator;
let caller: VendorCaller;

beforeAll(async () => {
  emulator = await startEmulator();
  caller = new VendorCaller(emulator);
});
afterAll(async () => {
  await emulator.close();
});
afterEach(() => {
  emulator.clearFaults();
});

const search: JsonObject = { field: 'prefix', value: 'PET', limit: 1, page: 1 };
const unavailable = { type: 'refusal', kind: 'unavailable' } as const;

async function statuses(count: number, body = search): Promise<number[]> {
  const found: number[] = [];
  for (let turn = 0; turn < count; turn += 1) found.push((await caller.call('cases/queryCases', body)).status);
  return found;
}

describe('a fault script', () => {
  test('meets one call unless it says more', async () => {
    emulator.setFaults([{ fault: unavailable }]);
    expect(await statuses(2)).toEqual([503, 200]);
    emulator.setFaults([{ fault: unavailable, times: 2 }]);
    expect(await statuses(3)).toEqual([503, 503, 200]);
    emulator.setFaults([{ fault: unavailable, times: null }]);
    expect(await statuses(4)).toEqual([503, 503, 503, 503]);
  });

  test('takes its rules in order', async () => {
    emulator.setFaults([{ fault: unavailable }, { fault: { type: 'refusal', kind: 'quota' } }]);
    expect(await statuses(3)).toEqual([503, 403, 200]);
    expect(emulator.faults().map(({ seen, left }) => [seen, left])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  test('can mean the nth call, or those after the first few', async () => {
    emulator.setFaults([{ match: { nth: 2 }, fault: unavailable }]);
    expect(await statuses(3)).toEqual([200, 503, 200]);
    emulator.setFaults([{ match: { after: 2 }, fault: unavailable, times: null }]);
    expect(await statuses(4)).toEqual([200, 200, 503, 503]);
  });

  test.each<[FaultMatch, boolean]>([
    [{ endpoint: 'cases/queryCases' }, true],
    [{ endpoint: 'custom/query' }, false],
    [{ field: 'prefix', value: 'PET' }, true],
    [{ field: 'prefix', value: 'QUE' }, false],
    [{ kind: 'read' }, true],
    [{ kind: 'write' }, false],
    [{ page: 1 }, true],
    [{ page: 2 }, false],
    [{ module: 'cases' }, false],
    [{ contains: '"limit":1' }, true],
    [{ contains: 'elsewhere' }, false],
    [{ probability: 1 }, true],
    [{ probability: 0 }, false],
  ])('with %p meets the search: %p', async (match, isMet) => {
    emulator.setFaults([{ match, fault: unavailable }]);
    expect(await statuses(1)).toEqual([isMet ? 503 : 200]);
  });

  test('leaves to chance the same way for the same seed', async () => {
    const rules: FaultRule[] = [{ match: { probability: 0.5 }, fault: unavailable, times: null }];
    const run = async (seed: number): Promise<number[]> => {
      emulator.setFaults(rules, seed);
      return statuses(24);
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await run(8)).not.toEqual(first);
  });

  test('does not see what the door refuses', async () => {
    emulator.setFaults([{ fault: unavailable }]);
    await caller.call('cases/queryCases', search, { headers: { 'wolkvox-token': 'wrong' } });
    expect(emulator.faults()[0]?.seen).toBe(0);
  });

  test('comes over HTTP as well, with its defaults', async () => {
    const { status, json } = await caller.control('POST', 'faults', {
      seed: 3,
      rules: [{ match: { endpoint: 'cases/queryCases' }, times: 1, fault: { type: 'html' } }],
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      rules: [
        { match: { endpoint: 'cases/queryCases' }, times: 1, fault: { type: 'html', status: 503 }, seen: 0, left: 1 },
      ],
    });
    expect(await statuses(2)).toEqual([503, 200]);
    expect(at((await caller.control('GET', 'faults')).json, 'rules', 0, 'left')).toBe(0);
    expect((await caller.control('DELETE', 'faults')).json).toEqual({ rules: [] });
  });

  test.each([
    'delay',
    'envelope',
    'wrongRecord',
    'repeatedRows',
    'extraRows',
    'wrongTotals',
    'setFields',
    'dropFields',
    'blankIds',
    'html',
    'empty',
    'phpWarning',
    'bom',
    'malformedJson',
    'nested',
    'hugeNumber',
    'huge',
    'gzipBomb',
    'respond',
    'refuse',
    'blackHole',
    'silence',
    'drip',
    'cut',
    'contentLength',
    'badChunk',
    'garbage',
    'endless',
    'unsolicited',
    'raw',
  ])('of type %s can be written with nothing but its type', async (type) => {
    expect((await caller.control('POST', 'faults', [{ fault: { type } }])).status).toBe(200);
  });

  test.each<[unknown, string]>([
    ['{', 'body must be JSON'],
    [{ rules: 1 }, 'body.rules must be a list'],
    [[{ fault: { type: 'earthquake' } }], 'rules[0].fault.type is no known fault'],
    [[{}], 'rules[0].fault must be an object'],
    [[{ fault: { type: 'bom' }, time: 2 }], 'rules[0] has an unknown key: time'],
    [[{ fault: { type: 'bom' }, times: 0 }], 'rules[0].times must be a number from 1'],
    [[{ fault: { type: 'bom' }, match: { nth: '1' } }], 'rules[0].match.nth must be a number from 1'],
    [[{ fault: { type: 'redirect' } }], 'rules[0].fault.location must be a text'],
    [
      [{ fault: { type: 'cut', at: 'dusk' } }],
      'rules[0].fault.at must be one of beforeHead, midHead, beforeBody, midBody',
    ],
    [[{ fault: { type: 'html', status: 700 } }], 'rules[0].fault.status must be a number from 200 to 599'],
  ])('that cannot be read is refused in words: %j', async (script, error) => {
    const answer = await caller.control('POST', 'faults', script as string);
    expect(answer).toMatchObject({ status: 400, json: { error } });
    expect(emulator.faults()).toEqual([]);
  });
});

describe('a write that meets a fault', () => {
  let count = 0;
  const marker = (): string => `marca-${(count += 1)}`;
  const create = (description: string): JsonObject => ({
    'case-type': 'Request',
    responsible: 'agent_2@demo',
    owner: 'agent_1@demo',
    contact: emulator.records('contacts')[5]?.['emailcontact'] ?? '',
    description,
    status: 'open',
    priority: 'low',
  });
  const stored = (description: string): number =>
    emulator.records('cases').filter((row) => row['description_case'] === description).length;
  /** One write under the fault. From a black hole the caller turns away once the call has fallen into it. */
  const attempt = async (rule: FaultRule, description: string): Promise<number | null> => {
    emulator.setFaults([rule]);
    const caughtBefore = emulator.journal().at(-1)?.id ?? 0;
    const hangUp = new AbortController();
    const init = {
      method: 'POST',
      headers: { 'wolkvox-token': emulator.token },
      body: JSON.stringify({ operation: 'demo', ...create(description) }),
      signal: hangUp.signal,
    };
    const answered = caller.call('cases/insertAttach', {}, init).then(
      ({ status }) => status,
      () => null,
    );
    if (rule.fault.type === 'blackHole') {
      await until(() => emulator.journal(caughtBefore)[0]?.fault === 'blackHole');
      hangUp.abort();
    }
    return answered;
  };

  const faces: FaultRule['fault'][] = [
    { type: 'blackHole' },
    { type: 'cut', at: 'beforeHead', how: 'reset' },
    { type: 'cut', at: 'midBody', how: 'fin' },
    { type: 'refusal', kind: 'serverError' },
    { type: 'html', status: 502 },
    { type: 'malformedJson' },
    { type: 'blankIds' },
    { type: 'empty', status: 200 },
  ];

  test.each(faces)('is stored before the fault shows where the rule says so: %j', async (fault) => {
    const description = marker();
    await attempt({ fault, commit: true }, description);
    expect(stored(description)).toBe(1);
    expect(emulator.journal().at(-1)).toMatchObject({ fault: fault.type, isCommitted: true });
  });

  test.each(faces)('is not stored where the rule says so: %j', async (fault) => {
    const description = marker();
    await attempt({ fault, commit: false }, description);
    expect(stored(description)).toBe(0);
    expect(emulator.journal().at(-1)).toMatchObject({ fault: fault.type, isCommitted: false, recordId: null });
  });

  test('is never claimed without having been stored', async () => {
    for (const fault of [{ type: 'delay', ms: 1 }, { type: 'blankIds' }, { type: 'bom' }] as const) {
      emulator.setFaults([{ fault, commit: false }]);
      const { text, status } = await caller.call('cases/insertAttach', create(marker()));
      expect(status).toBe(500);
      expect(text).not.toContain('Succesfully');
    }
  });

  test('by default is stored where the real answer shows through, and not where it is replaced', async () => {
    const [delayed, refused] = [marker(), marker()];
    await attempt({ fault: { type: 'delay', ms: 1 } }, delayed);
    await attempt({ fault: { type: 'refusal', kind: 'simultaneous' } }, refused);
    expect([stored(delayed), stored(refused)]).toEqual([1, 0]);
  });

  test('can be stored long after the caller was told otherwise', async () => {
    const description = marker();
    expect(await attempt({ fault: { type: 'html', status: 504 }, commitAfterMs: 3_000 }, description)).toBe(504);
    expect(stored(description)).toBe(0);
    await until(() => stored(description) > 0, 20);
    expect(stored(description)).toBe(1);
    expect(emulator.journal().at(-1)?.isCommitted).toBe(true);
  });

  test('comes back with blank ids where it was stored all the same', async () => {
    const description = marker();
    emulator.setFaults([{ match: { kind: 'create' }, fault: { type: 'blankIds' } }]);
    expect(await caller.written('cases/insertAttach', create(description))).toEqual({
      wolkvox_id: ' ',
      idPrefijo: ' ',
    });
    expect(stored(description)).toBe(1);
  });
});
