import { describe, expect, test } from '@jest/globals';
import { isInputObjectType } from 'graphql';
import { decodeCaseFilter, decodeGestionFilter } from '../../src/resolvers/decodeFilters.js';
import { schema } from './runOperation.js';

const at = new Date('2026-01-01T00:00:00Z');

/** A filter with a condition on every field that the schema's input type has. */
function fullFilter(typeName: string): Record<string, unknown> {
  const type = schema.getType(typeName);
  if (!isInputObjectType(type)) throw new Error(`${typeName} is no input type.`);
  return Object.fromEntries(
    Object.values(type.getFields()).map(({ name, type: fieldType }): [string, unknown] => {
      switch (String(fieldType)) {
        case 'StringFilter':
        case 'IDFilter':
          return [name, { eq: name }];
        case 'DateTimeRange':
          return [name, { gte: at }];
        case 'Boolean':
          return [name, false];
        case '[CaseCondition!]':
          return [name, ['OPEN', 'ON_HOLD']];
        case 'CaseCondition':
          return [name, 'OPEN'];
        default:
          throw new Error(`No sample for ${String(fieldType)}.`);
      }
    }),
  );
}

describe('a filter from the graph', () => {
  test('loses no field on the way to the model', () => {
    const cases = fullFilter('CaseFilter');
    expect(decodeCaseFilter(cases)).toEqual(cases);
    const gestiones = fullFilter('CollectionGestionFilter');
    expect(decodeGestionFilter(gestiones)).toEqual(gestiones);
  });

  test('takes nulls for fields left out', () => {
    expect(
      decodeCaseFilter({
        status: null,
        condition: null,
        isReopened: null,
        createdAt: null,
        id: { eq: 'a', in: null },
        type: { eq: null, in: ['b'] },
        closedAt: { gte: null, lt: at },
      }),
    ).toEqual({ id: { eq: 'a' }, type: { in: ['b'] }, closedAt: { lt: at } });
  });

  test.each([{}, { eq: 'a', in: ['a'] }, { eq: null }, { eq: null, in: null }])(
    'is refused for a condition like %j, naming its field',
    (condition) => {
      expect(() => decodeCaseFilter({ status: condition })).toThrow(
        expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'filter.status' }),
      );
    },
  );
});
