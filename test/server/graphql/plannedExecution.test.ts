import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import type { Loaders } from '../../../src/loaders/Loaders.js';
import { startTestApp, type TestApp, type TestAppOptions } from '../startTestApp.js';

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const findCase: Loaders['findCase'] = ({ value }) => {
  if (value === 'broken') return Promise.reject(new Fault('UPSTREAM_UNAVAILABLE'));
  if (value === 'bug') return Promise.reject(new Error('a bug'));
  return Promise.resolve(null);
};

/** Changes with every request. */
const ownHeaders = new Set(['date', 'x-request-id']);

async function send(app: TestApp, request: object): Promise<Sent> {
  const response = await app.post(request);
  const headers = [...response.headers].filter(([name]) => !ownHeaders.has(name));
  const body = (await response.text()).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""');
  return { status: response.status, headers: Object.fromEntries(headers), body };
}

async function plannedRuns(app: TestApp): Promise<number> {
  const text = await (await fetch(`${app.origin}/metrics`)).text();
  return Number(/^subgraph_operation_runs_total\{by="plan"\} (\d+)/m.exec(text)?.[1] ?? 0);
}

/** Sends a request as often as it takes to have a plan, and once more; the answer of the engine and the last one. */
async function sendTwoWays(request: object, options: TestAppOptions = {}) {
  const app = await startTestApp({ loaders: () => ({ findCase }), ...options });
  try {
    await send(app, request);
    const byEngine = await send(app, request);
    expect(await plannedRuns(app)).toBe(0);
    const byPlan = await send(app, request);
    const runs = await plannedRuns(app);
    const lines = app.lines
      .filter(({ msg }) => msg === 'operation')
      .map(({ kind, operation, codes }) => ({ kind, operation, codes }));
    return { byEngine, byPlan, runs, lines };
  } finally {
    await app.close();
  }
}

const named = `query One($id: ID!, $deep: Boolean = true) { case(id: $id) { id contact @include(if: $deep) { name } } }
  query Other { __typename }`;

describe('an operation that was sent before', () => {
  test.each([
    { what: 'a record that is not there', request: { query: named, operationName: 'One', variables: { id: '1' } } },
    { what: 'another operation of the document', request: { query: named, operationName: 'Other' } },
    { what: 'a failure of the CRM', request: { query: named, operationName: 'One', variables: { id: 'broken' } } },
    { what: 'a bug', request: { query: named, operationName: 'One', variables: { id: 'bug' } } },
    {
      what: 'what a resolver refuses',
      request: { query: '{ cases(filter: { status: { eq: "x" } }, first: 101) { totalCount } }' },
    },
    {
      what: 'entities that name nothing',
      request: {
        query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Case { id } } }',
        variables: { r: [{ __typename: 'Case', id: 'broken' }, { __typename: 'Nobody' }, { id: '1' }] },
      },
    },
  ])('is answered along its plan as by the engine, and logged the same: $what', async ({ request }) => {
    const { byEngine, byPlan, runs, lines } = await sendTwoWays(request);
    expect(runs).toBe(1);
    expect(byPlan).toEqual(byEngine);
    expect(lines[2]).toEqual(lines[1]);
  });

  test.each([
    {
      what: 'variables that do not fit',
      request: { query: named, operationName: 'One', variables: { id: [1] } },
      status: 400,
    },
    { what: 'a key that has a meaning in JavaScript', request: { query: '{ __proto__: __typename }' }, status: 200 },
  ])('goes to the engine with $what', async ({ request, status }) => {
    const { byEngine, byPlan, runs } = await sendTwoWays(request);
    expect(runs).toBe(0);
    expect(byPlan.status).toBe(status);
    expect(byPlan).toEqual(byEngine);
  });

  test('is refused by the engine where its variables ask for more calls than one operation may cost', async () => {
    const app = await startTestApp({ environment: { OPERATION_LIMIT_CALLS: '4' }, loaders: () => ({ findCase }) });
    const request = (ids: readonly string[]) => ({
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      variables: { r: ids.map((id) => ({ __typename: 'Case', id })) },
    });
    for (let time = 0; time < 3; time += 1) expect((await send(app, request(['a']))).status).toBe(200);
    expect(await plannedRuns(app)).toBe(1);
    const refused = await send(app, request(['a', 'b', 'c', 'd', 'e', 'f']));
    await app.close();
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('OPERATION_TOO_COMPLEX');
  });

  test('is a write that is refused while it could not be journalled, plan or not', async () => {
    let isWritable = true;
    const app = await startTestApp({
      isJournalWritable: () => isWritable,
      writer: { createContact: () => Promise.reject(new Fault('UPSTREAM_TIMEOUT')) },
    });
    const request = {
      query: 'mutation ($i: CreateContactInput!) { createContact(input: $i) { outcome } }',
      variables: { i: { idempotencyKey: 'a key of this test', name: 'Ada Prueba', email: 'ada@example.com' } },
    };
    for (let time = 0; time < 3; time += 1) expect((await send(app, request)).status).toBe(200);
    expect(await plannedRuns(app)).toBe(1);
    isWritable = false;
    const refused = await send(app, request);
    await app.close();
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused.body).toContain('SERVICE_UNAVAILABLE');
  });
});
