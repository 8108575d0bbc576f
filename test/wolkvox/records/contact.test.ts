import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { mapCompany } from '../../../src/wolkvox/records/company.js';
import { mapContact } from '../../../src/wolkvox/records/contact.js';
import { toE164 } from '../../../src/wolkvox/records/phone.js';
import { mapRow, mapRows } from './mapRow.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const contactOf = (row: Readonly<Record<string, unknown>>) => mapRow(mapContact, row).record;

describe('a contact', () => {
  test('is read with its own fields and the tenant’s, which stand beside each other (rows 5, 13 and 38)', () => {
    const { record, unreadable } = mapRow(mapContact, {
      idcontact: '1020304050',
      namecontact: 'Marta Ruiz',
      emailcontact: 'marta@example.com',
      telephonecontact: { country: 'CO', code: '+57', value: '3001234567' },
      'Fecha de nacimiento': '1990-01-02',
      'Nivel académico ': 'Bachiller ',
      wolkvox_fecha_creacion: '2024-05-21 10:56:32',
      wolkvox_fecha_modificacion: '',
      wolkvox_origen: 'PostmanRuntime/7.39.0 – /server/API/v2/custom/insert.php',
      wolkvox_ip_address: '203.0.113.7 – v2',
      wolkvox_form_name: 'x',
      wolkvox_owner: { user: 'agent_5@demo', nombre: 'Ana Gómez', id: '1700000000000012', email: 'agent_5@demo' },
    });
    expect(unreadable).toEqual([]);
    expect(record).toEqual({
      id: '64cb0d9d5f2b8a0012345678',
      name: 'Marta Ruiz',
      email: 'marta@example.com',
      identification: '1020304050',
      phone: { country: 'CO', code: '+57', value: '3001234567', e164: '+573001234567' },
      owner: { id: '1700000000000012', user: 'agent_5@demo', name: 'Ana Gómez', email: 'agent_5@demo', isGroup: null },
      createdAt: new Date('2024-05-21T15:56:32Z'),
      updatedAt: null,
      customFields: [
        { label: 'Fecha de nacimiento', text: '1990-01-02', value: '1990-01-02' },
        { label: 'Nivel académico ', text: 'Bachiller ', value: 'Bachiller ' },
      ],
    });
  });

  test('with an identification sent as a number has it as text', () => {
    expect(contactOf({ idcontact: 1020304050 }).identification).toBe('1020304050');
  });

  test('survives any row', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => {
        expect(mapRows(mapContact, [{ ...row, wolkvox_id: 'a' }]).rows[0]?.id).toBe('a');
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });
});

