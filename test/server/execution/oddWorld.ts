import {
  getNamedType,
  getNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  responsePathAsArray,
} from 'graphql';
import { createSubgraphSchema } from '../../../src/server/graphql/subgraphSchema.js';

/** How likely odd answers are: of a hundred, so many each. */
export interface Oddness {
  readonly nulls: number;
  readonly errors: number;
  readonly promises: number;
}

/**
 * The schema of the subgraph over a world in which everything happens: by the place in the answer and by the arguments, a
 * field is there, null, late, an error, or of a form that its type does not have. The same place is always the same.
 */
export function createOddWorld({ nulls, errors, promises }: Oddness): GraphQLSchema {
  const schema = createSubgraphSchema();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType = (value, _context, info) => {
        const name = nameOf(value);
        return hash(`${name} ${responsePathAsArray(info.path).join()}`) % 100 < promises ? Promise.resolve(name) : name;
      };
    }
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = (source, args, _context, info) => resolve(source, args, info);
    }
  }
  return schema;

  function resolve(source: unknown, args: unknown, info: GraphQLResolveInfo): unknown {
    const place = `${nameOf(source)} ${responsePathAsArray(info.path).join('.')} ${JSON.stringify(args)}`;
    return valueOf(info.returnType, place, schema);
  }

  function valueOf(type: GraphQLOutputType, place: string, within: GraphQLSchema): unknown {
    const dice = hash(place) % 100;
    const isLate = hash(`${place} late`) % 100 < promises;
    if (dice < errors) {
      const error = new Error(`no ${place}`);
      if (dice % 3 === 0) return error;
      if (isLate) return lateError(error);
      throw error;
    }
    const value = dice < errors + nulls ? null : presentValue(type, place, within);
    return isLate ? Promise.resolve(value) : value;
  }

  function presentValue(type: GraphQLOutputType, place: string, within: GraphQLSchema): unknown {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (hash(`${place} list`) % 40 === 0) return 'no list';
      return Array.from({ length: hash(`${place} length`) % 4 }, (_, index) =>
        itemOf(nullable.ofType, `${place}[${index}]`, within),
      );
    }
    const named = getNamedType(nullable);
    if (isEnumType(named)) {
      const values = named.getValues();
      return hash(`${place} enum`) % 40 === 0 ? 'no such value' : values[hash(place) % values.length]?.value;
    }
    if (isObjectType(named)) return { __typename: named.name, place };
    if (isAbstractType(named)) {
      const types: readonly GraphQLObjectType[] = within.getPossibleTypes(named);
      const name = hash(`${place} type`) % 40 === 0 ? 'NoType' : types[hash(`${place} type`) % types.length]?.name;
      return { __typename: name, place };
    }
    return scalarOf(named.name, place);
  }

  /** Items fail by being errors and late ones: nothing throws while a list is made. */
  function itemOf(type: GraphQLOutputType, place: string, within: GraphQLSchema): unknown {
    try {
      return valueOf(type, place, within);
    } catch (error) {
      return error;
    }
  }
}

function scalarOf(name: string, place: string): unknown {
  const number = hash(`${place} value`);
  switch (name) {
    case 'Int':
      return number % 30 === 0 ? 'no number' : number % 1_000;
    case 'Float':
      return number / 7;
    case 'Boolean':
      return number % 2 === 0;
    case 'DateTime':
      return number % 30 === 0 ? 'no time' : new Date(number * 1_000);
    case 'JSON':
    case 'JSONObject':
      return { number, text: [null, 'ñ"\\'] };
    default:
      if (number % 30 === 0) return number % 60 === 0 ? { not: 'text' } : number;
      return `"${place.slice(-20)}" ñ`;
  }
}

/** Nobody may get as far as to look at it. */
function lateError(error: Error): Promise<never> {
  const late: Promise<never> = Promise.reject(error);
  late.catch(() => undefined);
  return late;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return 'root';
  return String(value.__typename);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return (value >>> 0) % 1_000_003;
}
