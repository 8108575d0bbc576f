import { readFileSync } from 'node:fs';
import { ApolloLink, gql, HttpLink } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, fetchExchange, gql as urqlGql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import {
  buildSchema,
  extendSchema,
  type GraphQLSchema,
  isObjectType,
  parse,
  specifiedRules,
  validate,
  visit,
  type DirectiveNode,
} from 'graphql';
import { createClient as createApolloClient } from '../../examples/clients/apolloClient.mjs';
import { cacheOptions, createClient as createUrqlClient } from '../../examples/clients/urqlClient.mjs';
import type { CaseList } from '../../src/model/List.js';
import { Fault } from '../../src/model/Fault.js';
import { entityKeys } from '../../src/resolvers/entityKeys.js';
import { printApiSdl } from '../../src/server/graphql/subgraphSchema.js';
import { startTestApp, type TestApp } from '../server/startTestApp.js';
import { makeCase } from '../support/records.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Two pages of two cases for every filter; the filter on a prefix fails. */
function page(after: string | null): CaseList {
  const ids = after === null ? ['1', '2'] : ['3', '4'];
  return {
    items: ids.map((id) => ({
      cursor: id,
      node: makeCase(id, { caseNumber: `PET-${id}`, status: { name: 'Abierto', condition: 'OPEN' } }),
    })),
    hasNextPage: after === null,
    hasPreviousPage: after !== null,
    endCursor: ids.at(-1) ?? null,
    totalCount: 4,
    totalCountIsExact: true,
    upstreamCalls: 1,
    freshness: 'LIVE',
    fetchedAt: new Date(0),
    isComplete: true,
    warnings: [],
  };
}

let app: TestApp;
let requests: string[] = [];
beforeAll(async () => {
  app = await startTestApp({
    loaders: () => ({
      findCase: ({ value }) => {
        requests.push(value);
        return Promise.resolve(makeCase(value, { status: { name: 'Abierto', condition: 'OPEN' } }));
      },
      listCases: ({ prefix }, { after }) =>
        prefix ? Promise.reject(new Fault('UPSTREAM_TIMEOUT')) : Promise.resolve(page(after)),
    }),
  });
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  requests = [];
});

const listText = `query ($after: String) {
  cases(filter: { status: { eq: "Abierto" } }, first: 2, after: $after) {
    edges { cursor node { id caseNumber status { condition } } }
    pageInfo { hasNextPage endCursor }
    result { isComplete }
  }
}`;
const statusText = '{ case(id: "1") { id status { name } } }';
const numbersIn = (data: unknown): readonly unknown[] =>
  (data as { cases: { edges: readonly { node: { caseNumber: unknown } }[] } }).cases.edges.map(
    ({ node }) => node.caseNumber,
  );

describe('the page about clients', () => {
  const text = read('docs/clients.md');

  test.each(['apolloClient.mjs', 'urqlClient.mjs', 'relay.graphql'])('shows %s as it is tested', (name) => {
    expect(text).toContain(read(`examples/clients/${name}`).trim());
  });
});

