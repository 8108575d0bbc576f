import { beforeEach, describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { createReader } from '../../../src/reading/createReader.js';
import type { Reader } from '../../../src/reading/Reader.js';
import type { CallContext } from '../../../src/model/CallContext.js';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import { deliveries } from '../../support/deliveries.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeCase, makeContact } from '../../support/records.js';

const status = { name: 'Abierto', condition: 'OPEN' } as const;
const type = { name: 'Request', kind: 'REQUEST' } as const;
const createdAt = new Date(0x66000000 * 1000);
const window = { first: 20, after: null, offset: null };
const byId = { field: 'id', value: 'a' } as const;

let now: number;
let client: FakeWolkvoxClient;
let reader: Reader;

beforeEach(() => {
  now = Date.UTC(2026, 10, 20);
  client = new FakeWolkvoxClient();
  client.tenant.cases = [
    makeCase('a', { caseNumber: 'PET-1', type, status, createdAt }),
    makeCase('part', { caseNumber: 'PET-2', status, createdAt }),
  ];
  client.tenant.contacts = [
    makeContact('1', { name: 'Ana', email: 'ana@example.com', createdAt }),
    makeContact('2', { name: 'Ana', email: 'ana@example.com', createdAt }),
  ];
  const options = { scanLimitCalls: 8, cacheTtlMs: 5_000, cacheStaleMs: 60_000 };
  reader = createReader({ client, clock: { now: () => now }, ...options });
});

const findCases = (ids: readonly string[], call: CallContext = anyCall) =>
  deliveries<CaseRecord>(ids, (wanted, deliver) => {
    reader.findCases(wanted, call, deliver);
  });

const fail = () => {
  client.onSearch = () => {
    throw new Fault('UPSTREAM_UNAVAILABLE');
  };
};

describe('a record that a list brought', () => {
  beforeEach(async () => {
    await reader.listCases({ status: { eq: 'Abierto' } }, window, anyCall);
    client.calls.length = 0;
  });

  test('is found by id and number without a call while it is fresh', async () => {
    await expect(reader.findCase(byId, anyCall)).resolves.toMatchObject({ id: 'a' });
    await expect(reader.findCase({ field: 'caseNumber', value: 'PET-1' }, anyCall)).resolves.toMatchObject({ id: 'a' });
    await expect(Promise.all(findCases(['a']))).resolves.toMatchObject([{ id: 'a' }]);
    expect(client.calls).toEqual([]);
    now += 5_000;
    await reader.findCase(byId, anyCall);
    expect(client.calls).toHaveLength(1);
  });

  test('is told of whenever it was remembered: by itself, in a batch, on its list, and standing in', async () => {
    let told = 0;
    const call = { ...anyCall, onCacheHit: () => (told += 1) };
    await reader.findCase(byId, call);
    await Promise.all(findCases(['a', 'a'], call));
    await reader.listCases({ status: { eq: 'Abierto' } }, window, call);
    expect(told).toBe(3);
    now += 30_000;
    fail();
    await reader.findCase(byId, call);
    await reader.listCases({ status: { eq: 'Abierto' } }, window, call);
    expect(told).toBe(5);
    client.onSearch = () => undefined;
    await reader.findCase({ field: 'id', value: 'part' }, call);
    expect(told).toBe(5);
  });

  test('is looked up when the list showed only a part of it', async () => {
    await reader.findCase({ field: 'id', value: 'part' }, anyCall);
    expect(client.calls).toHaveLength(1);
  });

  test('stands in when the CRM cannot answer, and not after a write', async () => {
    now += 30_000;
    fail();
    await expect(reader.findCase(byId, anyCall)).resolves.toMatchObject({ id: 'a' });
    await expect(Promise.all(findCases(['a']))).resolves.toMatchObject([{ id: 'a' }]);
    await reader.invalidate({ kind: 'anything' });
    await expect(reader.findCase(byId, anyCall)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    await expect(Promise.all(findCases(['a']))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('saves a call while few are left', async () => {
    now += 30_000;
    client.quota = () => ({
      limit: 100,
      used: 86,
      remaining: 14,
      resetsAt: null,
      isEstimate: true,
      reservedForWrites: 10,
    });
    await expect(reader.findCase(byId, anyCall)).resolves.toMatchObject({ id: 'a' });
    expect(client.calls).toEqual([]);
  });
});

test('a contact known by id does not answer for an e-mail address that others may share', async () => {
  await reader.findContact({ field: 'id', value: '2' }, anyCall);
  await expect(reader.findContact({ field: 'email', value: 'ana@example.com' }, anyCall)).resolves.toMatchObject({
    id: '1',
  });
  expect(client.calls).toHaveLength(2);
});
