import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { makeActivity, makeCase, makeContact } from '../support/records.js';
import { runOperation, type OperationOptions } from './runOperation.js';

let client: FakeWolkvoxClient;

const run = (source: string, options: OperationOptions = {}) =>
  runOperation(
    client,
    source,
    {},
    { writes: () => Promise.resolve({ outcome: 'APPLIED', id: 'new', caseNumber: 'PET-9' }), ...options },
  );

const createCase = (selection: string): string => `mutation { createCase(input: {
  idempotencyKey: "k", type: "Request", description: "d", status: "Abierto", priority: "Alta"
  contactEmail: "ana@example.com", ownerUser: "agent_7", responsibleUser: "agent_7"
}) { outcome case { ${selection} } } }`;

const createTask = (selection: string): string => `mutation { createTask(input: {
  idempotencyKey: "k", subject: { module: "cases", id: "1" }, name: "n", priority: HIGH
  dueAt: "2026-12-01T15:00:00Z", ownerUser: "agent_7"
}) { outcome activity { ${selection} } } }`;

beforeEach(() => {
  client = new FakeWolkvoxClient();
  client.tenant.cases = [makeCase('new', { caseNumber: 'PET-9', description: 'd', ownerGroups: ['Soporte'] })];
  client.tenant.contacts = [makeContact('new', { name: 'Ana', identification: '900' })];
  client.tenant.activities = [makeActivity('new', { kind: 'TASK', name: 'n' })];
});

describe('a record just written', () => {
  test('tells what the CRM returned without reading it back', async () => {
    const { data } = await run(createCase('id caseNumber'));
    expect(data).toEqual({ createCase: { outcome: 'APPLIED', case: { id: 'new', caseNumber: 'PET-9' } } });
    expect((await run(createTask('id'))).data).toEqual({
      createTask: { outcome: 'APPLIED', activity: { id: 'new' } },
    });
    expect(client.calls).toEqual([]);
  });

  test('is read once for all other fields', async () => {
    const { data } = await run(createCase('id description ownerGroups customFields { label } isOverdue owner { id }'));
    expect(data).toMatchObject({
      createCase: { case: { id: 'new', description: 'd', ownerGroups: ['Soporte'], customFields: [], owner: null } },
    });
    expect(client.calls).toHaveLength(1);
  });

  test('is read for its number where the CRM left that out', async () => {
    const writes = () => Promise.resolve({ outcome: 'APPLIED', id: 'new', caseNumber: null } as const);
    const { data } = await run(createCase('caseNumber'), { writes });
    expect(data).toMatchObject({ createCase: { case: { caseNumber: 'PET-9' } } });
    expect(client.calls).toHaveLength(1);
  });

  test('lists what hangs on it by its id alone', async () => {
    const { data } = await run(createCase('activities { totalCount }'));
    expect(data).toMatchObject({ createCase: { case: { activities: { totalCount: 0 } } } });
    expect(client.calls.map(({ method }) => method)).toEqual(['searchActivities']);
  });

  test('that cannot be found again has nulls and empty lists', async () => {
    client.tenant.cases = [];
    const { data, errors } = await run(createCase('id description files { url } history { at } contact { id }'));
    expect({ data, errors }).toEqual({
      data: {
        createCase: {
          outcome: 'APPLIED',
          case: { id: 'new', description: null, files: [], history: [], contact: null },
        },
      },
      errors: [],
    });
  });

  test('is read as an activity too, and is of no known kind where activities cannot be read', async () => {
    expect((await run(createTask('kind name'))).data).toMatchObject({
      createTask: { activity: { kind: 'TASK', name: 'n' } },
    });
    const { data, errors } = await run(createTask('id kind name participants owner { id } subject { __typename }'), {
      areActivitiesReadable: false,
    });
    expect({ data, errors }).toEqual({
      data: {
        createTask: {
          outcome: 'APPLIED',
          activity: { id: 'new', kind: 'OTHER', name: null, participants: [], owner: null, subject: null },
        },
      },
      errors: [],
    });
    expect(client.calls).toHaveLength(1);
  });

  test('is read as a contact once for all fields', async () => {
    const { data } = await run(
      `mutation { createContact(input: { idempotencyKey: "k", name: "Ana", email: "ana@example.com" }) {
        contact { id name email phone { value } customFields { label } }
      } }`,
    );
    expect(data).toEqual({
      createContact: { contact: { id: 'new', name: 'Ana', email: null, phone: null, customFields: [] } },
    });
    expect(client.calls).toHaveLength(1);
  });
});