describe('Apollo Client', () => {
  test('joins the pages of a list', async () => {
    const client = createApolloClient(app.url);
    const query = gql(listText);
    const first = await client.query({ query });
    expect(numbersIn(first.data)).toEqual(['PET-1', 'PET-2']);
    const watched = client.watchQuery({ query });
    const subscription = watched.subscribe({});
    await watched.fetchMore({ variables: { after: '2' } });
    expect(numbersIn(client.readQuery({ query }))).toEqual(['PET-1', 'PET-2', 'PET-3', 'PET-4']);
    subscription.unsubscribe();
    client.stop();
  });

  test('merges what two queries know of one value of a record', async () => {
    const client = createApolloClient(app.url);
    await client.query({ query: gql(listText) });
    await client.query({ query: gql(statusText) });
    const fragment = gql('fragment s on Case { status { name condition } }');
    expect(client.readFragment({ id: 'Case:1', fragment })).toMatchObject({
      status: { name: 'Abierto', condition: 'OPEN' },
    });
    client.stop();
  });

  test('keeps what is good of an answer in which one list failed', async () => {
    const client = createApolloClient(app.url);
    const { data, error } = await client.query({
      query: gql('{ case(id: "1") { id } cases(filter: { prefix: { eq: "X" } }) { totalCount } }'),
      errorPolicy: 'all',
    });
    expect(data).toMatchObject({ case: { id: '1' }, cases: null });
    expect(error).toBeDefined();
    client.stop();
  });

  test.each([false, true])('sends the document when its hash is not supported (hashes by GET: %s)', async (byGet) => {
    const hashes = new PersistedQueryLink({
      sha256: () => Promise.resolve('0'.repeat(64)),
      useGETForHashedQueries: byGet,
    });
    const client = createApolloClient(app.url, ApolloLink.from([hashes, new HttpLink({ uri: app.url })]));
    const { data } = await client.query({ query: gql('{ case(id: "9") { id } }') });
    expect(data).toMatchObject({ case: { id: '9' } });
    expect(requests).toEqual(['9']);
    client.stop();
  });
});

describe('urql', () => {
  test('joins the pages of a list', async () => {
    const client = createUrqlClient(app.url);
    await client.query(urqlGql(listText), { after: null }).toPromise();
    const second = await client.query(urqlGql(listText), { after: '2' }).toPromise();
    expect(numbersIn(second.data)).toEqual(['PET-1', 'PET-2', 'PET-3', 'PET-4']);
  });

  test('sends nothing by GET', async () => {
    const methods: (string | undefined)[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      methods.push(init?.method);
      return fetch(input, init);
    };
    try {
      await createUrqlClient(app.url).query(urqlGql(statusText), {}).toPromise();
    } finally {
      globalThis.fetch = fetch;
    }
    expect(methods).toEqual(['POST']);
  });

  test('finds a key, or none on purpose, for all that it stores', async () => {
    const warnings: string[] = [];
    const client = new Client({
      url: app.url,
      preferGetMethod: false,
      exchanges: [
        cacheExchange({
          ...cacheOptions,
          logger: (severity, message) => {
            if (severity !== 'debug') warnings.push(message);
          },
        }),
        fetchExchange,
      ],
    });
    const { error } = await client
      .query(urqlGql('{ case(id: "1") { id status { name condition } type { name kind } priority { name } } }'), {})
      .toPromise();
    expect([error, warnings]).toEqual([undefined, []]);
  });
});

describe('Relay', () => {
  /** What Relay's compiler knows besides the schema, by the types of its arguments. */
  const relayDirectives = parse(`
    directive @refetchable(queryName: String!) on FRAGMENT_DEFINITION
    directive @connection(key: String!, filters: [String]) on FIELD
  `);

  test('finds every field and argument of its fragments', () => {
    const schema = extendSchema(buildSchema(printApiSdl()), relayDirectives);
    // Its arguments of fragments are no GraphQL: the compiler takes them away first.
    const document = visit(parse(read('examples/clients/relay.graphql')), {
      Directive: ({ name }: DirectiveNode) => (name.value === 'argumentDefinitions' ? null : undefined),
    });
    const rules = specifiedRules.filter(({ name }) => name !== 'NoUnusedFragmentsRule');
    expect(validate(schema, document, rules)).toEqual([]);
  });
});

describe('the settings', () => {
  const valueTypes = (schema: GraphQLSchema): readonly string[] =>
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .map(({ name }) => name)
      .filter(
        (name) =>
          !name.startsWith('__') && !/^(?:Query|Mutation|Subscription|PageInfo)$|(?:Connection|Edge)$/.test(name),
      )
      .filter((name) => !Object.hasOwn(entityKeys, name))
      .sort();

  test('of urql say of every type without an id that it belongs to its parent', () => {
    expect(Object.keys(cacheOptions.keys ?? {}).sort()).toEqual(valueTypes(buildSchema(printApiSdl())));
  });
});
