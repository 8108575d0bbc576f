import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { OperationPlans } from '../../../src/server/execution/OperationPlans.js';

const schema = buildSchema('type Query { a: Int, b: Int } type Subscription { a: Int }');

/** A request whose document the engine keeps. */
function request(text: string, operationName: string | null = null) {
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('there is no such operation');
  return { text, operationName, document, operation };
}

describe('the plans of operations', () => {
  test('are made when a document comes a second time', () => {
    const plans = new OperationPlans(schema);
    const asked = request('{ a }');
    plans.learn(asked);
    expect(plans.find('{ a }', null)).toBeUndefined();
    plans.learn(asked);
    expect(plans.find('{ a }', null)?.operation).toBe(asked.operation);
  });

  test('are never made for documents that come once each', () => {
    const plans = new OperationPlans(schema);
    const texts = Array.from({ length: 100 }, (_, nth) => `{ a${nth}: a }`);
    for (const text of texts) plans.learn(request(text));
    expect(texts.filter((text) => plans.find(text, null) !== undefined)).toEqual([]);
  });

  test('are kept by the name of the operation', () => {
    const plans = new OperationPlans(schema);
    const text = 'query A { a } query B { b }';
    const first = request(text, 'A');
    const second = { ...first, operationName: 'B', operation: getOperationAST(first.document, 'B') ?? first.operation };
    for (const asked of [first, first, second]) plans.learn(asked);
    expect(plans.find(text, 'A')?.operation).toBe(first.operation);
    expect(plans.find(text, 'B')?.operation).toBe(second.operation);
    expect(plans.find(text, null)).toBeUndefined();
  });

  test('are of a thousand documents at most; those that were not asked for longest go', () => {
    const plans = new OperationPlans(schema);
    const texts = Array.from({ length: 1_100 }, (_, nth) => `{ a${nth}: a }`);
    for (const text of texts) {
      const asked = request(text);
      plans.learn(asked);
      plans.learn(asked);
    }
    const kept = texts.filter((text) => plans.find(text, null) !== undefined);
    expect(kept).toEqual(texts.slice(-kept.length));
    expect(kept.length).toBeLessThanOrEqual(1_000);
    expect(kept.length).toBeGreaterThan(500);
  });

  test('are not made for subscriptions', () => {
    const plans = new OperationPlans(schema);
    const asked = request('subscription { a }');
    plans.learn(asked);
    plans.learn(asked);
    expect(plans.find(asked.text, null)).toBeUndefined();
  });
});
