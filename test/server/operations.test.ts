import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { CallContext } from '../../src/model/CallContext.js';
import { badUserInput, Fault } from '../../src/model/Fault.js';
import { readAnswer, startTestApp, type TestApp, type TestAppOptions } from './startTestApp.js';

let app: TestApp | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

async function start(options: TestAppOptions): Promise<TestApp> {
  app = await startTestApp(options);
  return app;
}

const never = (): Promise<never> => new Promise(() => undefined);

/** A look-up that ends when its operation does, as the CRM's client does. */
const untilAborted = ({ signal }: CallContext): Promise<never> =>
  new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted for no reason'));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });

const operationLine = ({ lines }: TestApp) => lines.find(({ msg }) => msg === 'operation');

describe('an operation', () => {
  test('that meets the CRM’s trouble is 200, with the rest of its data', async () => {
    const { query } = await start({
      loaders: () => ({
        findCase: ({ value }) =>
          value === 'gone' ? Promise.resolve(null) : Promise.reject(new Fault('UPSTREAM_TIMEOUT')),
      }),
    });
    const answer = await query('{ a: case(id: "gone") { id } b: case(id: "slow") { id } }');
    expect(answer).toMatchObject({
      status: 200,
      data: { a: null, b: null },
      errors: [{ path: ['b'], extensions: { code: 'UPSTREAM_TIMEOUT', retryable: true } }],
    });
  });

  test('whose one failed call took several places down says so at each of them, and once in the log', async () => {
    const fault = new Fault('UPSTREAM_UNAVAILABLE', { retryAfterMs: 700 });
    const { query, lines } = await start({ loaders: () => ({ findCase: () => Promise.reject(fault) }) });
    const { errors } = await query('{ a: case(id: "1") { id } b: case(id: "1") { id } c: case(id: "1") { id } }');
    expect(errors?.map(({ path }) => path)).toEqual([['a'], ['b'], ['c']]);
    for (const { extensions } of errors ?? []) expect(extensions).toMatchObject({ retryAfterMs: 700 });
    expect(lines.filter(({ msg }) => msg === 'failure')).toHaveLength(1);
  });

  test('that fails in more than a hundred places reports a hundred, and how many more there are', async () => {
    const { query } = await start({
      loaders: () => ({ findCase: () => Promise.reject(new Fault('UPSTREAM_TIMEOUT')) }),
    });
    const { data, errors } = await query('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: Array.from({ length: 130 }, (_, id) => ({ __typename: 'Case', id: String(id % 7) })),
    });
    expect(data).toEqual({ _entities: Array(130).fill(null) });
    expect(errors?.map(({ path }) => path)).toEqual(Array.from({ length: 100 }, (_, index) => ['_entities', index]));
    expect(errors?.at(-1)).toMatchObject({
      message: expect.stringMatching(/ 30 more errors are left out\.$/),
      extensions: { omittedErrors: 30 },
    });
    expect(errors?.filter(({ extensions }) => 'omittedErrors' in extensions)).toHaveLength(1);
  });

  test('that meets a bug says so without a word of it, and the log says where', async () => {
    const started = await start({
      loaders: () => ({ findCase: () => Promise.reject(new Error('row of ana@example.com')) }),
    });
    const answer = await started.query('{ case(id: "1") { id } }');
    expect(answer).toMatchObject({ status: 200, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(started.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        msg: 'unexpected error',
        requestId: answer.headers.get('x-request-id'),
        error: expect.objectContaining({ type: 'Error', stack: expect.any(Array) }),
      }),
    );
    expect(JSON.stringify([answer, started.lines])).not.toContain('ana@');
  });

  test('leaves one line in the log, without its arguments', async () => {
    const started = await start({
      loaders: ({ onCall, onCacheHit }) => ({
        findCase: () => {
          onCall('cases');
          onCall('cases');
          onCacheHit?.();
          return Promise.reject(badUserInput('id', 'is not good'));
        },
      }),
    });
    await started.query('query LookUp($id: ID) { case(id: $id) { id } }', { id: 'ana@example.com' });
    expect(operationLine(started)).toEqual({
      level: 'info',
      time: expect.any(String),
      msg: 'operation',
      requestId: expect.any(String),
      operation: 'LookUp',
      kind: 'query',
      ms: expect.any(Number),
      upstreamCalls: 2,
      cacheHits: 1,
      codes: ['BAD_USER_INPUT'],
    });
    expect(JSON.stringify(started.lines)).not.toContain('ana@');
  });

  test('of 2,000 tokens is read, of one more it is too complex', async () => {
    const { query } = await start({
      loaders: () => ({ listCases: () => Promise.reject(badUserInput('filter', 'x')) }),
    });
    const withTokens = (count: number): string =>
      `{ cases(filter: { id: { in: [${'"1" '.repeat(count - 20)}] } }) { totalCount } }`;
    expect(await query(withTokens(2_000))).toMatchObject({ status: 200 });
    expect(await query(withTokens(2_001))).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }],
    });
  });

  test('with fields that overlap beyond measure is too complex', async () => {
    const { query } = await start({});
    expect(await query(`{ ${'__typename '.repeat(1_500)}}`)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }],
    });
  });

  test('with variables nested 60,000 deep crashes nothing', async () => {
    const { post, query } = await start({});
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    const body = `{"query":"query($x: [Int]) { __typename }","variables":{"x":${deep}}}`;
    const answer = await readAnswer(await post(body));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(await query('{ __typename }')).toMatchObject({ status: 200 });
  });
});

