import { beforeEach, describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/model/Fault.js';
import { toCompanyId } from '../../src/model/ids.js';
import { FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { makeActivity, makeCase, makeContact, makeGestion, makeOwner } from '../support/records.js';
import { runOperation } from './runOperation.js';

let client: FakeWolkvoxClient;

const document = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Case { id caseNumber } ... on Contact { id email } ... on Owner { id user } ... on Company { id name }
    ... on Activity { id name } ... on CollectionGestion { id typification }
  }
}`;

async function resolve(...representations: readonly unknown[]) {
  const { data, errors } = await runOperation(client, document, { representations });
  return { entities: (data as { _entities: unknown } | null)?._entities, errors };
}

beforeEach(() => {
  client = new FakeWolkvoxClient();
  client.tenant.cases = [
    makeCase('1', { caseNumber: 'PET-1', owner: makeOwner('7', { user: 'agent_7' }) }),
    makeCase('2', { caseNumber: 'PET-2' }),
  ];
  client.tenant.contacts = [makeContact('ana', { email: 'ana@example.com', identification: '900' })];
  client.tenant.companies = [{ id: toCompanyId('co'), name: 'Andina', identification: null }];
  client.tenant.activities = [makeActivity('v', { name: 'Llamar' })];
  client.tenant.gestiones = [makeGestion('g', { typification: 'Promesa' })];
});

describe('an entity', () => {
  test.each([
    [
      { __typename: 'Case', id: '1' },
      { id: '1', caseNumber: 'PET-1' },
    ],
    [
      { __typename: 'Case', caseNumber: 'PET-1' },
      { id: '1', caseNumber: 'PET-1' },
    ],
    [
      { __typename: 'Contact', id: 'ana' },
      { id: 'ana', email: 'ana@example.com' },
    ],
    [
      { __typename: 'Contact', email: 'Ana@example.com' },
      { id: 'ana', email: 'ana@example.com' },
    ],
    [
      { __typename: 'Contact', identification: '900' },
      { id: 'ana', email: 'ana@example.com' },
    ],
    [
      { __typename: 'Owner', id: '7' },
      { id: '7', user: 'agent_7' },
    ],
    [
      { __typename: 'Owner', user: 'agent_7' },
      { id: '7', user: 'agent_7' },
    ],
    [
      { __typename: 'Company', id: 'co' },
      { id: 'co', name: 'Andina' },
    ],
    [
      { __typename: 'Activity', id: 'v' },
      { id: 'v', name: 'Llamar' },
    ],
    [
      { __typename: 'CollectionGestion', id: 'g' },
      { id: 'g', typification: 'Promesa' },
    ],
  ])('is found by %j with one call', async (representation, found) => {
    const { entities, errors } = await resolve(representation);
    expect(errors).toEqual([]);
    expect(entities).toEqual([{ __typename: representation.__typename, ...found }]);
    expect(client.calls).toHaveLength(1);
  });

  test('that does not exist is null at its own index, without an error', async () => {
    expect(await resolve({ __typename: 'Case', id: 'x' }, { __typename: 'Case', id: '2' })).toEqual({
      entities: [null, { __typename: 'Case', id: '2', caseNumber: 'PET-2' }],
      errors: [],
    });
  });

  test.each([
    { __typename: 'Contact', identification: null },
    { __typename: 'Contact', id: null, email: null },
    { __typename: 'Case', id: null, caseNumber: null },
    { __typename: 'Owner', user: null },
    { __typename: 'Activity', id: null },
  ])(
    'whose key another subgraph knows to be null is null, without an error and without a call: %j',
    async (unknown) => {
      expect(await resolve(unknown, { __typename: 'Case', id: '2' })).toEqual({
        entities: [null, { __typename: 'Case', id: '2', caseNumber: 'PET-2' }],
        errors: [],
      });
      expect(client.calls).toHaveLength(1);
    },
  );

  test('asked for several times is looked up once', async () => {
    const { entities } = await resolve(
      { __typename: 'Case', id: '1' },
      { __typename: 'Case', id: '2' },
      { __typename: 'Case', id: '1' },
    );
    expect(entities).toMatchObject([{ id: '1' }, { id: '2' }, { id: '1' }]);
    expect(client.calls).toHaveLength(2);
  });

  test('with several keys is looked up by the most exact one that can be used', async () => {
    await resolve({ __typename: 'Contact', id: 'ana', email: 'ana@example.com' });
    await resolve({ __typename: 'Contact', id: null, email: '', identification: '900' });
    expect(client.calls.map(({ field }) => field)).toEqual(['id', 'identification']);
  });

  test('is found by a number where another subgraph calls the key one', async () => {
    const { entities } = await resolve({ __typename: 'Contact', identification: 900 });
    expect(entities).toMatchObject([{ id: 'ana' }]);
    expect(client.calls[0]).toMatchObject({ value: '900' });
  });

  test('may be the record that a list holds, which stays as it was', async () => {
    const frozen = Object.freeze(makeCase('1'));
    client.tenant.cases = [frozen];
    expect(await resolve({ __typename: 'Case', id: '1' })).toMatchObject({ errors: [], entities: [{ id: '1' }] });
    expect(Object.keys(frozen)).not.toContain('__typename');
  });
});

describe('a representation that names nobody', () => {
  test.each([
    { __typename: 'Contact', identification: null },
    { __typename: 'Case', id: null, caseNumber: null },
    { __typename: 'Owner', user: null },
    { __typename: 'Company', id: null },
    { __typename: 'Activity', id: null },
    { __typename: 'CollectionGestion', id: null },
    { __typename: 'Contact', identification: 'N/A' },
    { __typename: 'Contact', identification: '222222222222' },
    { __typename: 'Contact', identification: 0 },
    { __typename: 'Contact', email: 'null' },
    { __typename: 'Owner', user: '-' },
    { __typename: 'Case', id: 'none' },
  ])('like %j is null without an error and without a call', async (representation) => {
    expect(await resolve(representation)).toMatchObject({ errors: [], entities: [null] });
    expect(client.calls).toEqual([]);
  });

  test('by one key is found by another one', async () => {
    const { entities } = await resolve({ __typename: 'Case', id: null, caseNumber: 'PET-1' });
    expect(entities).toMatchObject([{ caseNumber: 'PET-1' }]);
  });
});

describe('a representation that cannot be resolved', () => {
  const tooLong = Number('24521105632142745');
  const good = { __typename: 'Case', id: '1' };
  const resolved = { __typename: 'Case', id: '1', caseNumber: 'PET-1' };

  test.each([
    { __typename: 'Case' },
    { __typename: 'Case', id: '' },
    { __typename: 'Case', id: tooLong, caseNumber: 'PET-1' },
    { __typename: 'Case', id: '\u200b' },
    { __typename: 'Contact', id: null, email: '' },
    { __typename: 'Case', id: null, caseNumber: ' ' },
    { __typename: 'Case', id: undefined },
    { __typename: 'Case', id: { eq: '1' } },
    { __typename: 'Case', id: tooLong },
    { __typename: 'Case', id: 1.5 },
    { __typename: 'Contact', phone: '300' },
    { __typename: 'Owner', name: 'x' },
    { __typename: 'Company' },
    { __typename: 'Activity', id: true },
    { __typename: 'CollectionGestion', id: ['g'] },
    { __typename: 'Invoice', id: '1' },
    { __typename: 'PageInfo', id: '1' },
    { __typename: 'constructor', id: '1' },
    { __typename: 5, id: '1' },
    { id: '1' },
    'Case',
    7,
    [],
  ])('like %j is null with BAD_USER_INPUT at its own index, and the others resolve', async (bad) => {
    const { entities, errors } = await resolve(good, bad, good);
    expect(entities).toEqual([resolved, null, resolved]);
    expect(errors).toMatchObject([
      { path: '_entities.1', cause: { code: 'BAD_USER_INPUT', argument: 'representations' } },
    ]);
    expect(client.calls).toHaveLength(1);
  });

  test('because the CRM failed takes down nobody else', async () => {
    client.onSearch = ({ value }) => {
      if (value === 'PET-2') throw new Fault('UPSTREAM_UNAVAILABLE');
    };
    const { entities, errors } = await resolve({ __typename: 'Case', caseNumber: 'PET-2' }, good);
    expect(entities).toEqual([null, resolved]);
    expect(errors).toMatchObject([{ path: '_entities.0', cause: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });
});

describe('the service', () => {
  test('still tells its SDL', async () => {
    const { data } = await runOperation(client, '{ _service { sdl } }');
    expect(data).toMatchObject({ _service: { sdl: expect.stringContaining('type Case') } });
  });
});
