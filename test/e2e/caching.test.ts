import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, type FaultRule, scalarText, startEmulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

let emulator: Emulator;
/** Remembers for long. */
let lasting: Subgraph;
/** Remembers for a moment, and keeps for long. */
let fleeting: Subgraph;
let ids: readonly string[];

beforeAll(async () => {
  emulator = await startEmulator();
  ids = emulator.records('cases').map((record) => scalarText(record['wolkvox_id']) ?? '');
  [lasting, fleeting] = await Promise.all([
    startSubgraph(emulator, { CACHE_TTL_MS: '600000' }),
    startSubgraph(emulator, { CACHE_TTL_MS: '1' }),
  ]);
});

beforeEach(() => {
  emulator.clearFaults();
});

afterAll(async () => {
  await Promise.all([lasting, fleeting].map((subgraph) => subgraph.stop()));
  await emulator.close();
});

const listOf = (status: string, first = 5) => `{
  cases(filter: { status: { eq: "${status}" } }, first: ${String(first)}) {
    nodes { id status { name } }
    result { upstreamCalls freshness fetchedAt warnings { code } }
  }
}`;
const down: FaultRule = { times: null, fault: { type: 'refusal', kind: 'unavailable' } };

/** What an operation answered, and the calls that the emulator received for it. */
async function run(subgraph: Subgraph, document: string): Promise<{ data: unknown; errors: unknown; calls: number }> {
  const before = emulator.journal().length;
  const { body } = await subgraph.query(document);
  return { data: body.data, errors: body.errors, calls: emulator.journal().length - before };
}

const resultOf = (result: object) => ({ cases: { result } });

describe('a list read a second time', () => {
  test('comes from memory, and says so', async () => {
    const first = await run(lasting, listOf('Abierto'));
    expect(first).toMatchObject({ data: resultOf({ upstreamCalls: 1, freshness: 'LIVE', warnings: [] }), calls: 1 });
    const second = await run(lasting, listOf('Abierto'));
    expect(second).toMatchObject({ data: resultOf({ upstreamCalls: 0, freshness: 'CACHED', warnings: [] }), calls: 0 });
    const shorter = await run(lasting, listOf('Abierto', 3));
    expect(shorter).toMatchObject({ data: resultOf({ upstreamCalls: 0, freshness: 'CACHED' }), calls: 0 });
  });

  test('makes its cases known to look-ups by id', async () => {
    const { data } = await lasting.query(listOf('En espera')).then(({ body }) => body);
    const [id] = JSON.stringify(data).match(/[0-9a-f]{24}/) ?? [];
    const { data: found, calls } = await run(lasting, `{ case(id: "${id ?? ''}") { id } }`);
    expect(found).toEqual({ case: { id } });
    expect(calls).toBe(0);
  });

  test('is live again after a write, and shows it', async () => {
    await run(lasting, listOf('Solucionado'));
    const { data } = await run(lasting, listOf('Solucionado'));
    expect(data).toMatchObject(resultOf({ freshness: 'CACHED' }));
    const [id = ''] = JSON.stringify(data).match(/[0-9a-f]{24}/) ?? [];
    const written = await run(
      lasting,
      `mutation {
        updateCase(input: { idempotencyKey: "cache-1", id: "${id}", status: "Abierto" }) {
          outcome case { id status { name } }
        }
      }`,
    );
    expect(written.data).toEqual({ updateCase: { outcome: 'APPLIED', case: { id, status: { name: 'Abierto' } } } });
    const after = await run(lasting, listOf('Solucionado'));
    expect(after).toMatchObject({ data: resultOf({ freshness: 'LIVE' }), calls: 1 });
    expect(JSON.stringify(after.data)).not.toContain(id);
  });
});

describe('operations at the same time', () => {
  test('share equal reads', async () => {
    emulator.setFaults([{ times: null, fault: { type: 'delay', ms: 1_500 } }]);
    const before = emulator.journal().length;
    const answers = await Promise.all(Array.from({ length: 8 }, () => fleeting.query(listOf('Derivado a tercero'))));
    expect(emulator.journal()).toHaveLength(before + 1);
    const prices = answers.map(({ body }) => /"upstreamCalls":(\d)/.exec(JSON.stringify(body))?.[1]);
    expect(prices.sort()).toEqual(['0', '0', '0', '0', '0', '0', '0', '1']);
  });
});

describe('while the CRM is down', () => {
  test('a list that was read before stands in, labelled, and one that was not is an error', async () => {
    await run(fleeting, listOf('Cerrado'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    emulator.setFaults([down]);
    const stale = await run(fleeting, listOf('Cerrado'));
    expect(stale.errors).toBeUndefined();
    expect(stale.data).toMatchObject(resultOf({ freshness: 'STALE', warnings: [{ code: 'SERVED_STALE' }] }));
    const none = await run(fleeting, listOf('In progress'));
    expect(none.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });

  test('a case that was read before is still found, and a change to it is not checked against memory', async () => {
    const [id = ''] = ids.slice(700);
    await run(fleeting, `{ case(id: "${id}") { id } }`);
    emulator.setFaults([down]);
    const found = await run(fleeting, `{ case(id: "${id}") { id } }`);
    expect(found).toMatchObject({ data: { case: { id } }, errors: undefined });
    const { data } = await run(
      fleeting,
      `mutation {
        updateCase(input: {
          idempotencyKey: "cache-2", id: "${id}", priority: "Baja", ifUnmodifiedSince: "2030-01-01T00:00:00Z"
        }) { outcome userErrors { code } }
      }`,
    );
    expect(data).toEqual({
      updateCase: { outcome: 'REJECTED', userErrors: [{ code: 'UPSTREAM_UNAVAILABLE' }] },
    });
  });
});

describe('many cases of one operation', () => {
  test('come in fewer calls than there are cases, each in its place', async () => {
    const wanted = [...ids.slice(40, 70), 'ffffffffffffffffffffffff', ...ids.slice(20, 30)];
    const before = emulator.journal().length;
    const { body } = await lasting.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Case { id description } } }',
      { r: wanted.map((id) => ({ __typename: 'Case', id })) },
    );
    const found = wanted.map((id) => (id.startsWith('ff') ? null : expect.objectContaining({ id })));
    expect(body).toEqual({ data: { _entities: found } });
    expect(emulator.journal().length - before).toBeLessThanOrEqual(3);
  });
});