describe('the deadline', () => {
  const environment = { OPERATION_DEADLINE_MS: '800' };

  test('ends reads, and what is there is answered', async () => {
    const { query } = await start({
      environment,
      loaders: (call) => ({ findCase: ({ value }) => (value === 'gone' ? Promise.resolve(null) : untilAborted(call)) }),
    });
    const startedAt = Date.now();
    const answer = await query('{ a: case(id: "gone") { id } b: case(id: "slow") { id } }');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(790);
    expect(answer).toMatchObject({
      status: 200,
      data: { a: null, b: null },
      errors: [{ path: ['b'], extensions: { code: 'UPSTREAM_TIMEOUT' } }],
    });
  });

  test('holds even for what does not end by itself', async () => {
    const { query } = await start({ environment, loaders: () => ({ findCase: never }) });
    expect(await query('{ case(id: "1") { id } }')).toMatchObject({
      status: 200,
      data: null,
      errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT', retryable: true } }],
    });
  });
});

test('a caller that hangs up ends its reads', async () => {
  let isAborted = (): void => undefined;
  const aborted = new Promise<void>((resolve) => (isAborted = resolve));
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  const started = await start({
    loaders: (call) => ({
      findCase: () => {
        call.signal.addEventListener('abort', isAborted);
        isAsked();
        return untilAborted(call);
      },
    }),
  });
  const request = httpRequest(started.url, { method: 'POST', headers: { 'content-type': 'application/json' } });
  request.on('error', () => undefined);
  request.end(JSON.stringify({ query: '{ case(id: "1") { id } }' }));
  await asked;
  request.destroy();
  await aborted;
  while (started.gate.inFlight > 0) await delay(5);
});

describe('more operations at once than allowed', () => {
  test('are turned away at once, and half-sent requests take no place', async () => {
    let answerCase = (_: null): void => undefined;
    const started = await start({
      environment: { MAX_IN_FLIGHT: '1' },
      loaders: () => ({ findCase: () => new Promise<null>((resolve) => (answerCase = resolve)) }),
    });
    const halfSent = httpRequest(started.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '100' },
    });
    halfSent.on('error', () => undefined);
    halfSent.write('{"query":');
    const first = started.query('{ case(id: "1") { id } }');
    while (started.gate.inFlight === 0) await delay(5);
    const second = await started.query('{ __typename }');
    expect(second).toMatchObject({ status: 503, errors: [{ extensions: { code: 'OVERLOADED', retryable: true } }] });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    answerCase(null);
    expect(await first).toMatchObject({ status: 200, data: { case: null } });
    expect(await started.query('{ __typename }')).toMatchObject({ status: 200 });
    halfSent.destroy();
  });
});

describe('writes that find every place taken', () => {
  test('have some for themselves, and not without end', async () => {
    const answers: (() => void)[] = [];
    const waiting = <T>(value: T) =>
      new Promise<T>((resolve) => {
        answers.push(() => {
          resolve(value);
        });
      });
    const started = await start({
      environment: { MAX_IN_FLIGHT: '2' },
      loaders: () => ({ findCase: () => waiting(null) }),
      writer: { updateRecord: () => waiting({ outcome: 'APPLIED', id: '1', caseNumber: null } as const) },
    });
    const write = (key: string) =>
      started.query(`mutation {
        updateRecord(input: { idempotencyKey: "${key}", module: "contacts", id: "1", fields: { a: "b" } }) { outcome }
      }`);
    const reads = [started.query('{ case(id: "1") { id } }'), started.query('{ case(id: "2") { id } }')];
    while (answers.length < 2) await delay(5);
    expect(await started.query('{ __typename }')).toMatchObject({ status: 503 });
    const written = write('k1');
    while (answers.length < 3) await delay(5);
    expect(await write('k2')).toMatchObject({ status: 503, errors: [{ extensions: { code: 'OVERLOADED' } }] });
    for (const answer of answers) answer();
    expect(await written).toMatchObject({ status: 200, data: { updateRecord: { outcome: 'APPLIED' } } });
    expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('a mutation', () => {
  const mutation = `mutation {
    updateRecord(input: { idempotencyKey: "k1", module: "contacts", id: "1", fields: { a: "b" } }) { outcome }
  }`;
  const refusing = { updateRecord: () => Promise.reject(new Fault('SERVICE_UNAVAILABLE')) };

  test('is 503 while the journal cannot be written; reads go on', async () => {
    let isJournalWritable = false;
    const started = await start({
      isJournalWritable: () => isJournalWritable,
      writer: {
        updateRecord: () => Promise.resolve({ outcome: 'APPLIED', id: '1', caseNumber: null }),
      },
    });
    const refused = await started.query(mutation);
    expect(refused).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true, retryAfterMs: expect.any(Number) } }],
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await started.query('{ __typename }')).toMatchObject({ status: 200 });
    // A deployment of one would lose its reads with another status.
    const readyz = await fetch(`${started.origin}/readyz`);
    expect({ status: readyz.status, body: await readyz.json() }).toEqual({
      status: 200,
      body: { status: 'read-only' },
    });
    isJournalWritable = true;
    expect(await started.query(mutation)).toMatchObject({
      status: 200,
      data: { updateRecord: { outcome: 'APPLIED' } },
    });
    expect((await fetch(`${started.origin}/readyz`)).status).toBe(200);
  });

  test('is 503 as well when the journal fails at that moment', async () => {
    const { query } = await start({ writer: refusing });
    const answer = await query(mutation);
    expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });
});

