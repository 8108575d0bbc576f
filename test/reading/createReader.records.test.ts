import { beforeEach, describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/model/Fault.js';
import { toCompanyId } from '../../src/model/ids.js';
import { createReader } from '../../src/reading/createReader.js';
import type { CaseKey, Reader } from '../../src/reading/Reader.js';
import { anyCall, FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { makeActivity, makeCase, makeContact, makeGestion, makeOwner } from '../support/records.js';

let client: FakeWolkvoxClient;
let reader: Reader;

beforeEach(() => {
  client = new FakeWolkvoxClient();
  reader = createReader({ client, clock: { now: () => 0 }, scanLimitCalls: 8 });
});

describe('a record looked up by key', () => {
  test('costs one call and is null when there is none', async () => {
    client.tenant.cases = [makeCase('a', { caseNumber: 'PET-1' })];
    await expect(reader.findCase({ field: 'id', value: 'a' }, anyCall)).resolves.toMatchObject({ id: 'a' });
    await expect(reader.findCase({ field: 'caseNumber', value: 'PET-1' }, anyCall)).resolves.toMatchObject({ id: 'a' });
    await expect(reader.findCase({ field: 'id', value: 'b' }, anyCall)).resolves.toBeNull();
    expect(client.calls).toHaveLength(3);
  });

  test('is the exact one where the CRM matches parts of values', async () => {
    client.matchesAnything = true;
    client.tenant.cases = [makeCase('1', { caseNumber: 'PET-10' }), makeCase('2', { caseNumber: 'PET-1' })];
    await expect(reader.findCase({ field: 'caseNumber', value: 'PET-1' }, anyCall)).resolves.toMatchObject({ id: '2' });
    await expect(reader.findCase({ field: 'caseNumber', value: 'PET' }, anyCall)).resolves.toBeNull();
  });

  test('is found behind many others of whose numbers its own is a part, with a second call', async () => {
    client.matchesAnything = true;
    const others = Array.from({ length: 40 }, (_, index) =>
      makeContact(String(index), { identification: `10${index}` }),
    );
    client.tenant.contacts = [...others, makeContact('me', { identification: '10' })];
    const find = (value: string) => reader.findContact({ field: 'identification', value }, anyCall);
    await expect(find('10')).resolves.toMatchObject({ id: 'me' });
    expect(client.calls.map(({ limit }) => limit)).toEqual([10, 250]);
    client.calls.length = 0;
    await expect(find('1')).resolves.toBeNull();
    expect(client.calls).toHaveLength(2);
    client.calls.length = 0;
    client.tenant.contacts = others.slice(0, 10);
    await expect(find('1')).resolves.toBeNull();
    expect(client.calls).toHaveLength(1);
  });

  test('exists for every kind', async () => {
    client.tenant.companies = [{ id: toCompanyId('c'), name: 'Andina', identification: null }];
    client.tenant.activities = [makeActivity('v')];
    client.tenant.gestiones = [makeGestion('g')];
    await expect(reader.findCompany('c', anyCall)).resolves.toMatchObject({ name: 'Andina' });
    await expect(reader.findActivity('v', anyCall)).resolves.toMatchObject({ id: 'v' });
    await expect(reader.findGestion('g', anyCall)).resolves.toMatchObject({ id: 'g' });
    await expect(reader.findCompany('d', anyCall)).resolves.toBeNull();
  });

  test('by e-mail does not depend on letter case but prefers the exact spelling', async () => {
    client.tenant.contacts = [
      makeContact('1', { email: 'ANA@example.com' }),
      makeContact('2', { email: 'ana@example.com' }),
    ];
    const find = (value: string) => reader.findContact({ field: 'email', value }, anyCall);
    await expect(find('ana@example.com')).resolves.toMatchObject({ id: '2' });
    await expect(find('Ana@Example.com')).resolves.toMatchObject({ id: '1' });
    await expect(find('bea@example.com')).resolves.toBeNull();
  });

  test.each<{ what: string; key: CaseKey }>([
    { what: 'id', key: { field: 'id', value: 'b' } },
    { what: 'number', key: { field: 'caseNumber', value: 'PET-2' } },
  ])('by $what is not said to be missing when the CRM answers with somebody else’s', async ({ key }) => {
    client.matchesAnything = true;
    client.tenant.cases = [makeCase('a', { caseNumber: 'PET-1' })];
    await expect(reader.findCase(key, anyCall)).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
  });

  test('is missing where the CRM answers with a record that may or may not have that number', async () => {
    client.matchesAnything = true;
    client.tenant.cases = [makeCase('a')];
    await expect(reader.findCase({ field: 'caseNumber', value: 'PET-2' }, anyCall)).resolves.toBeNull();
  });

  test('by document number is the exact one', async () => {
    client.matchesAnything = true;
    client.tenant.contacts = [
      makeContact('1', { identification: '1010' }),
      makeContact('2', { identification: '101' }),
    ];
    await expect(reader.findContact({ field: 'identification', value: '101' }, anyCall)).resolves.toMatchObject({
      id: '2',
    });
  });

  test('is not said to be missing when a row could not be read', async () => {
    client.tenant.contacts = [null];
    await expect(reader.findContact({ field: 'id', value: 'x' }, anyCall)).rejects.toMatchObject({
      code: 'UPSTREAM_BAD_RESPONSE',
    });
  });

  test('fails with what the client failed with', async () => {
    const fault = new Fault('UPSTREAM_TIMEOUT');
    client.onSearch = () => {
      throw fault;
    };
    await expect(reader.findCase({ field: 'id', value: 'a' }, anyCall)).rejects.toBe(fault);
  });
});

describe('an owner', () => {
  beforeEach(() => {
    client.tenant.cases = [
      makeCase('1', { owner: makeOwner('7', { user: 'agent_7@tenant', name: 'Siete' }) }),
      makeCase('2', { owner: makeOwner('7'), responsible: makeOwner('9', { name: 'Soporte', isGroup: true }) }),
    ];
  });

  test('who owns a case is found with one call, by id and by login', async () => {
    await expect(reader.findOwner({ field: 'id', value: '7' }, anyCall)).resolves.toMatchObject({ name: 'Siete' });
    await expect(reader.findOwner({ field: 'user', value: 'AGENT_7@tenant' }, anyCall)).resolves.toMatchObject({
      id: '7',
    });
    expect(client.calls.map(({ field }) => field)).toEqual(['ownerId', 'ownerUser']);
  });

  test('who only has to act on one is found with two', async () => {
    await expect(reader.findOwner({ field: 'id', value: '9' }, anyCall)).resolves.toMatchObject({ isGroup: true });
    expect(client.calls.map(({ field }) => field)).toEqual(['ownerId', 'responsibleId']);
  });

  test('whom no case names is null after two', async () => {
    await expect(reader.findOwner({ field: 'user', value: 'nobody@tenant' }, anyCall)).resolves.toBeNull();
    expect(client.calls.map(({ field }) => field)).toEqual(['ownerUser', 'responsibleUser']);
  });

  test('is never somebody else whom the CRM returned', async () => {
    client.matchesAnything = true;
    const find = (value: string) => reader.findOwner({ field: 'id', value }, anyCall);
    client.tenant.cases = [makeCase('1', { owner: makeOwner('77'), responsible: makeOwner('78') })];
    await expect(find('7')).resolves.toBeNull();
    await expect(find('8')).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
  });

  test('without an id is not taken for one', async () => {
    client.tenant.cases = [makeCase('1', { owner: makeOwner(null, { user: 'agent_8@tenant' }) })];
    await expect(reader.findOwner({ field: 'user', value: 'agent_8@tenant' }, anyCall)).resolves.toBeNull();
  });
});
