import { beforeEach, describe, expect, test } from '@jest/globals';
import { toCompanyId } from '../../src/model/ids.js';
import { FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import {
  makeActivity,
  makeCase,
  makeContact,
  makeEmbeddedContact,
  makeGestion,
  makeOwner,
} from '../support/records.js';
import { now, runOperation } from './runOperation.js';

let client: FakeWolkvoxClient;
const run = (source: string) => runOperation(client, source);
const methods = (): string[] => client.calls.map(({ method }) => method);

const seven = makeOwner('7', { user: 'agent_7', name: 'Siete', email: 'siete@example.com' });
const phone = { country: 'CO', code: '57', value: '3001234567', e164: '+573001234567' };
const fields = [
  { label: 'Ciudad ', text: 'Bogotá', value: 'Bogotá' },
  { label: 'Edad', text: '30', value: 30 },
];

beforeEach(() => {
  client = new FakeWolkvoxClient();
  client.tenant.contacts = [
    makeContact('ana', {
      name: 'Ana',
      identification: '900',
      owner: seven,
      createdAt: new Date(now),
      customFields: fields,
    }),
    makeContact('bea', { name: 'Bea' }),
  ];
  client.tenant.cases = [
    makeCase('1', {
      contact: makeEmbeddedContact('ana', { name: 'Ana', email: 'ana@example.com', identification: '900', phone }),
      company: { id: toCompanyId('co'), name: 'Andina', identification: '800' },
      owner: seven,
      responsible: makeOwner('9', { name: 'Soporte', isGroup: true }),
      ownerGroups: ['Soporte'],
      history: [{ at: new Date(now), user: 'agent_7', tag: 'note', message: 'Añadió la nota' }],
      files: [{ name: 'carta.pdf', url: 'https://example.com/carta.pdf' }],
      customFields: fields,
      dueAt: new Date(now - 1),
    }),
    makeCase('2', { contact: makeEmbeddedContact('ana', { name: 'Ana' }), owner: seven }),
    makeCase('3', { contact: makeEmbeddedContact('bea'), owner: makeOwner(null, { user: 'agent_8', name: 'Ocho' }) }),
  ];
  client.tenant.activities = [
    makeActivity('v1', {
      owner: makeOwner(null, { user: 'agent_7' }),
      subject: { module: 'cases', id: '1' },
      participants: ['agent_7'],
    }),
    makeActivity('v2', { owner: makeOwner('9', { name: 'Soporte' }), subject: { module: 'contacts', id: 'ana' } }),
    makeActivity('v3', { subject: { module: 'leads', id: 'l' } }),
    makeActivity('v4', { subject: { module: 'cases', id: 'gone' } }),
    makeActivity('v5', { subject: { module: 'companies', id: 'acme' } }),
  ];
  client.tenant.companies = [{ id: toCompanyId('acme'), name: 'Acme', identification: '801' }];
  client.tenant.gestiones = [
    makeGestion('g1', { customerId: '900', owner: seven }),
    makeGestion('g2', { customerId: '900' }),
    makeGestion('g3', { customerId: '' }),
  ];
});

describe('a case', () => {
  test('answers all that travels inside it without a further call', async () => {
    const { data, errors } = await run(`{ case(id: "1") {
      contact { id name identification email phone { e164 country code value } }
      company { id name identification }
      owner { id user name email isGroup } responsible { id name isGroup }
      ownerGroups history { at user tag message } files { name url } customFields { label text value } isOverdue
    } }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      case: {
        contact: { id: 'ana', name: 'Ana', identification: '900', email: 'ana@example.com', phone },
        company: { id: 'co', name: 'Andina', identification: '800' },
        owner: { id: '7', user: 'agent_7', name: 'Siete', email: 'siete@example.com', isGroup: null },
        responsible: { id: '9', name: 'Soporte', isGroup: true },
        ownerGroups: ['Soporte'],
        history: [{ at: new Date(now).toISOString(), user: 'agent_7', tag: 'note', message: 'Añadió la nota' }],
        files: [{ name: 'carta.pdf', url: 'https://example.com/carta.pdf' }],
        customFields: fields,
        isOverdue: true,
      },
    });
    expect(client.calls).toHaveLength(1);
  });

  test('picks custom fields by their exact labels, in the order asked for', async () => {
    const { data } = await run(`{ case(id: "1") {
      two: customFields(labels: ["Edad", "Ciudad ", "Edad"]) { label }
      none: customFields(labels: ["ciudad", "Ciudad"]) { label }
      empty: customFields(labels: []) { label }
      all: customFields(labels: null) { label }
    } }`);
    expect(data).toEqual({
      case: {
        two: [{ label: 'Edad' }, { label: 'Ciudad ' }],
        none: [],
        empty: [],
        all: [{ label: 'Ciudad ' }, { label: 'Edad' }],
      },
    });
  });

  test('shows null for what its row lacks of the contact, for that never costs a call', async () => {
    const { data } = await run(`{ case(id: "3") { contact { id name email identification phone { value } } } }`);
    expect(data).toEqual({
      case: { contact: { id: 'bea', name: null, email: null, identification: null, phone: null } },
    });
    expect(client.calls).toHaveLength(1);
  });

  test('fills in what its row lacks of the contact where that is looked up anyway', async () => {
    const { data } = await run(`{
      a: case(id: "3") { contact { name createdAt } }
      b: case(id: "2") { contact { identification collectionGestiones { totalCount } } }
      c: case(id: "1") { contact { identification collectionGestiones { totalCount } } }
    }`);
    expect(data).toEqual({
      a: { contact: { name: 'Bea', createdAt: null } },
      b: { contact: { identification: '900', collectionGestiones: { totalCount: 2 } } },
      c: { contact: { identification: '900', collectionGestiones: { totalCount: 2 } } },
    });
    expect(client.calls.filter(({ method }) => method === 'searchContacts').map(({ value }) => value)).toEqual([
      'bea',
      'ana',
    ]);
  });

  test('looks up what no row has of the contact, once for each contact', async () => {
    const { data } = await run(
      `{ owner(id: "7") { cases { nodes { id contact { owner { id } createdAt email customFields(labels: "Edad") { text } } } } } }`,
    );
    const ana = { owner: { id: '7' }, createdAt: new Date(now).toISOString(), customFields: [{ text: '30' }] };
    expect(data).toEqual({
      owner: {
        cases: {
          nodes: [
            { id: '1', contact: { ...ana, email: 'ana@example.com' } },
            { id: '2', contact: { ...ana, email: null } },
          ],
        },
      },
    });
    expect(methods()).toEqual(['searchCases', 'searchCases', 'searchContacts']);
  });

  test('answers null and empty lists for a contact that does not exist any more', async () => {
    client.tenant.contacts = [];
    const { data, errors } = await run(
      `{ case(id: "1") { contact { name createdAt owner { id } customFields { label } } } }`,
    );
    expect({ data, errors }).toEqual({
      data: { case: { contact: { name: 'Ana', createdAt: null, owner: null, customFields: [] } } },
      errors: [],
    });
  });

  test('never pays for an owner: without an id it is answered as far as the row goes', async () => {
    const { data, errors } = await run(`{ case(id: "3") { a: owner { user name } b: owner { id name } } }`);
    expect({ data, errors }).toEqual({ data: { case: { a: { user: 'agent_8', name: 'Ocho' }, b: null } }, errors: [] });
    expect(client.calls).toHaveLength(1);
  });

  test('has no owner to show where the row does not say what is asked of it', async () => {
    client.tenant.cases = [makeCase('4', { owner: makeOwner(null, { name: 'Nadie' }) })];
    const { data } = await run(`{ case(id: "4") {
      a: owner { name } b: owner { user } c: owner { name cases { totalCount } } d: owner { name email }
    } }`);
    expect(data).toEqual({ case: { a: { name: 'Nadie' }, b: null, c: null, d: null } });
    expect(client.calls).toHaveLength(1);
  });

  test('lists its activities with one call', async () => {
    const { data } = await run(`{ case(id: "1") { activities(first: 5) { totalCount nodes { id participants } } } }`);
    expect(data).toEqual({ case: { activities: { totalCount: 1, nodes: [{ id: 'v1', participants: ['agent_7'] }] } } });
    expect(methods()).toEqual(['searchCases', 'searchActivities']);
  });

  test('has no activities, and pays for none, where the tenant’s cannot be read', async () => {
    const { data, errors } = await runOperation(
      client,
      `{ case(id: "1") { activities { totalCount } } activity(id: "v1") { id } }`,
      {},
      { areActivitiesReadable: false },
    );
    expect({ data, errors }).toEqual({ data: { case: { activities: null }, activity: null }, errors: [] });
    expect(methods()).toEqual(['searchCases']);
  });
});

describe('a contact', () => {
  test('lists its cases and goes no further for itself inside them than their rows', async () => {
    const { data } = await run(`{ contact(id: "ana") { cases { nodes { id contact { id name } } } } }`);
    expect(data).toEqual({
      contact: {
        cases: {
          nodes: [
            { id: '1', contact: { id: 'ana', name: 'Ana' } },
            { id: '2', contact: { id: 'ana', name: 'Ana' } },
          ],
        },
      },
    });
    expect(client.calls.map(({ field, value }) => [field, value])).toEqual([
      ['id', 'ana'],
      ['contactId', 'ana'],
    ]);
  });

  test('refuses a further filter on its cases that says nothing, before reading them', async () => {
    const { data, errors } = await run(`{ contact(id: "ana") { name cases(filter: {}) { totalCount } } }`);
    expect(data).toEqual({ contact: { name: 'Ana', cases: null } });
    expect(errors).toMatchObject([{ path: 'contact.cases', cause: { code: 'BAD_USER_INPUT', argument: 'filter' } }]);
    expect(client.calls).toHaveLength(1);
  });

  test('takes a further filter that says the same, and answers nothing to one that contradicts it', async () => {
    const { data } = await run(`{ contact(id: "ana") {
      same: cases(filter: { contactId: { in: ["ana", "bea"] } }) { totalCount }
      other: cases(filter: { contactId: { eq: "bea" } }) { totalCount result { upstreamCalls } }
    } }`);
    expect(data).toEqual({
      contact: { same: { totalCount: 2 }, other: { totalCount: 0, result: { upstreamCalls: 0 } } },
    });
    expect(client.calls).toHaveLength(2);
  });

  test('refuses an empty further filter', async () => {
    const { errors } = await run(`{ contact(id: "ana") { cases(filter: {}) { totalCount } } }`);
    expect(errors).toMatchObject([{ cause: { argument: 'filter' } }]);
  });

  test('finds its collection steps by document number, from the row where that is known', async () => {
    const { data } = await run(`{ case(id: "1") { contact { collectionGestiones { nodes { id } } } } }`);
    expect(data).toEqual({ case: { contact: { collectionGestiones: { nodes: [{ id: 'g1' }, { id: 'g2' }] } } } });
    expect(methods()).toEqual(['searchCases', 'searchGestiones']);
  });

  test('is looked up first where the document number is not known', async () => {
    await run(`{ case(id: "2") { contact { collectionGestiones { totalCount } } } }`);
    expect(methods()).toEqual(['searchCases', 'searchContacts', 'searchGestiones']);
  });

  test('without a document number has no collection steps, without a call, and still checks the window', async () => {
    const { data, errors } = await run(`{ contact(id: "bea") {
      a: collectionGestiones { totalCount nodes { id } result { upstreamCalls freshness fetchedAt } }
    } }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      contact: {
        a: {
          totalCount: 0,
          nodes: [],
          result: { upstreamCalls: 0, freshness: 'LIVE', fetchedAt: new Date(now).toISOString() },
        },
      },
    });
    const refused = await run(`{ contact(id: "bea") { collectionGestiones(first: 500) { totalCount } } }`);
    expect(refused.errors).toMatchObject([{ cause: { argument: 'first' } }]);
    expect(methods()).toEqual(['searchContacts', 'searchContacts']);
  });

  test('lists its activities', async () => {
    const { data } = await run(`{ contact(id: "ana") { activities { nodes { id } } } }`);
    expect(data).toEqual({ contact: { activities: { nodes: [{ id: 'v2' }] } } });
  });
});