describe('health', () => {
  test('is alive and ready, and draining is unready', async () => {
    const started = await start({});
    const get = async (path: string) => {
      const response = await fetch(`${started.origin}${path}`);
      return { status: response.status, body: await response.json() };
    };
    expect(await get('/livez')).toEqual({ status: 200, body: { status: 'alive' } });
    expect(await get('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
    started.readiness.startDraining();
    expect(await get('/livez')).toEqual({ status: 200, body: { status: 'alive' } });
    expect(await get('/readyz')).toEqual({ status: 503, body: { status: 'draining' } });
    const refused = await started.query('{ __typename }');
    expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(refused.headers.get('connection')).toBe('close');
    expect((await fetch(`${started.origin}/readyz`)).headers.get('connection')).toBe('close');
  });
});

test('metrics count operations and refusals, with no label that a caller chose', async () => {
  const started = await start({});
  await started.query('query Canary { __typename }');
  await started.query('{ canary }');
  await started.post('canary');
  const text = await (await fetch(`${started.origin}/metrics`)).text();
  expect(text).toContain('subgraph_operations_total{kind="query",outcome="ok"} 1');
  expect(text).toContain('subgraph_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1');
  expect(text).toContain('subgraph_refusals_total{code="BAD_REQUEST"} 1');
  expect(text).toContain('subgraph_operations_in_flight 0');
  expect(text.toLowerCase()).not.toContain('canary');
});

describe('an id that was rounded before anybody saw it', () => {
  const rounded = '9007199254740993';
  const asked = async (query: string, variables: string) => {
    const { url } = await start({});
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      // As text, because a number of JavaScript cannot even say it.
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    });
    return readAnswer(response);
  };
  const task = `{"idempotencyKey":${rounded},"subject":{"module":"cases","id":"1"},"name":"x","priority":"LOW",
    "dueAt":"2026-03-05T15:00:00Z","ownerUser":"agent_1@demo"}`;

  test.each([
    ['an argument', 'query($i: ID) { owner(id: $i) { id } }', `{"i":${rounded}}`],
    ['a filter', 'query($i: ID!) { cases(filter: { contactId: { eq: $i } }) { nodes { id } } }', `{"i":${rounded}}`],
    [
      'a list in a filter',
      'query($f: CaseFilter!) { cases(filter: $f) { nodes { id } } }',
      `{"f":{"id":{"in":[${rounded}]}}}`,
    ],
    ['an idempotency key', 'mutation($i: CreateTaskInput!) { createTask(input: $i) { outcome } }', `{"i":${task}}`],
    ['a literal', `{ owner(id: ${rounded}) { id } }`, '{}'],
  ])('is BAD_USER_INPUT in %s', async (_place, query, variables) => {
    expect(await asked(query, variables)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('is BAD_USER_INPUT at its own place in a representation', async () => {
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Owner { id } } }';
    expect(await asked(query, `{"r":[{"__typename":"Owner","id":${rounded},"user":"agent_1"}]}`)).toMatchObject({
      data: { _entities: [null] },
      errors: [{ path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('is no trouble as text', async () => {
    const { query } = await start({
      loaders: () => ({
        findCase: ({ value }) => (value === rounded ? Promise.resolve(null) : Promise.reject(new Error())),
      }),
    });
    expect(await query(`{ case(id: "${rounded}") { id } }`)).toMatchObject({ status: 200, data: { case: null } });
  });
});
