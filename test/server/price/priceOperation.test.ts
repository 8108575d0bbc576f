import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operations, resolveCount } from '../../../bench/operations.mjs';
import { findSample } from '../../../bench/sample.mjs';
import { startEmulator } from 'wolkvox-emulator';
import { createLoaders } from '../../../src/loaders/createLoaders.js';
import { TenantCapabilities } from '../../../src/reading/capabilities/TenantCapabilities.js';
import { createReader } from '../../../src/reading/createReader.js';
import { fragmentsOf } from '../../../src/server/price/fragmentsOf.js';
import { type PricedOperation, priceOperation } from '../../../src/server/price/priceOperation.js';
import { createSubgraphSchema } from '../../../src/server/graphql/subgraphSchema.js';
import { systemClock } from '../../../src/wolkvox/systemClock.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { startTestApp, type TestApp } from '../startTestApp.js';

const schema = createSubgraphSchema();
const reader = createReader({
  client: new FakeWolkvoxClient(),
  clock: systemClock,
  scanLimitCalls: 8,
  capabilities: new TenantCapabilities({
    settings: { timeZone: null, activitiesReadable: true },
    clock: systemClock,
  }),
});
const loaders = createLoaders(reader, anyCall, systemClock);

function priced(text: string, variables: Readonly<Record<string, unknown>> = {}): PricedOperation {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the test has to have one operation');
  return { schema, operation, fragments: fragmentsOf(document), variables, scanLimitCalls: 8, loaders };
}
const price = (text: string, variables?: Readonly<Record<string, unknown>>) => priceOperation(priced(text, variables));
const estimate = (text: string, variables?: Readonly<Record<string, unknown>>): number =>
  price(text, variables).maxUpstreamCalls;

const oneStatus = 'filter: { status: { eq: "Abierto" } }';

