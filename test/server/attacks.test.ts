import { setTimeout as delay } from 'node:timers/promises';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

const secret = 'a-secret-of-the-router';
/** Nobody listens there: an attack that got through to the CRM would be answered with a failure of the CRM. */
const nobody = { url: 'http://127.0.0.1:9', operation: 'demo', token: 'a-token-of-no-tenant' };

/** What an attack may take, and those beside it: the rule. */
const rule = { ms: 250, probeMs: 300 };
/** What a harmless request takes at most on a machine that has nothing else to do. */
const harmlessMs = 10;

let subgraph: Subgraph;
/** How many times slower than such a machine this one is; the rule is stretched as much, but not beyond a second. */
let slowness = 1;
let slowest = { name: '', ms: 0, probeMs: 0 };
beforeAll(async () => {
  subgraph = await startSubgraph(nobody, { NODE_ENV: 'production', HOST: '127.0.0.1', ROUTER_SECRET: secret });
  // The first answers of a process take longer than those that follow.
  for (let count = 0; count < 10; count += 1) await launch(harmless);
  const times: number[] = [];
  for (let count = 0; count < 9; count += 1) times.push((await launch(harmless)).ms);
  slowness = Math.max(1, (times.sort((a, b) => a - b)[4] ?? 0) / harmlessMs);
});
afterAll(async () => {
  process.stdout.write(`slowest answer to an attack: ${JSON.stringify(slowest)}\n`);
  expect(await subgraph.stop()).toBe(0);
});

interface Attack {
  readonly name: string;
  readonly method?: string;
  /** After `/graphql`. */
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
  /** Default: 400. */
  readonly status?: number;
  /** Default: any of the refusals. */
  readonly code?: string;
}

const harmless = { body: { query: '{ __typename }' } };

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
  /** The slowest of the probes that ran beside. */
  readonly probeMs: number;
}

