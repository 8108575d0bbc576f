import { composeServices, type CompositionResult } from '@apollo/composition';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { billingSdl, crmSdl, workforceSdl } from './subgraphSdl.js';

/** Every entity with every key, as neighbours may use them. */
const entityKeys = {
  Case: ['id', 'caseNumber'],
  Contact: ['id', 'email', 'identification'],
  Owner: ['id', 'user'],
  Company: ['id'],
  Activity: ['id'],
  CollectionGestion: ['id'],
} as const;

const everyEntityAndKey = Object.entries(entityKeys).flatMap(([entity, keys]) =>
  keys.map((key) => ({ entity, key, type: key === 'id' ? 'ID!' : 'String' })),
);

describe('the subgraph composed with its neighbours', () => {
  const result = compose({ crm: crmSdl, billing: billingSdl, workforce: workforceSdl });

  test('composes without an error and without a hint', () => {
    expect(messagesOf(result)).toEqual([]);
    expect((result.hints ?? []).map((hint) => `${hint.definition.code}: ${hint.message}`)).toEqual([]);
  });

  test.each(everyEntityAndKey)('lets a gateway join $entity by $key', ({ entity, key }) => {
    expect(typeSdl(result, entity)).toContain(`@join__type(graph: CRM, key: "${key}")`);
  });

  test('joins the neighbours to the entities by the keys they chose', () => {
    expect(typeSdl(result, 'Contact')).toContain('@join__type(graph: BILLING, key: "identification")');
    expect(typeSdl(result, 'Contact')).toContain('@join__type(graph: WORKFORCE, key: "email")');
    expect(typeSdl(result, 'Owner')).toContain('@join__type(graph: WORKFORCE, key: "user")');
  });

  test.each([
    ['Contact', 'name'],
    ['Contact', 'email'],
    ['Contact', 'identification'],
    ['Contact', 'phone'],
    ['Owner', 'email'],
    ['Activity', 'phone'],
    ['CollectionGestion', 'customerId'],
    ['CollectionGestion', 'customerName'],
    ['CollectionGestion', 'phone'],
  ])('keeps %s.%s marked as personal data', (type, field) => {
    expect(typeSdl(result, type)).toMatch(new RegExp(`^ {2}${field}: .*@tag\\(name: "pii"\\)`, 'm'));
  });

  test('keeps the weights by which a router can refuse what is too dear', () => {
    expect(typeSdl(result, 'Query')).toMatch(/\): CaseConnection .*@cost\(weight: 10\) @listSize\(/);
  });

  test('shares PageInfo with a neighbour that has one of its own', () => {
    expect(typeSdl(result, 'PageInfo')).toContain('@join__type(graph: CRM)');
    expect(typeSdl(result, 'PageInfo')).toContain('@join__type(graph: WORKFORCE)');
  });
});

describe('a neighbour that knows an entity by one key only', () => {
  test.each(everyEntityAndKey)('reaches every field of $entity by $key', ({ entity, key, type }) => {
    expect(messagesOf(compose({ crm: crmSdl, neighbour: neighbourSdl(entity, key, type) }))).toEqual([]);
  });

  test('would not reach them by a key that cannot be resolved', () => {
    const crippledSdl = crmSdl.replace('@key(fields: "email")', '@key(fields: "email", resolvable: false)');
    const messages = messagesOf(compose({ crm: crippledSdl, neighbour: neighbourSdl('Contact', 'email', 'String') }));
    expect(messages.join('\n')).toContain('cannot find field "Contact.name"');
  });
});

describe('the subgraph on its own', () => {
  test('composes, so that it can be the first of a supergraph', () => {
    expect(messagesOf(compose({ crm: crmSdl }))).toEqual([]);
  });

  test('has no entity that this test does not know', () => {
    const result = compose({ crm: crmSdl });
    const types = [...(result.supergraphSdl ?? '').matchAll(/^type (\w+)$/gm)].flatMap(([, name]) => name ?? []);
    const entities = types.filter((name) => typeSdl(result, name).includes('key: "'));
    expect(entities.sort()).toEqual(Object.keys(entityKeys).sort());
  });
});

function compose(sdlByName: Record<string, string>): CompositionResult {
  return composeServices(
    Object.entries(sdlByName).map(([name, sdl]) => ({
      name,
      url: `http://${name}.invalid/graphql`,
      typeDefs: parse(sdl),
    })),
  );
}

/** A subgraph that can say which record is meant, by one key, and nothing else about it. */
function neighbourSdl(entity: string, key: string, type: string): string {
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type ${entity} @key(fields: "${key}", resolvable: false) { ${key}: ${type} }
    type Query { mentioned: ${entity} }
  `;
}

function messagesOf(result: CompositionResult): readonly string[] {
  return (result.errors ?? []).map((error) => error.message);
}

/** The part of the supergraph's SDL that defines one type. */
function typeSdl(result: CompositionResult, name: string): string {
  const sdl = result.supergraphSdl ?? '';
  const start = sdl.search(new RegExp(`^type ${name}$`, 'm'));
  return start < 0 ? '' : sdl.slice(start, sdl.indexOf('\n}', start));
}
