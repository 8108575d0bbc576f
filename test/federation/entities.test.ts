import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';
import { at, listAt, textAt } from './readJson.js';

/** An entity, one of its keys, a field that is no key, and what a look-up costs. */
const keys = [
  { type: 'Case', key: 'id', field: 'description', calls: 1 },
  { type: 'Case', key: 'caseNumber', field: 'description', calls: 1 },
  { type: 'Contact', key: 'id', field: 'name', calls: 1 },
  { type: 'Contact', key: 'email', field: 'name', calls: 1 },
  { type: 'Contact', key: 'identification', field: 'name', calls: 1 },
  { type: 'Owner', key: 'id', field: 'name', calls: 1 },
  { type: 'Owner', key: 'user', field: 'name', calls: 1 },
  { type: 'Company', key: 'id', field: 'name', calls: 1 },
  { type: 'Activity', key: 'id', field: 'name', calls: 1 },
  { type: 'CollectionGestion', key: 'id', field: 'customerName', calls: 1 },
];

describe('what a router asks through _entities', () => {
  let emulator: Emulator;
  let subgraph: Subgraph;
  const known = new Map<string, string>();

  beforeAll(async () => {
    emulator = await startEmulator();
    subgraph = await startSubgraph(emulator);
    await learnKeys();
  });

  afterAll(async () => {
    await subgraph.stop();
    await emulator.close();
  });

  beforeEach(() => {
    emulator.clearJournal();
  });

  /** Reads a record of every entity, so that the tests can ask for it again by each of its keys. */
  async function learnKeys(): Promise<void> {
    const { body } = await subgraph.query(`{
      cases(filter: { type: { eq: "Request" } }, first: 100) {
        nodes { id caseNumber contact { id email identification } owner { id user } company { id } }
      }
      collectionGestiones(filter: { customerId: { eq: "${textAt(gestionOfSomebody(), 'customer_id')}" } }, first: 1) { nodes { id } }
    }`);
    const nodes = listAt(body, 'data', 'cases', 'nodes');
    const node = nodes.find((candidate) => typeof at(candidate, 'company', 'id') === 'string');
    known.set('Case.id', textAt(node, 'id'));
    known.set('Case.caseNumber', textAt(node, 'caseNumber'));
    for (const key of ['id', 'email', 'identification']) known.set(`Contact.${key}`, textAt(node, 'contact', key));
    for (const key of ['id', 'user']) known.set(`Owner.${key}`, textAt(node, 'owner', key));
    known.set('Company.id', textAt(node, 'company', 'id'));
    known.set('Activity.id', textAt(emulator.records('wolkvox_activities')[0], 'wolkvox_id'));
    known.set('CollectionGestion.id', textAt(body, 'data', 'collectionGestiones', 'nodes', 0, 'id'));
  }

  function gestionOfSomebody(): unknown {
    return emulator.records('gestiones')[0];
  }

  const resolve = async (representations: readonly object[], selection: string): Promise<Entities> => {
    const { body } = await subgraph.query(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
      { representations },
    );
    return { entities: listAt(body, 'data', '_entities'), errors: listAt(body, 'errors') };
  };

  test.each(keys)(
    'resolves $type by $key with $calls call, however often it occurs',
    async ({ type, key, field, calls }) => {
      const representation = { __typename: type, [key]: known.get(`${type}.${key}`) };
      const { entities, errors } = await resolve(
        Array.from({ length: 20 }, () => representation),
        `... on ${type} { ${key} ${field} }`,
      );
      expect(errors).toEqual([]);
      expect(entities).toHaveLength(20);
      for (const entity of entities) {
        expect(at(entity, key)).toBe(representation[key]);
        expect(typeof at(entity, field)).toBe('string');
      }
      expect(emulator.journal()).toHaveLength(calls);
    },
  );

  test.each(keys)(
    'answers null for a $type whose $key nobody has, and the one beside it',
    async ({ type, key, field }) => {
      const { entities, errors } = await resolve(
        [
          { __typename: type, [key]: key === 'id' ? 'ffffffffffffffffffffffff' : 'nobody@example.org' },
          { __typename: type, [key]: known.get(`${type}.${key}`) },
        ],
        `... on ${type} { ${field} }`,
      );
      expect(errors).toEqual([]);
      expect(entities[0]).toBeNull();
      expect(typeof at(entities[1], field)).toBe('string');
    },
  );

  test('answers in the order of the question, whatever the types', async () => {
    const asked = keys.map(({ type, key }) => ({ __typename: type, [key]: known.get(`${type}.${key}`) }));
    const { entities, errors } = await resolve(asked, '__typename');
    expect(errors).toEqual([]);
    expect(entities.map((entity) => at(entity, '__typename'))).toEqual(keys.map(({ type }) => type));
  });

  test.each([
    ['a key that is blank', { __typename: 'Contact', identification: ' ' }],
    ['no key at all', { __typename: 'Case' }],
    ['a type that is no entity', { __typename: 'PhoneNumber', value: '3001234567' }],
    ['a type that does not exist', { __typename: 'Ticket', id: '1' }],
  ])('refuses a representation with %s, at its own place', async (_what, representation) => {
    const good = { __typename: 'Contact', email: known.get('Contact.email') };
    const { entities, errors } = await resolve([good, representation, good], '... on Contact { name }');
    expect(entities.map((entity) => typeof at(entity, 'name'))).toEqual(['string', 'undefined', 'string']);
    expect(entities[1]).toBeNull();
    expect(errors.map((error) => at(error, 'extensions', 'code'))).toEqual(['BAD_USER_INPUT']);
    expect(at(errors[0], 'path')).toEqual(['_entities', 1]);
    expect(emulator.journal()).toHaveLength(1);
  });
});

interface Entities {
  readonly entities: readonly unknown[];
  readonly errors: readonly unknown[];
}