async function launch({ method = 'POST', search = '', headers = {}, body }: Omit<Attack, 'name'>): Promise<Outcome> {
  const attack = { isOver: false };
  let probeMs = 0;
  const probing = (async () => {
    do {
      const startedAt = performance.now();
      await (await fetch(`${subgraph.origin}/livez`)).text();
      probeMs = Math.max(probeMs, performance.now() - startedAt);
      await delay(2);
    } while (!attack.isOver);
  })();
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const startedAt = performance.now();
  const response = await fetch(`${subgraph.url}${search}`, {
    method,
    headers: {
      'router-authorization': secret,
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(method === 'POST' && { body: sent }),
  });
  const text = await response.text();
  const ms = performance.now() - startedAt;
  attack.isOver = true;
  await probing;
  return { status: response.status, text, ms, probeMs };
}

/** Launches it again when it was not answered in time: a machine does something else now and then, but not each time. */
async function launchUntilQuick(attack: Omit<Attack, 'name'>): Promise<Outcome> {
  let outcome = await launch(attack);
  for (let nth = 1; nth < 5 && !isQuick(outcome); nth += 1) outcome = await launch(attack);
  return outcome;
}

const limitOf = (ms: number): number => Math.min(1_000, ms * slowness);
const isQuick = ({ ms, probeMs }: Outcome): boolean => ms < limitOf(rule.ms) && probeMs < limitOf(rule.probeMs);

function expectQuick({ ms, probeMs }: Outcome): void {
  expect(ms).toBeLessThan(limitOf(rule.ms));
  expect(probeMs).toBeLessThan(limitOf(rule.probeMs));
}

const times = (count: number, write: (index: number) => string, separator = ' '): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(separator);
const tooComplex = 'OPERATION_TOO_COMPLEX';
const invalid = 'GRAPHQL_VALIDATION_FAILED';

function answersWell(attack: Attack): void {
  test(attack.name, async () => {
    const outcome = await launchUntilQuick(attack);
    const { status, text, ms, probeMs } = outcome;
    if (ms > slowest.ms) slowest = { name: attack.name, ms: Math.round(ms), probeMs: Math.round(probeMs) };
    const body = JSON.parse(text) as { data?: unknown; errors?: { extensions: Record<string, unknown> }[] };
    expect({ status, data: body.data }).toEqual({ status: attack.status ?? 400, data: undefined });
    const codes = body.errors?.map(({ extensions }) => extensions['code']) ?? [];
    expect(codes).toContain(attack.code ?? codes[0]);
    expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    // Not a word of the schema, the engine, the code or the request.
    expect(text).not.toMatch(/did you mean|queryType|node_modules|\bat \w|stack|canary|prisma|syntax error/i);
    expectQuick(outcome);
  });
}

const circular = `query { __schema { types { fields { type { fields { type { fields { type { fields { type { name
  } } } } } } } } } } }`;

describe('the probes of graphql-cop', () => {
  const probes: readonly Attack[] = [
    { name: '101 aliases', body: { query: `{ ${times(101, (i) => `alias${i}: __typename`)} }` }, code: tooComplex },
    { name: 'a batch in an array', body: Array(10).fill({ query: '{ __typename }' }), code: 'BAD_REQUEST' },
    { name: 'circular introspection', body: { query: circular } },
    {
      name: 'many directives',
      body: { query: `{ __typename ${times(50, () => '@aa', '')} }` },
      code: tooComplex,
    },
    { name: 'one field 500 times', body: { query: `{ ${times(500, () => '__typename')} }` }, code: tooComplex },
    { name: 'a field that is nearly one', body: { query: '{ casse { id } }' }, code: invalid },
    { name: 'a mutation by GET', method: 'GET', search: '?query=mutation{__typename}', status: 405 },
    { name: 'a query by GET', method: 'GET', search: '?query={__typename}', status: 405 },
    { name: 'an editor', method: 'GET', headers: { accept: 'text/html' }, status: 405 },
    { name: 'introspection', body: { query: getIntrospectionQuery() }, code: invalid },
    {
      name: 'a form, as another site would send it',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'query=%7B__typename%7D',
      status: 415,
    },
    {
      name: 'a trace',
      headers: { 'x-apollo-tracing': '1' },
      body: { query: '{ canary }', extensions: { tracing: true } },
    },
    { name: 'a document that is none', body: { query: 'qwerty { canary }' }, code: 'GRAPHQL_PARSE_FAILED' },
  ];
  expect(probes).toHaveLength(13);
  probes.forEach(answersWell);
});

describe('the probes of batchql', () => {
  const probes: readonly Attack[] = [
    { name: 'introspection', body: { query: '{ __schema { types { name } } }' }, code: invalid },
    { name: 'suggestions', body: { query: '{ __schema { directive } }' }, code: invalid },
    { name: 'a batch of JSON', body: [{ query: '{ __typename }' }, { query: '{ __typename }' }] },
    {
      name: 'a batch of names',
      body: { query: `{ ${times(20, (i) => `try${i}: owner(user: "agent_${i}") { id }`)} }` },
      code: tooComplex,
    },
    {
      name: 'a request from another site',
      headers: { 'content-type': 'text/plain', origin: 'https://evil.example' },
      body: '{"query":"{ __typename }"}',
      status: 415,
    },
  ];
  expect(probes).toHaveLength(5);
  probes.forEach(answersWell);
});

const deepFields = (depth: number, leaf: string): string =>
  `${times(depth, (i) => ['contact', 'cases', 'nodes'][i % 3] ?? '', ' { ')} { ${leaf}${' }'.repeat(depth)}`;

describe('ways past limits on depth that were published', () => {
  [
    {
      name: 'an operation named as introspection is',
      query: `query __schema { case(id: "1") { ${deepFields(12, 'id')} } }`,
    },
    {
      name: 'a fragment named as introspection is',
      query: `{ case(id: "1") { ...__schema } } fragment __schema on Case { ${deepFields(12, 'id')} }`,
    },
    { name: 'an alias named as introspection is', query: `{ __schema: case(id: "1") { ${deepFields(12, 'id')} } }` },
    {
      name: 'a fragment seen before where it was not deep',
      query: `{ shallow: case(id: "1") { ...deep } case(id: "1") { ${deepFields(6, '...deep')} } }
        fragment deep on Case { ${deepFields(6, 'id')} }`,
    },
    {
      name: 'a fragment seen before within another',
      query: `{ case(id: "1") { ...leaf ...outer } } fragment leaf on Case { ${deepFields(3, 'id')} }
        fragment outer on Case { ${deepFields(6, '...leaf')} }`,
    },
  ].forEach(({ name, query }) => {
    answersWell({ name, body: { query }, code: tooComplex });
  });
});

describe('bombs', () => {
  const overlap = (width: number, depth: number): string =>
    depth === 0 ? 'id' : times(width, () => `contact { cases { nodes { ${overlap(width, depth - 1)} } } }`);
  const attacks: readonly Attack[] = [
    { name: 'overlapping fields', body: { query: `{ case(id: "1") { ${overlap(5, 3)} } }` }, code: tooComplex },
    {
      name: 'overlapping fields, wide',
      body: { query: `{ ${times(280, () => 'case(id: "1") { id }')} }` },
      code: tooComplex,
    },
    {
      name: 'overlapping fragments',
      body: {
        query: `{ case(id: "1") { ${times(200, (i) => `...f${i}`)} } }
          ${times(200, (i) => `fragment f${i} on Case { contact { id name } }`)}`,
      },
      code: tooComplex,
    },
    {
      name: 'inline fragments within one another',
      body: { query: `{ case(id: "1") { ${times(600, () => '... { id', ' ')} ${'}'.repeat(600)} } }` },
      code: tooComplex,
    },
    {
      name: 'a fan-out of fragments',
      body: {
        query: `{ case(id: "1") { ...f0 } } ${times(100, (i) => `fragment f${i} on Case { ...f${i + 1} ...f${i + 1} }`)}
          fragment f100 on Case { id }`,
      },
      code: tooComplex,
    },
    {
      name: 'fragments in a circle',
      body: {
        query: `{ case(id: "1") { ...f0 } }
          ${times(100, (i) => `fragment f${i} on Case { contact { cases { nodes { ...f${(i + 1) % 100} } } } }`)}`,
      },
    },
    { name: 'a fragment within itself', body: { query: '{ ...a } fragment a on Query { ...a }' }, code: invalid },
    {
      name: 'a fragment within itself, unused',
      body: { query: '{ __typename } fragment a on Query { x { ...a } ...a }' },
      code: invalid,
    },
    {
      name: 'a literal 20,000 deep',
      body: { query: `{ _entities(representations: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { __typename } }` },
      code: tooComplex,
    },
    {
      name: 'a literal 900 deep',
      body: { query: `{ _entities(representations: ${'['.repeat(900)}${']'.repeat(900)}) { __typename } }` },
      code: tooComplex,
    },
    {
      name: 'a type 900 deep',
      body: { query: `query ($x: ${'['.repeat(900)}Int${']'.repeat(900)}) { __typename }` },
      code: tooComplex,
    },
    {
      name: 'variables 60,000 deep',
      body: `{"query":"query ($x: JSON) { __typename }","variables":{"x":${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}}}`,
      code: tooComplex,
    },
    {
      name: 'variables 60,000 deep and never closed',
      body: `{"query":"{ __typename }","variables":${'['.repeat(60_000)}`,
      code: tooComplex,
    },
    {
      name: '20,000 representations',
      body: {
        query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
        variables: { r: Array(20_000).fill({ __typename: 'Case', id: '1' }) },
      },
      code: tooComplex,
    },
    {
      name: '100,000 values that do not fit',
      body: { query: 'query ($x: [Int!]!) { __typename }', variables: { x: Array(100_000).fill('canary') } },
    },
    { name: 'comments', body: { query: `${'#\n'.repeat(100_000)}{ __typename }` }, code: tooComplex },
    { name: 'a document of spaces', body: { query: ' '.repeat(900_000) }, code: 'GRAPHQL_PARSE_FAILED' },
    { name: 'a text of quotes', body: { query: `{ case(id: "${'\\"'.repeat(200_000)}) { id } }` } },
    { name: 'a block text without end', body: { query: `{ case(id: """${'\n '.repeat(300_000)}` } },
    { name: '200 operations', body: { query: times(200, (i) => `query q${i} { __typename }`) } },
    {
      name: 'variables that nobody uses',
      body: { query: `query (${times(280, (i) => `$v${i}: Int`)}) { __typename }` },
    },
  ];
  attacks.forEach(answersWell);
});

describe('keys of prototypes', () => {
  const input = '"idempotencyKey":"k","module":"contacts","id":"1"';
  const mutation = 'mutation ($i: UpdateRecordInput!) { updateRecord(input: $i) { outcome } }';
  const attacks: readonly Attack[] = [
    { name: 'in the body', body: '{"query":"{ __typename }","__proto__":{"isAdmin":true}}' },
    { name: 'in the variables', body: '{"query":"{ __typename }","variables":{"__proto__":{"isAdmin":true}}}' },
    {
      name: 'by the constructor',
      body: '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"isAdmin":true}}}}',
    },
    {
      name: 'in a value',
      body: `{"query":"${mutation}","variables":{"i":{${input},"fields":{"a":{"__proto__":{"isAdmin":true}}}}}}`,
    },
    {
      name: 'in a value, with its letters written otherwise',
      body: `{"query":"${mutation}","variables":{"i":{${input},"fields":{"\\u005f_proto__":{"isAdmin":true}}}}}`,
    },
    {
      name: 'in a literal',
      body: {
        query: `mutation { updateRecord(input: { idempotencyKey: "k", module: "contacts", id: "1"
          fields: { __proto__: { isAdmin: true } } }) { outcome } }`,
      },
    },
    { name: 'as a field', body: { query: '{ __proto__ { isAdmin } constructor toString }' }, code: invalid },
    { name: 'as an argument', body: { query: '{ case(__proto__: "1", constructor: "2") { id } }' }, code: invalid },
    { name: 'as a type', body: { query: 'query ($x: constructor, $y: __proto__) { __typename }' }, code: invalid },
    { name: 'as the operation', body: { query: 'query a { __typename }', operationName: '__proto__' } },
  ];
  attacks.forEach(answersWell);

  test('as aliases, fragments and variables are names like others', async () => {
    const query = `query constructor($__proto__: Boolean = true, $toString: Boolean = true) {
      __proto__: __typename @include(if: $__proto__) ...constructor
    } fragment constructor on Query { constructor: __typename @include(if: $toString) }`;
    const { status, text } = await launch({ body: { query } });
    expect({ status, text }).toEqual({
      status: 200,
      text: '{"data":{"__proto__":"Query","constructor":"Query"}}',
    });
  });

  test('change nothing for those who come after', async () => {
    const { status, text } = await launch({ body: { query: '{ __typename }' } });
    expect({ status, text }).toEqual({ status: 200, text: '{"data":{"__typename":"Query"}}' });
  });
});

test('what stays within the limits is validated in no time, however it is written', async () => {
  // The most of what costs the validator: as many overlapping fields as may be, in places as deep as may be.
  const wide = times(20, () => 'contact { id name email cases { nodes { id caseNumber } } }');
  const outcome = await launchUntilQuick({ body: { query: `{ case(id: "1") { ${wide} } }` } });
  expect(outcome.status).toBe(200);
  expectQuick(outcome);
});
