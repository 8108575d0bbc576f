import { composeServices } from '@apollo/composition';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  type GraphQLSchema,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  printSchema,
  isObjectType,
} from 'graphql';
import { createSubgraphSchema, printApiSdl, readServedSdl } from '../../src/server/graphql/subgraphSchema.js';
import { parseSchema } from '../support/schemaSources.js';
import { crmSdl } from './subgraphSdl.js';

/** Every scalar of this subgraph's own, with where it is specified. */
function ownScalars(schema: GraphQLSchema): Record<string, string | null | undefined> {
  const scalars = Object.values(schema.getTypeMap())
    .filter(isScalarType)
    .filter((type) => !isSpecifiedScalarType(type) && !/^_|__/.test(type.name));
  return Object.fromEntries(scalars.map(({ name, specifiedByURL }) => [name, specifiedByURL]));
}

describe('the SDL in its files', () => {
  test.each(['Query', 'Mutation'])('defines type %s once and extends nothing but the schema', (name) => {
    expect(crmSdl.match(new RegExp(`^type ${name} `, 'gm'))).toHaveLength(1);
    expect(crmSdl.match(/^extend (?!schema)\w+/gm)).toBeNull();
  });

  test('says of every scalar where it is specified', () => {
    const urls = Object.values(ownScalars(buildSchema(printApiSdl(parseSchema()))));
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(url).toMatch(/^https:\/\//);
  });
});

describe('the SDL that is served', () => {
  let sdl = '';
  beforeAll(() => {
    sdl = readServedSdl();
  });

  test('is read by plain GraphQL tools, which know no federation', () => {
    const schema = buildSchema(sdl);
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toContain('createCase');
    expect(ownScalars(schema)).toEqual(ownScalars(createSubgraphSchema()));
  });

  test('defines each root type once', () => {
    for (const name of ['Query', 'Mutation']) {
      expect(sdl.match(new RegExp(`^(?:extend )?type ${name}\\b`, 'gm'))).toEqual([`type ${name}`]);
    }
  });

  test('composes to the same supergraph as the files', () => {
    const compose = (text: string) =>
      composeServices([{ name: 'crm', url: 'http://crm.invalid/graphql', typeDefs: parse(text) }]);
    expect(compose(sdl).supergraphSdl).toBe(compose(crmSdl).supergraphSdl);
  });
});

describe('the API schema', () => {
  const schema = buildSchema(printApiSdl());

  test('has nothing of federation', () => {
    const text = printSchema(schema);
    expect(text).not.toMatch(/federation|link__|_Any|_Entity|_service|_entities|@key|@shareable|@cost|@tag/);
    expect(schema.getDirectives().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['skip', 'include', 'deprecated', 'specifiedBy']),
    );
  });

  test('has every type and field that the subgraph has of its own', () => {
    const whole = createSubgraphSchema();
    for (const [name, type] of Object.entries(whole.getTypeMap())) {
      if (/^_|__/.test(name) || !('getFields' in type)) continue;
      const fields = Object.keys(type.getFields()).filter((field) => !field.startsWith('_'));
      const found = schema.getType(name);
      expect([name, found && 'getFields' in found ? Object.keys(found.getFields()) : null]).toEqual([name, fields]);
    }
  });
});

test('every list field may be null, so that one that fails takes no neighbour along', () => {
  const types = Object.values(createSubgraphSchema().getTypeMap()).filter(isObjectType);
  const connections = types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => /Connection!?$/.test(field.type.toString()))
      .map((field) => `${type.name}.${field.name}: ${field.type.toString()}`),
  );
  expect(connections.length).toBeGreaterThan(5);
  expect(connections.filter((text) => text.endsWith('!'))).toEqual([]);
});