describe('the calls that an operation can cost', () => {
  test.each<[number, string]>([
    [0, '{ __typename wolkvoxQuota { remaining } }'],
    [1, '{ case(id: "1") { id history { message } contact { id name email } } }'],
    [2, '{ case(id: "1") { contact { createdAt customFields { label } owner { id } } } }'],
    [2, '{ a: case(id: "1") { id } b: case(id: "2") { id } }'],
    [1, '{ case(id: "1") { id } case(id: "1") { caseNumber } }'],
    [2, '{ owner(id: "1") { id } }'],
    [1, `{ cases(${oneStatus}, first: 100) { nodes { id contact { id name } } edges { cursor } } }`],
    [2, `{ cases(${oneStatus}, order: NEWEST_FIRST) { totalCount } }`],
    [101, `{ cases(${oneStatus}, first: 100) { nodes { contact { customFields { label } } } } }`],
    [21, `{ cases(${oneStatus}) { nodes { activities { totalCount } } } }`],
    [21, `{ cases(${oneStatus}, first: null) { nodes { activities { totalCount } } } }`],
    [21, `query ($n: Int = null) { cases(${oneStatus}, first: $n) { nodes { activities { totalCount } } } }`],
    [21, `{ cases(${oneStatus}) { edges { node { ...more } } } } fragment more on Case { activities { totalCount } }`],
    [421, `{ cases(${oneStatus}) { nodes { contact { cases { nodes { activities { totalCount } } } } } } }`],
    [3, '{ cases(filter: { status: { in: ["a", "b", "a", "c"] } }) { totalCount } }'],
    [8, `{ cases(filter: { status: { eq: "a" }, condition: OPEN }) { totalCount } }`],
    [8, '{ cases(filter: { createdAt: { gte: "2026-01-01T00:00:00Z" } }) { totalCount } }'],
    [9, '{ contact(id: "1") { cases(filter: { condition: OPEN }) { totalCount } } }'],
    [1, '{ activity(id: "1") { subject { ... on Case { id } ... on RecordReference { module } } } }'],
    [2, '{ activity(id: "1") { subject { ... on Case { status { name } } ... on Contact { name } } } }'],
    [1, 'mutation { updateCase(input: { idempotencyKey: "k", id: "1" }) { outcome case { id __typename } } }'],
    [2, 'mutation { updateCase(input: { idempotencyKey: "k", id: "1" }) { outcome case { status { name } } } }'],
    [1, '{ a: case(id: "1") { id } b: case(id: "2") @skip(if: true) { id } }'],
    [1, '{ a: case(id: "1") { id } ... @include(if: false) { b: case(id: "2") { id } } }'],
    [0, '{ cases(filter: {}, first: 0) @include(if: false) { totalCount } }'],
  ])('are %i for %s', (calls, document) => {
    expect(estimate(document)).toBe(calls);
  });

  test('depend on variables and on their defaults', () => {
    const document = `query ($n: Int = 5, $more: Boolean!) {
      cases(${oneStatus}, first: $n) { nodes { activities @include(if: $more) { totalCount } } }
    }`;
    expect(estimate(document, { more: true })).toBe(6);
    expect(estimate(document, { more: true, n: 50 })).toBe(51);
    expect(estimate(document, { more: false, n: 50 })).toBe(1);
    // Refused by the resolver, and no reason to say that it is too complex.
    expect(estimate(document, { more: true, n: 1_000_000 })).toBe(0);
    expect(estimate(document, { more: true, n: 'many' })).toBe(0);
  });

  test('count each entity that a router asks for once, by what is selected on its type', () => {
    const document = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Case { status { name } } ... on Contact { cases { totalCount } activities { totalCount } }
    } }`;
    const r = [
      { __typename: 'Case', id: '1' },
      { __typename: 'Case', id: '1' },
      { __typename: 'Case', id: '2' },
      { __typename: 'Contact', id: '1' },
      { __typename: 'Nonsense', id: '1' },
      null,
    ];
    expect(estimate(document, { r })).toBe(2 + 3);
  });
});

test('the published workload never costs more than is estimated, and is within the limit', async () => {
  const emulator = await startEmulator();
  const sample = await findSample(emulator);
  await emulator.close();
  for (const { name, document, variables, calls } of operations) {
    const estimated = estimate(document, variables?.(sample) ?? {});
    expect({ name, isCovered: estimated >= resolveCount(calls, sample) }).toEqual({ name, isCovered: true });
    expect(estimated).toBeLessThanOrEqual(500);
  }
});

describe('the fewest calls', () => {
  test.each<[number, number, string]>([
    [1, 1, '{ case(id: "1") { id } }'],
    [1, 2, '{ owner(id: "1") { id } }'],
    [0, 1, '{ activity(id: "1") { id } }'],
    [1, 2, '{ a: case(id: "1") { id } b: case(id: "1") { status { name } } }'],
    [2, 2, '{ case(id: "1") { id } contact(id: "1") { id } }'],
    [3, 3, '{ cases(filter: { status: { in: ["a", "b", "c"] } }) { totalCount } }'],
    [1, 21, '{ cases(filter: { status: { eq: "a" } }) { nodes { activities { totalCount } } } }'],
    [1, 1, '{ collectionGestiones(filter: { customerId: { eq: "900123" } }) { totalCount } }'],
    [0, 0, '{ case(id: "1", caseNumber: "2") { id } contact(identification: "N/A") { id activities { totalCount } } }'],
    [0, 0, '{ cases(filter: {}) { totalCount } explainCases(filter: { id: { eq: "1" } }) { description } }'],
    [
      0,
      2,
      'mutation { updateCase(input: { idempotencyKey: "k", id: "1", ifUnmodifiedSince: "2026-01-01T00:00:00Z" }) { outcome } }',
    ],
    [0, 3, '{ activity(id: "1") { owner { name } } }'],
    [0, 1, '{ activity(id: "1") { owner { user } } }'],
  ])('are %i, and the most %i, for %s', (fewest, most, document) => {
    expect(price(document)).toMatchObject({ minUpstreamCalls: fewest, maxUpstreamCalls: most });
  });

  test('are told by field, by the path in the answer', () => {
    const document = `{
      mine: cases(filter: { status: { eq: "Abierto" } }, first: 5) {
        edges { node { id contact { customFields { label } cases { totalCount } } } }
      }
      contact(id: "1") { id }
    }`;
    expect(price(document)).toEqual({
      minUpstreamCalls: 2,
      maxUpstreamCalls: 12,
      fields: [
        { path: 'mine', minUpstreamCalls: 1, maxUpstreamCalls: 1 },
        { path: 'mine.edges.node.contact', minUpstreamCalls: 0, maxUpstreamCalls: 5 },
        { path: 'mine.edges.node.contact.cases', minUpstreamCalls: 0, maxUpstreamCalls: 5 },
        { path: 'contact', minUpstreamCalls: 1, maxUpstreamCalls: 1 },
      ],
    });
  });

  test('are what the estimate without plans is never below', async () => {
    const emulator = await startEmulator();
    const sample = await findSample(emulator);
    await emulator.close();
    for (const { name, document, variables } of operations) {
      const operation = priced(document, variables?.(sample) ?? {});
      const planned = priceOperation(operation);
      const rough = priceOperation({ ...operation, loaders: null });
      expect([name, rough.maxUpstreamCalls >= planned.maxUpstreamCalls]).toEqual([name, true]);
      expect([name, planned.minUpstreamCalls <= planned.maxUpstreamCalls]).toEqual([name, true]);
    }
  });
});

describe('the limit on calls', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      environment: { OPERATION_LIMIT_CALLS: '3' },
      loaders: () => ({ findCase: () => Promise.resolve(null) }),
    });
  });
  afterAll(async () => {
    await app.close();
  });
  const cases = (count: number): string =>
    `{ ${Array.from({ length: count }, (_, index) => `c${index}: case(id: "${index}") { id }`).join(' ')} }`;

  test('lets pass what it allows', async () => {
    expect(await app.query(cases(3))).toMatchObject({ status: 200, data: { c0: null } });
  });

  test('refuses what could cost more, before anything runs', async () => {
    const answer = await app.query(cases(4));
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'upstreamCalls', retryable: false } }],
    });
    expect(answer.data).toBeUndefined();
  });
});
