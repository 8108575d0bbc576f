import { expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { variableProblems } from '../../../src/server/errors/variableProblems.js';

const schema = buildSchema(`
  input Range { gte: Int!, lt: Int }
  input Filter { name: String, ids: [ID!], range: Range }
  type Query { cases(filter: Filter!, first: Int = 20): Int }
`);

function problems(head: string, values: Record<string, unknown>): readonly (string | null)[][] {
  const operation = getOperationAST(parse(`query(${head}) { cases(filter: {}) }`));
  if (!operation) throw new Error('no operation');
  return variableProblems(schema, operation, values).map(({ place, hint }) => [place, hint]);
}

test('a variable that fits is no problem, nor one that may be left out', () => {
  expect(problems('$f: Filter!, $n: Int = 3, $m: Int', { f: { name: 'x', ids: ['1'], range: { gte: 1 } } })).toEqual(
    [],
  );
});

test('a missing or null variable is named', () => {
  expect(problems('$f: Filter!, $g: Filter!', { g: null })).toEqual([
    ['f', 'Expected a value of type "Filter!".'],
    ['g', 'Expected a value of type "Filter!".'],
  ]);
});

test('places inside a variable are named, values are not', () => {
  expect(
    problems('$f: Filter!', { f: { name: ['canary'], ids: ['1', null], range: { lt: 'canary' }, 'canary key': 1 } }),
  ).toEqual([
    ['f.name', 'Expected a value of type "String".'],
    ['f.ids[1]', 'Expected a value of type "ID!".'],
    ['f.range', 'Field "gte" of required type "Int!" was not provided.'],
    ['f.range.lt', 'Expected a value of type "Int".'],
    // The key is the caller's own text, and no name.
    ['f', null],
  ]);
});

test('looking stops after ten problems', () => {
  expect(problems('$f: Filter!', { f: { ids: Array.from({ length: 100_000 }, () => null) } })).toHaveLength(10);
});

test('a variable named as a property of every object is not taken for given', () => {
  expect(problems('$toString: String!', {})).toEqual([['toString', 'Expected a value of type "String!".']]);
});
