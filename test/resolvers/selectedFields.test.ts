import { describe, expect, test } from '@jest/globals';
import { buildSchema, execute, graphql, parse } from 'graphql';
import { selectedFields } from '../../src/resolvers/selectedFields.js';

const schema = buildSchema(`
  interface Named { name: String }
  type Dog implements Named { name: String, barks: Boolean, owner: Person }
  type Cat implements Named { name: String, purrs: Boolean }
  type Person { name: String, age: Int }
  union Pet = Dog | Cat
  type Query { pet: Pet }
`);

/** What is seen as selected on a type, for a selection on `pet`. */
async function seen(selection: string, typeName: string, variables: Record<string, unknown> = {}): Promise<string[]> {
  const found: string[] = [];
  const rootValue = {
    pet: (_args: unknown, _context: unknown, info: Parameters<typeof selectedFields>[0]) => {
      found.push(...selectedFields(info, typeName));
      return null;
    },
  };
  const { errors } = await graphql({ schema, source: selection, rootValue, variableValues: variables });
  expect(errors).toBeUndefined();
  return found.sort();
}

describe('the fields selected on a type', () => {
  test('are found in inline fragments and named ones, one inside the other', async () => {
    const document = `
      { pet { ... on Dog { barks ...names } } }
      fragment names on Named { name ... on Dog { owner { age } } }`;
    expect(await seen(document, 'Dog')).toEqual(['barks', 'name', 'owner']);
  });

  test('are those of fragments that apply to it: on itself, on an interface, on a union, on nothing', async () => {
    const document = `{ pet { ... on Dog { barks } ... on Named { name } ... on Pet { ... on Cat { purrs } } } }`;
    expect(await seen(document, 'Cat')).toEqual(['name', 'purrs']);
    expect(await seen('{ pet { ... { ... on Cat { purrs } } } }', 'Cat')).toEqual(['purrs']);
  });

  test('have their own names, not their aliases', async () => {
    expect(await seen('{ pet { ... on Dog { id: barks, name } } }', 'Dog')).toEqual(['barks', 'name']);
  });

  test('do not include __typename, which costs nothing', async () => {
    expect(await seen('{ pet { __typename kind: __typename } }', 'Dog')).toEqual([]);
  });

  test('do not include what is skipped or not included, on fields, fragments and spreads', async () => {
    const document = `
      query ($no: Boolean = false, $yes: Boolean!) {
        pet {
          ... on Dog @include(if: $no) { barks }
          ... on Dog @skip(if: $yes) { barks }
          ... on Dog { owner @skip(if: true) { age } name @include(if: $yes) @skip(if: $no) }
          ...rest @include(if: $no)
        }
      }
      fragment rest on Dog { barks }`;
    expect(await seen(document, 'Dog', { yes: true })).toEqual(['name']);
  });

  test('are those of every place where the field is selected', async () => {
    expect(await seen('{ pet { ... on Dog { name } } pet { ... on Dog { barks } } }', 'Dog')).toEqual([
      'barks',
      'name',
    ]);
  });

  test('are found at once however often fragments spread each other', async () => {
    const depth = 30;
    const bomb = Array.from(
      { length: depth },
      (_, index) => `fragment f${index} on Dog { ...f${index + 1} ... on Dog { ...f${index + 1} } }`,
    );
    // Executing this is quick as well: a spread fragment is collected once. Validating it is another matter.
    const source = `{ pet { ...f0 } } ${bomb.join('\n')} fragment f${depth} on Dog { barks }`;
    const found: string[] = [];
    const rootValue = {
      pet: (_args: unknown, _context: unknown, info: Parameters<typeof selectedFields>[0]) => {
        found.push(...selectedFields(info, 'Dog'));
        return null;
      },
    };
    await execute({ schema, document: parse(source), rootValue });
    expect(found).toEqual(['barks']);
  });

  test('are not those selected further down', async () => {
    expect(await seen('{ pet { ... on Dog { owner { age name } } } }', 'Dog')).toEqual(['owner']);
  });
});
