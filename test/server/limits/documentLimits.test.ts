import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAnswer, startTestApp, type TestApp } from '../startTestApp.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    loaders: () => ({
      findCase: () => Promise.resolve(null),
      findOwner: () => Promise.resolve(null),
    }),
  });
});
afterAll(async () => {
  await app.close();
});

interface Sent {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

/** Fields `depth` levels deep, ending in one without selections. */
function nested(depth: number): string {
  const names = [
    'case(id: "1")',
    ...Array.from({ length: depth }, (_, i) => ['contact', 'cases', 'nodes'][i % 3] ?? ''),
  ];
  return `{ ${names.slice(0, depth - 1).join(' { ')} { __typename }${' }'.repeat(depth - 1)}`;
}

const json = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
const literal = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const entities = (count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, id) => ({ __typename: 'Case', id: String(id) }));
const entity = (id: string): string => `{ __typename: "Case", id: "${id}" }`;

describe.each<{ limit: string; most: number; of: (count: number) => Sent }>([
  { limit: 'depth', most: 10, of: (count) => ({ query: nested(count) }) },
  {
    limit: 'depth',
    most: 10,
    of: (count) => ({
      query: `{ case(id: "1") { ...one } }
        fragment one on Case { contact { ... on Contact { cases { nodes { ...two } } } } }
        fragment two on Case { contact { cases { nodes { contact { cases { ${count === 10 ? 'totalCount' : 'nodes { id }'} } } } } } }`,
    }),
  },
  {
    limit: 'aliases',
    most: 15,
    of: (count) => ({ query: `{ case(id: "1") { ${times(count, (i) => `a${i}: id`)} } }` }),
  },
  {
    limit: 'aliases',
    most: 15,
    of: (count) => ({
      query: `{ a: case(id: "1") { ...f } b: case(id: "2") { ...f } c: case(id: "3") { ...f ${count === 15 ? '' : 'x: id'} } }
        fragment f on Case { p: id q: id r: id s: id }`,
    }),
  },
  {
    limit: 'rootFields',
    most: 10,
    of: (count) => ({ query: `{ ${times(count, (i) => `a${i}: __typename`)} }` }),
  },
  { limit: 'responseKey', most: 20, of: (count) => ({ query: `{ ${times(count, () => '__typename')} }` }) },
  {
    limit: 'responseKey',
    most: 20,
    of: (count) => ({
      query: `{ ${times(10, () => 'case(id: "1") { id id }')} ${count === 20 ? '' : 'case(id: "1") { id }'} }`,
    }),
  },
  {
    limit: 'directives',
    most: 30,
    of: (count) => ({
      query: `{ case(id: "1") { ${times(count, (i) => `... @include(if: true) { ${i % 2 ? 'id' : 'caseNumber'} }`)} } }`,
    }),
  },
  {
    limit: 'nesting',
    most: 32,
    of: (count) => ({ query: 'query ($x: _Any) { __typename @include(if: true) }', variables: { x: json(count) } }),
  },
  {
    limit: 'nesting',
    most: 32,
    of: (count) => ({ query: `{ _entities(representations: ${literal(count)}) { __typename } }` }),
  },
  {
    limit: 'nesting',
    most: 32,
    of: (count) => ({
      query: `query ($x: [_Any!]! = ${literal(count)}) { _entities(representations: $x) { __typename } }`,
    }),
  },
  {
    limit: 'entities',
    most: 250,
    of: (count) => ({
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      variables: { r: entities(count) },
    }),
  },
  {
    limit: 'entities',
    most: 250,
    of: (count) => ({
      query: `query ($r: [_Any!]!) {
        a: _entities(representations: $r) { __typename } b: _entities(representations: [${entity('x')} ${entity('y')} ${entity('x')} ${entity('0')}]) { __typename }
      }`,
      variables: { r: entities(count - 2) },
    }),
  },
])('the limit on $limit', ({ limit, most, of }) => {
  const send = async (sent: Sent) => readAnswer(await app.post(sent));

  test(`lets ${most} pass`, async () => {
    const answer = await send(of(most));
    expect(answer.errors?.map(({ extensions }) => extensions['limit']) ?? []).not.toContain(limit);
    expect(answer.errors?.map(({ extensions }) => extensions['code']) ?? []).not.toContain('OPERATION_TOO_COMPLEX');
  });

  test('refuses one more, and names itself', async () => {
    const answer = await send(of(most + 1));
    expect(answer).toMatchObject({
      status: 400,
      errors: [
        { extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false, requestId: expect.any(String), limit } },
      ],
    });
    expect(answer.errors?.[0]?.message).toMatch(/^The operation is larger than this server takes: .*\.$/);
    expect(answer.data).toBeUndefined();
  });
});