describe('an owner', () => {
  test('lists the cases it owns, or those it has to act on', async () => {
    const { data } = await run(`{
      owner(id: "9") {
        owned: cases { totalCount } toDo: cases(role: RESPONSIBLE) { nodes { id } } unsaid: cases(role: null) { totalCount }
      }
    }`);
    expect(data).toEqual({
      owner: { owned: { totalCount: 0 }, toDo: { nodes: [{ id: '1' }] }, unsaid: { totalCount: 0 } },
    });
    expect(client.calls.map(({ field }) => field)).toEqual(['ownerId', 'responsibleId', 'ownerId', 'responsibleId']);
  });

  test('known by its login only lists its cases by login', async () => {
    const { data } = await run(`{ activity(id: "v1") { owner { user cases { nodes { id } } } } }`);
    expect(data).toEqual({ activity: { owner: { user: 'agent_7', cases: { nodes: [{ id: '1' }, { id: '2' }] } } } });
    expect(client.calls.map(({ field }) => field)).toEqual(['id', 'ownerUser']);
  });
});

describe('an activity', () => {
  test('answers an owner from its row where that is enough', async () => {
    const { data } = await run(
      `{ a: activity(id: "v1") { owner { user } } b: activity(id: "v2") { owner { id name } } }`,
    );
    expect(data).toEqual({ a: { owner: { user: 'agent_7' } }, b: { owner: { id: '9', name: 'Soporte' } } });
    expect(client.calls).toHaveLength(2);
  });

  test('looks its owner up by login where it is not', async () => {
    const { data } = await run(`{ activity(id: "v1") { owner { id name } } }`);
    expect(data).toEqual({ activity: { owner: { id: '7', name: 'Siete' } } });
    expect(client.calls.map(({ field }) => field)).toEqual(['id', 'ownerUser']);
  });

  test('has no owner where nobody knows that login', async () => {
    client.tenant.cases = [];
    expect(await run(`{ activity(id: "v1") { owner { id } } }`)).toEqual({
      data: { activity: { owner: null } },
      errors: [],
    });
  });

  test('names what it hangs on without a call when only ids are selected', async () => {
    const { data } = await run(`{
      a: activity(id: "v1") { ...s } b: activity(id: "v2") { ...s } c: activity(id: "v3") { ...s }
      d: activity(id: "v5") { ...s }
    }
    fragment s on Activity { subject {
      __typename ... on Case { id } ... on Contact { id } ... on Company { id } ... on RecordReference { module id }
    } }`);
    expect(data).toEqual({
      a: { subject: { __typename: 'Case', id: '1' } },
      b: { subject: { __typename: 'Contact', id: 'ana' } },
      c: { subject: { __typename: 'RecordReference', module: 'leads', id: 'l' } },
      d: { subject: { __typename: 'Company', id: 'acme' } },
    });
    expect(client.calls).toHaveLength(4);
  });

  test('looks up what it hangs on when more is selected, and answers null when that is gone', async () => {
    const { data } = await run(`{
      a: activity(id: "v1") { subject { ... on Case { id ownerGroups } } }
      b: activity(id: "v2") { subject { ... on Contact { name } ... on Case { id } } }
      c: activity(id: "v4") { subject { ... on Case { id ownerGroups } } }
      d: activity(id: "v5") { subject { ... on Company { name } } }
    }`);
    expect(data).toEqual({
      a: { subject: { id: '1', ownerGroups: ['Soporte'] } },
      b: { subject: { name: 'Ana' } },
      c: { subject: null },
      d: { subject: { name: 'Acme' } },
    });
    expect(client.calls).toHaveLength(8);
  });
});

