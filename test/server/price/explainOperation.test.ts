import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../startTestApp.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
});

const explain = (document: string, more: Readonly<Record<string, unknown>> = {}) =>
  app.query(
    `query ($document: String!, $variables: JSONObject, $operationName: String) {
      explainOperation(document: $document, variables: $variables, operationName: $operationName) {
        minUpstreamCalls maxUpstreamCalls fields { path minUpstreamCalls maxUpstreamCalls }
      }
    }`,
    { document, ...more },
  );

describe('explainOperation', () => {
  test('prices an operation without running any of it', async () => {
    expect(await explain('query ($id: ID!) { case(id: $id) { id } }', { variables: { id: '1' } })).toMatchObject({
      status: 200,
      data: {
        explainOperation: {
          minUpstreamCalls: 1,
          maxUpstreamCalls: 1,
          fields: [{ path: 'case', minUpstreamCalls: 1, maxUpstreamCalls: 1 }],
        },
      },
    });
  });

  test('prices the operation that is named', async () => {
    const document = 'query A { case(id: "1") { id } } query B { owner(id: "1") { id } }';
    const { data } = await explain(document, { operationName: 'B' });
    expect(data).toMatchObject({ explainOperation: { maxUpstreamCalls: 2 } });
  });

  test('prices a write without making it', async () => {
    const document = 'mutation { updateCase(input: { idempotencyKey: "k", id: "1", type: "x" }) { outcome } }';
    expect(await explain(document)).toMatchObject({
      data: { explainOperation: { minUpstreamCalls: 0, maxUpstreamCalls: 1 } },
    });
  });

  test('tells the price of what would cost more than one operation may', async () => {
    const cheap = await startTestApp({ environment: { OPERATION_LIMIT_CALLS: '1' } });
    const { data } = await cheap.query(
      '{ explainOperation(document: "{ a: case(id: 1) { id } b: case(id: 2) { id } }") { maxUpstreamCalls } }',
    );
    expect(data).toEqual({ explainOperation: { maxUpstreamCalls: 2 } });
    await cheap.close();
  });

  test.each([
    ['a document that does not parse', '{ case(', {}, { code: 'GRAPHQL_PARSE_FAILED' }],
    ['an empty document', '', {}, { code: 'GRAPHQL_PARSE_FAILED' }],
    ['a document that does not fit', '{ nonsense }', {}, { code: 'GRAPHQL_VALIDATION_FAILED' }],
    ['a subscription that there is not', 'subscription { nonsense }', {}, { code: 'GRAPHQL_VALIDATION_FAILED' }],
    [
      'several operations',
      'query A { __typename } query B { __typename }',
      {},
      { code: 'OPERATION_RESOLUTION_FAILURE' },
    ],
    [
      'a name that no operation has',
      'query A { __typename }',
      { operationName: 'B' },
      { code: 'OPERATION_RESOLUTION_FAILURE' },
    ],
    [
      'a variable that does not fit',
      'query ($n: Int!) { cases(filter: { id: { eq: "1" } }, first: $n) { totalCount } }',
      { variables: { n: 'many' } },
      { code: 'BAD_USER_INPUT', argument: 'variables.n' },
    ],
    [
      'a document beyond a limit',
      `{ ${'__typename '.repeat(50)} }`,
      {},
      { code: 'OPERATION_TOO_COMPLEX', limit: 'responseKey' },
    ],
    [
      'a document that asks for a price itself',
      '{ ...x } fragment x on Query { explainOperation(document: "{ __typename }") { maxUpstreamCalls } }',
      {},
      { code: 'BAD_USER_INPUT', argument: 'document' },
    ],
  ])('refuses %s, with the code that it would be refused with', async (_what, document, more, extensions) => {
    const { errors } = await explain(document, more);
    expect(errors).toMatchObject([{ path: ['explainOperation'], extensions }]);
  });
});
