import { describe, expect, test } from '@jest/globals';
import { isAbstractType, isObjectType, isScalarType, isSpecifiedScalarType, type GraphQLObjectType } from 'graphql';
import { resolvers } from '../../src/resolvers/index.js';
import { makeActivity, makeCase, makeContact, makeGestion, makeOwner } from '../support/records.js';
import { schema } from './runOperation.js';

const special = new Set(['__resolveReference', '__resolveType', '__isTypeOf']);
const map = new Map<string, unknown>(Object.entries(resolvers));
const isFederations = (name: string): boolean => /^_|__/.test(name) || name === 'federation__FieldSet';
const ownTypes = Object.values(schema.getTypeMap()).filter(({ name }) => !isFederations(name));

const resolverNames = (typeName: string): string[] =>
  Object.keys(map.get(typeName) ?? {}).filter((name) => !special.has(name));

/** A parent of each type whose fields may be plain properties, with every property the model gives it. */
const parents: Readonly<Record<string, object>> = {
  Activity: makeActivity('v'),
  Case: makeCase('a'),
  CollectionGestion: makeGestion('g'),
  Company: { id: '', name: '', identification: '' },
  Contact: makeContact('c'),
  Owner: makeOwner('o'),
  ActivityConnection: { totalCount: 0 },
  CaseConnection: { totalCount: 0 },
  CollectionGestionConnection: { totalCount: 0 },
};

describe('the resolver map', () => {
  test('has no type that the schema lacks', () => {
    expect([...map.keys()].filter((name) => schema.getType(name) === undefined)).toEqual([]);
  });

  test('has no field that the schema lacks', () => {
    const unknown = [...map.keys()].flatMap((name) => {
      const type = schema.getType(name);
      if (!isObjectType(type)) return [];
      return resolverNames(name)
        .filter((field) => type.getFields()[field] === undefined)
        .map((field) => `${name}.${field}`);
    });
    expect(unknown).toEqual([]);
  });

  test.each(['Query', 'Mutation', 'Subscription'])('answers every field of %s', (name) => {
    const fields = Object.keys((schema.getType(name) as GraphQLObjectType).getFields());
    expect(resolverNames(name).sort()).toEqual(fields.filter((field) => field !== '_service').sort());
  });

  test('answers every field of the types that stand for records, or their model has it', () => {
    const missing = Object.entries(parents).flatMap(([name, parent]) => {
      const fields = Object.keys((schema.getType(name) as GraphQLObjectType).getFields());
      const answered = new Set([...resolverNames(name), ...Object.keys(parent)]);
      return fields.filter((field) => !answered.has(field)).map((field) => `${name}.${field}`);
    });
    expect(missing).toEqual([]);
  });

  test('looks up every entity by reference', () => {
    const entity = schema.getType('_Entity');
    if (!isAbstractType(entity)) throw new Error('There are no entities.');
    const names = schema.getPossibleTypes(entity).map(({ name }) => name);
    expect(names.sort()).toEqual(['Activity', 'Case', 'CollectionGestion', 'Company', 'Contact', 'Owner']);
    for (const name of names) expect(Object.keys(map.get(name) as object)).toContain('__resolveReference');
  });

  test('reads and writes every scalar of our own', () => {
    const scalars = ownTypes.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
    expect(scalars.map(({ name }) => name).filter((name) => !map.has(name))).toEqual([]);
  });
});
