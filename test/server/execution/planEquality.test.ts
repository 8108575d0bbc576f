import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  execute,
  type ExecutionResult,
  getOperationAST,
  getVariableValues,
  type GraphQLSchema,
  NoUnusedVariablesRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { OperationPlan } from '../../../src/server/execution/OperationPlan.js';
import { propertyRuns } from '../../support/propertyRuns.js';
import { createOddWorld } from './oddWorld.js';
import { conditions, createChance, randomDocument } from './randomDocument.js';

/** What a caller can tell apart: the data to the byte, and the errors with their order, places and texts. */
function told({ data, errors = [] }: ExecutionResult): string {
  return JSON.stringify({
    data,
    errors: errors.map(({ message, path, locations }) => ({ message: wording(message), path, locations })),
  });
}

/** Two failures of resolvers are worded differently: graphql-js repeats the value, which has no place in a log. */
function wording(message: string): string {
  if (/^Expected `.*` to return non-nullable value|has no way to say the value/s.test(message)) return 'cannot be said';
  if (
    /must resolve to an Object type|was resolved to a|is not a possible type|has no type for the value/.test(message)
  ) {
    return 'has no type';
  }
  return message;
}

const worlds = {
  'nothing is odd': createOddWorld({ nulls: 0, errors: 0, promises: 0 }),
  'values are late and null': createOddWorld({ nulls: 8, errors: 0, promises: 40 }),
  'errors are thrown at once': createOddWorld({ nulls: 4, errors: 6, promises: 0 }),
  'everything happens': createOddWorld({ nulls: 8, errors: 8, promises: 40 }),
};
const documentsPerWorld = propertyRuns(1_300);
/** Every document declares the same variables, whether it uses them or not. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);

async function compare(schema: GraphQLSchema, seed: number): Promise<void> {
  const chance = createChance(seed);
  const mutation = schema.getMutationType();
  const root = chance(8) === 0 && mutation ? mutation : schema.getQueryType();
  if (!root) throw new Error('the schema has no root');
  const text = randomDocument(schema, root, chance);
  const document = parse(text);
  // Documents are valid by the way they are written; that they are is looked at now and then.
  if (seed % 25 === 0) expect(validate(schema, document, rules)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the document has no operation');
  const plan = new OperationPlan(schema, document, operation);
  // The second time meets what was collected the first time, and other conditions.
  for (let time = 0; time < 2; time += 1) {
    const variableValues = {
      ...Object.fromEntries(conditions.map((name) => [name, chance(2) === 0])),
      ...(chance(3) > 0 && { text: 'text' }),
      number: chance(3) === 0 ? null : chance(50),
    };
    const expected = await execute({ schema, document, variableValues });
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues);
    if (coerced === undefined) throw new Error('the variables do not fit');
    const answered = await plan.execute(undefined, coerced);
    if (told(answered) !== told(expected))
      expect({ text, variableValues, answer: told(answered) }).toEqual({
        text,
        variableValues,
        answer: told(expected),
      });
  }
}

/**
 * Where one item of a list fails at once, graphql-js lets go of the late ones before it. That they fail as well would end
 * the process of the test: here nobody has to listen.
 */
const then: unknown = Reflect.get(Promise.prototype, 'then');
function setThen(value: unknown): void {
  void Object.defineProperty(Promise.prototype, 'then', { value, configurable: true, writable: true });
}
beforeAll(() => {
  if (typeof then !== 'function') throw new Error('promises have no then');
  setThen(function quietThen(this: unknown, ...handlers: readonly unknown[]): unknown {
    const next: unknown = Reflect.apply(then, this, handlers);
    void Reflect.apply(then, next, [undefined, () => undefined]);
    return next;
  });
});
afterAll(() => {
  setThen(then);
});

describe('an operation that runs along a plan', () => {
  test.each(Object.entries(worlds))('answers what graphql-js answers where %s', async (_name, schema) => {
    for (let seed = 1; seed <= documentsPerWorld; seed += 1) await compare(schema, seed);
  });
});