describe('a collection step', () => {
  test('finds its customer’s contact, once for each customer', async () => {
    const { data } = await run(`{
      collectionGestiones(filter: { customerId: { eq: "900" } }) { nodes { id contact { id name } owner { id name } } }
    }`);
    expect(data).toEqual({
      collectionGestiones: {
        nodes: [
          { id: 'g1', contact: { id: 'ana', name: 'Ana' }, owner: { id: '7', name: 'Siete' } },
          { id: 'g2', contact: { id: 'ana', name: 'Ana' }, owner: null },
        ],
      },
    });
    expect(methods()).toEqual(['searchGestiones', 'searchContacts']);
  });

  test.each(['N/A', 'null', '-', '0', '222222222222'])('of customer %j joins no stranger', async (customerId) => {
    client.tenant.gestiones = [makeGestion('g1', { customerId })];
    client.tenant.contacts = [makeContact('stranger', { identification: customerId })];
    const { data, errors } = await runOperation(
      client,
      `query ($document: String!) {
        _entities(representations: [{ __typename: "CollectionGestion", id: "g1" }]) {
          ... on CollectionGestion { contact { id } }
        }
        contact(id: "stranger") { collectionGestiones { nodes { id } totalCount result { isComplete } } }
        byDocument: contact(identification: $document) { id }
        collectionGestiones(filter: { customerId: { eq: $document } }) { nodes { id } result { isComplete } }
        cases(filter: { contactIdentification: { eq: $document } }) { nodes { id } result { isComplete } }
      }`,
      { document: customerId },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      _entities: [{ contact: null }],
      contact: { collectionGestiones: { nodes: [], totalCount: 0, result: { isComplete: true } } },
      byDocument: null,
      collectionGestiones: { nodes: [], result: { isComplete: true } },
      cases: { nodes: [], result: { isComplete: true } },
    });
    expect(methods()).toEqual(['searchGestiones', 'searchContacts']);
  });

  test('of nobody in particular has no contact, without a call', async () => {
    const { data } = await run(`{ _entities(representations: [{ __typename: "CollectionGestion", id: "g3" }]) {
      ... on CollectionGestion { id contact { id } }
    } }`);
    expect(data).toEqual({ _entities: [{ id: 'g3', contact: null }] });
    expect(client.calls).toHaveLength(1);
  });
});