describe('what gateways send', () => {
  const entityField = (alias: string) => `${alias}: _entities(representations: $r) { ... on Case { id } }`;

  test('has any number of entity fetches in one request, beside the aliases of the caller', async () => {
    const query = `query ($r: [_Any!]!) {
      ${times(20, (i) => entityField(`_${i}_entities`))}
      mine: case(id: "1") { ${times(14, (i) => `a${i}: id`)} } __typename
    }`;
    expect(await app.query(query, { r: [{ __typename: 'Case', id: '1' }] })).toMatchObject({ status: 200 });
  });

  test('repeats a representation as often as its record occurs', async () => {
    const query = `query ($r: [_Any!]!) { ${entityField('x')} }`;
    const r = Array.from({ length: 1_200 }, (_, i) => ({ __typename: 'Case', id: String(i % 3) }));
    expect(await app.query(query, { r })).toMatchObject({ status: 200 });
    const tooMany = Array.from({ length: 5_001 }, () => ({ __typename: 'Case', id: '1' }));
    expect(await app.query(query, { r: tooMany })).toMatchObject({
      status: 400,
      errors: [{ extensions: { limit: 'entities' } }],
    });
  });
});

test('a fan-out of fragments is stopped, however large it would become', async () => {
  const levels = times(20, (i) => `fragment f${i} on Case { ${times(10, () => `...f${i + 1}`)} }`);
  const fanOut = (leaf: string) => `{ case(id: "1") { ...f0 } } ${levels} fragment f20 on Case { ${leaf} }`;
  expect(await app.query(fanOut('id'))).toMatchObject({
    status: 400,
    errors: [{ extensions: { limit: 'responseKey' } }],
  });
  expect(await app.query(fanOut('...f99'))).toMatchObject({
    status: 400,
    errors: [{ extensions: { limit: 'selections' } }],
  });
});

test('fragments within themselves are told as such, wherever they begin', async () => {
  for (const query of [
    '{ case(id: "1") { ...a } } fragment a on Case { id ...a }',
    '{ case(id: "1") { ...a } } fragment a on Case { contact { cases { nodes { ...b } } } } fragment b on Case { ...a }',
    '{ case(id: "1") { id } } fragment a on Case { ...b } fragment b on Case { ...a }',
  ]) {
    expect(await app.query(query)).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }) }),
      ]) as unknown,
    });
  }
});

test('a document is refused for what an operation in it has that was not asked for', async () => {
  const response = await app.post({ query: `query A { __typename } query B ${nested(11)}`, operationName: 'A' });
  expect(await readAnswer(response)).toMatchObject({ status: 400, errors: [{ extensions: { limit: 'depth' } }] });
});

test('introspection may be as deep as its tools ask', async () => {
  const answer = await app.query(getIntrospectionQuery());
  expect(answer).toMatchObject({ status: 200, data: { __schema: { queryType: { name: 'Query' } } } });
});

test('a remembered document is judged by the variables of each request', async () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
  expect(await app.query(query, { r: entities(2) })).toMatchObject({ status: 200 });
  expect(await app.query(query, { r: entities(251) })).toMatchObject({ status: 400 });
  expect(await app.query(query, { r: entities(2) })).toMatchObject({ status: 200 });
});
