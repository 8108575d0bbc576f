import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { isJsonObject, type Json, type JsonObject, scalarText } from '../src/Json.js';
import { LocalTime } from '../src/LocalTime.js';
import { at, textAt, VendorCaller } from './support/VendorCaller.js';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
});

const kindsOf = (rows: readonly JsonObject[], ...path: (string | number)[]): Set<string> =>
  new Set(
    rows
      .map((row) => at(row, ...path))
      .map((value) => (Array.isArray(value) ? 'array' : String(value === null ? null : typeof value))),
  );

describe('the demo tenant', () => {
  test('has as many records as it says', () => {
    expect(emulator.counts()).toMatchObject({
      cases: 1500,
      contacts: 400,
      companies: 12,
      wolkvox_activities: 300,
      gestiones: 600,
    });
    expect(emulator.users().filter((user) => !user.isGroup)).toHaveLength(25);
    expect(emulator.users().filter((user) => user.isGroup)).toHaveLength(1);
  });

  test('answers byte for byte the same for the same seed, and otherwise for another', async () => {
    const [twin, stranger] = await Promise.all([startEmulator(), startEmulator({ seed: 2 })]);
    const ask = async (which: Emulator): Promise<string> =>
      (await new VendorCaller(which).call('cases/queryCases', { field: 'type case', value: 'Request', limit: 250 }))
        .text;
    const [own, same, other] = await Promise.all([ask(emulator), ask(twin), ask(stranger)]);
    expect(same).toBe(own);
    expect(other).not.toBe(own);
    await Promise.all([twin.close(), stranger.close()]);
  });

  test.each(['cases', 'contacts', 'companies', 'wolkvox_activities'])(
    'gives %s ids of 24 hexadecimal digits that carry the second of creation',
    (module) => {
      const localTime = new LocalTime('America/Bogota');
      const isWrong = (row: JsonObject): boolean => {
        const id = scalarText(row['wolkvox_id']) ?? '';
        const createdAt = localTime.stamp(Number.parseInt(id.slice(0, 8), 16) * 1000);
        return !/^[0-9a-f]{24}$/.test(id) || createdAt !== row['wolkvox_fecha_creacion'];
      };
      expect(emulator.records(module).filter(isWrong)).toEqual([]);
    },
  );

  test('numbers cases uniquely, in the form that the sample implies', () => {
    const cases = emulator.records('cases');
    expect(new Set(cases.map((row) => row['idCase'])).size).toBe(cases.length);
    expect(new Set(cases.map((row) => row['wolkvox_id'])).size).toBe(cases.length);
    const isWrong = (row: JsonObject): boolean => {
      const [date = '', time = ''] = (scalarText(row['wolkvox_fecha_creacion']) ?? '').split(' ');
      const [year = '', month = '', day = ''] = date.split('-');
      const number = scalarText(row['idCase']) ?? '';
      const start = `${year.slice(2)}${Number(month)}${day}${time.replaceAll(':', '')}`;
      const isInForm = number.startsWith(start) && /^\d{6}$/.test(number.slice(start.length));
      return !isInForm || row['idPrefijo'] !== `${scalarText(row['prefix']) ?? ''}-${number}`;
    };
    expect(cases.filter(isWrong)).toEqual([]);
  });

  test('is due as many minutes after creation as its priority says', () => {
    const localTime = new LocalTime('America/Bogota');
    for (const row of emulator.records('cases').slice(0, 200)) {
      const createdAt = localTime.parse(scalarText(row['wolkvox_fecha_creacion']) ?? '') ?? 0;
      const minutes = Number(at(row, 'priority', 'value'));
      expect(row['timeEstimated']).toBe(localTime.stamp(createdAt + minutes * 60_000));
    }
  });

  test('closes a case exactly where its status is closed, and dates the close', () => {
    const isWrong = (row: JsonObject): boolean => {
      const isClosed = at(row, 'status', 'value') === 'closed';
      return (row['closeDate'] !== '') !== isClosed || Object.hasOwn(row, 'solution') !== isClosed;
    };
    expect(emulator.records('cases').filter(isWrong)).toEqual([]);
  });

  test('holds the vendor’s mixed types', () => {
    const cases = emulator.records('cases');
    expect(kindsOf(cases, 'priority', 'value')).toEqual(new Set(['number', 'string']));
    expect(kindsOf(cases, 'responsible')).toEqual(new Set(['object', 'boolean', 'string', 'array', 'null']));
    expect(new Set(cases.map((row) => typeof at(row, 'responsible', 'group')))).toContain('string');
    expect(kindsOf(cases, 'contactTel')).toEqual(new Set(['object', 'string', 'array', 'undefined']));
    expect(kindsOf(emulator.records('contacts'), 'telephonecontact')).toEqual(new Set(['object', 'string', 'array']));
    expect(kindsOf(emulator.records('wolkvox_activities'), 'wolkvox_owner')).toEqual(new Set(['object', 'string']));
    for (const key of ['companyName', 'contactEmail', 'wolkvox_fecha_modificacion', 'caseExpired', 'Attached'])
      expect(new Set(cases.map((row) => Object.hasOwn(row, key)))).toEqual(new Set([true, false]));
    expect(cases.some((row) => scalarText(row['description_case'])?.startsWith('<p>'))).toBe(true);
  });

  test('holds the four shapes of history, with slashes and nothing padded', () => {
    const entries = emulator
      .records('cases')
      .flatMap((row) => (row['history'] as readonly Json[]).filter(isJsonObject));
    const shapes = new Set(entries.map((entry) => Object.keys(entry).sort().join(' ')));
    expect(shapes).toEqual(
      new Set([
        'date message type user',
        'date message user',
        'date level message user',
        'color date level message tag user',
      ]),
    );
    const unpadded = /^\d{4}\/([1-9]|1[0-2])\/[1-9]\d? (\d|1\d|2[0-3]):(\d|[1-5]\d):(\d|[1-5]\d)$/;
    expect(entries.filter((entry) => !unpadded.test(scalarText(entry['date']) ?? ''))).toEqual([]);
  });

  test('labels custom fields awkwardly', () => {
    const labels = new Set(
      emulator.records('cases').flatMap((row) => (isJsonObject(row['form']) ? Object.keys(row['form']) : [])),
    );
    expect([...labels]).toEqual(expect.arrayContaining(['Número de radicado ', '2024', '¿Autoriza contacto?']));
  });

  test('names owners as "Display - login" with 16-digit ids, some beyond what a number holds', () => {
    const owners = emulator.records('cases').map((row) => row['owner']);
    const isWrong = (owner: Json | undefined): boolean => {
      const [name, login] = [textAt(owner, 'name'), textAt(owner, 'mail')];
      return (
        !/^\d{16}$/.test(textAt(owner, 'id')) ||
        !/^\w+@demo$/.test(login) ||
        !/^\S.* - /.test(name) ||
        !name.endsWith(` - ${login}`)
      );
    };
    expect(owners.filter(isWrong)).toEqual([]);
    expect(owners.some((owner) => Number(at(owner, 'id')) > Number.MAX_SAFE_INTEGER)).toBe(true);
  });

  test('joins every record to records that exist', () => {
    const contacts = new Map(emulator.records('contacts').map((row) => [row['wolkvox_id'], row]));
    const documents = new Set([...contacts.values()].map((row) => row['idcontact']));
    const companies = new Set(emulator.records('companies').map((row) => row['wolkvox_id']));
    const cases = new Set(emulator.records('cases').map((row) => row['wolkvox_id']));
    const isLostCase = (row: JsonObject): boolean =>
      contacts.get(row['contactId'] ?? '')?.['idcontact'] !== row['contactIdentification'] ||
      (row['companyId'] !== undefined && !companies.has(row['companyId'])) ||
      (row['case_dependentOf'] !== null && !cases.has(row['case_dependentOf']));
    const isLostActivity = (row: JsonObject): boolean =>
      !(row['name_module'] === 'cases' ? cases : contacts).has(row['id_record'] ?? '');
    expect(emulator.records('cases').filter(isLostCase)).toEqual([]);
    expect(emulator.records('wolkvox_activities').filter(isLostActivity)).toEqual([]);
    expect(emulator.records('gestiones').filter((row) => !documents.has(row['customer_id']))).toEqual([]);
  });

  test('has one pair of contacts whose e-mails differ in letter case only', () => {
    const emails = emulator.records('contacts').map((row) => scalarText(row['emailcontact']) ?? '');
    expect(new Set(emails).size).toBe(400);
    expect(new Set(emails.map((email) => email.toLowerCase())).size).toBe(399);
  });

  test('holds nothing that could be real: reserved domains and numbers that nobody can have', () => {
    const text = JSON.stringify(
      ['cases', 'contacts', 'companies', 'wolkvox_activities', 'gestiones'].map((module) => emulator.records(module)),
    );
    const domains = [...text.matchAll(/[\w.]+@([A-Za-z0-9.-]+)/g)].map(([, domain = '']) => domain.toLowerCase());
    expect(new Set(domains)).toEqual(new Set(['demo', 'example.com', 'example.org']));
    const hosts = [...text.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host = '']) => host);
    expect(new Set(hosts)).toEqual(new Set(['www.example.com', 'files.example.org']));
    const numbers = [
      ...emulator
        .records('contacts')
        .map((row) => textAt(row, 'telephonecontact') || textAt(row, 'telephonecontact', 'value')),
      ...emulator.records('cases').map((row) => textAt(row, 'responsible', 'tel', 'value')),
      ...emulator.records('wolkvox_activities').map((row) => textAt(row, 'phone', 'value')),
      ...emulator
        .records('gestiones')
        .flatMap((row) => [textAt(row, 'client_telephone'), textAt(row, 'wolkvox_phoneCall')]),
    ];
    expect(numbers.filter((number) => !/^$|^(\+57|9)?900555\d{4}$/.test(number))).toEqual([]);
  });
});