describe('a telephone number', () => {
  const phone = (telephonecontact: unknown) => contactOf({ telephonecontact }).phone;

  test('comes as an object, as plain text or as a number (row 21)', () => {
    expect(phone({ country: '', code: '', value: '+573001234567' })).toEqual({
      country: null,
      code: null,
      value: '+573001234567',
      e164: '+573001234567',
    });
    expect(phone({ type: 'telephone', country: 'COLOMBIA', code: '57', value: 3001234567 })).toEqual({
      country: 'COLOMBIA',
      code: '57',
      value: '3001234567',
      e164: '+573001234567',
    });
    expect(phone('+57 300 123 4567')).toMatchObject({ value: '+57 300 123 4567', e164: '+573001234567' });
    expect(phone(3001234567)).toMatchObject({ value: '3001234567', e164: null });
    expect(phone({ country: 'CO', code: '+57' })).toEqual({ country: 'CO', code: '+57', value: null, e164: null });
  });

  test.each([[''], [[]], [null], [{}], [{ country: '', code: '', value: '' }], [false]])(
    'may be none: %j (row 21)',
    (value) => {
      expect(mapRow(mapContact, { telephonecontact: value })).toMatchObject({
        record: { phone: null },
        unreadable: [],
      });
    },
  );

  test('that makes no sense is null, with a warning', () => {
    expect(mapRow(mapContact, { telephonecontact: ['x'] })).toMatchObject({
      record: { phone: null },
      unreadable: ['telephonecontact'],
    });
    expect(mapRow(mapContact, { telephonecontact: { value: ['x'], code: '57' } }).unreadable).toEqual([
      'telephonecontact.value',
    ]);
  });

  test.each<[string | null, string | null, string, string | null]>([
    [null, null, '+1 (415) 555-0100', '+14155550100'],
    [null, null, '0034910601691', '+34910601691'],
    ['COLOMBIA', '57', '573001234567', '+573001234567'],
    ['COLOMBIA', '57', '6013819040', '+576013819040'],
    ['Colombia', null, '3001234567', '+573001234567'],
    ['SPAIN', '34', '910601691', '+34910601691'],
    ['US', '1', '4155550100', '+14155550100'],
    // The plan has the number in one way only.
    ['US', '1', '14155550100', '+14155550100'],
    ['ITALY', '39', '0612345678', '+390612345678'],
    ['SPAIN', null, '910601691', '+34910601691'],
    ['CO', '', '3001234567', '+573001234567'],
    ['México', 'N/A', '5512345678', '+525512345678'],
    ['MEXICO', '+52', '55 1234 5678', '+525512345678'],
    ['estados unidos', null, '(415) 555-0100', '+14155550100'],
    ['EE. UU.', null, '415.555.0100', '+14155550100'],
    ['REINO UNIDO', '0044', '020 7946 0123', '+442079460123'],
    ['Perú', null, '987654321', '+51987654321'],
    ['República Dominicana', '1809', '5551234', '+18095551234'],
    ['CHILE', '56', '912345678', '+56912345678'],
    ['ARGENTINA', '54', '91123456789', '+5491123456789'],
    [null, null, '\u202a+57\u00a0300\u00a01234567\u202c', '+573001234567'],
    // The plan has no such number.
    ['MEXICO', '52', '15512345678', null],
    ['CHILE', '56', '12345678', null],
    ['COLOMBIA', '57', '0000000000', null],
    ['US', '1', '1234567890', null],
    [null, null, '+5215512345678', null],
    [null, null, '+999123456789', null],
    // The plan has the number with the calling code in it and without.
    ['ALEMANIA', '49', '4912345678', null],
    // Nobody can tell.
    ['COLOMBIA', '57', '5712345678', null],
    ['COLOMBIA', '57', '1234567', null],
    [null, null, '3001234567', null],
    ['Atlantis', null, '910601691', null],
    [null, '57', 'n/a', null],
    [null, 'x', '3001234567', null],
    [null, '34', '12345', null],
    [null, null, '+123', null],
  ])('of country %j, code %j and value %j is %j in E.164', (country, code, value, expected) => {
    expect(toE164(country, code, value)).toBe(expected);
  });

  test('is in E.164 or not at all, whatever is stored', () => {
    const part = fc.option(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ()-]{0,18}$/)));
    fc.assert(
      fc.property(part, part, part, (country, code, value) => {
        const e164 = toE164(country, code, value);
        if (e164 !== null) expect(e164).toMatch(/^\+[1-9]\d{7,14}$/);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

describe('what stands for nothing', () => {
  test.each([
    'N/A',
    'null',
    'none',
    '-',
    '0',
    '000',
    '222222222222',
    '222.222.222.222',
    'n.a.',
    'Ninguno',
    'NA',
    'S/N',
  ])('is no identification: %j', (idcontact) => {
    expect(mapRow(mapContact, { idcontact })).toMatchObject({ record: { identification: null }, unreadable: [] });
    expect(mapRow(mapCompany, { idcompany: idcontact }).record.identification).toBeNull();
  });

  test.each(['1020304050', '11111111', '900.123.456-7', 'AB1234567', 'NA123456', '2222222222'])(
    'is not to be mistaken for a document number: %j',
    (idcontact) => {
      expect(contactOf({ idcontact }).identification).toBe(idcontact);
    },
  );

  test.each(['N/A', 'null', '-', 'sin correo'])('is no e-mail address: %j', (emailcontact) => {
    expect(contactOf({ emailcontact }).email).toBeNull();
  });

  test.each(['\u200b', '\u3164', '\u00ad\u2800', '\ufe0f', '\u{e0041}', '\u202e', ' \u00a0'])(
    'is a name that nobody can see: %j',
    (namecontact) => {
      expect(contactOf({ namecontact }).name).toBeNull();
    },
  );
});

describe('a number whose digits were not kept', () => {
  const lost = JSON.parse('{"id":2.4521105632142745e16,"long":1e999}') as { id: number; long: number };

  test('is null in every place of a text, with a warning', () => {
    for (const idcontact of [lost.id, lost.long]) {
      expect(mapRow(mapContact, { idcontact })).toMatchObject({
        record: { identification: null },
        unreadable: ['idcontact'],
      });
    }
    expect(mapRow(mapContact, { telephonecontact: lost.id })).toMatchObject({
      record: { phone: null },
      unreadable: ['telephonecontact'],
    });
  });

  test('is null within an own field, with a warning', () => {
    expect(mapRow(mapContact, { Deuda: { value: lost.id, other: 'x' } })).toMatchObject({
      record: { customFields: [{ label: 'Deuda', text: null, value: { value: null, other: 'x' } }] },
      unreadable: ['Deuda'],
    });
  });
});

test('a company is read by the names that follow those of contacts', () => {
  expect(mapRow(mapCompany, { namecompany: 'Acme', idcompany: '900' }).record).toMatchObject({
    name: 'Acme',
    identification: '900',
  });
  expect(mapRows(mapCompany, [{ namecompany: 'Acme' }]).rows).toEqual([null]);
});
