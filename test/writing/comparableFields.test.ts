import { describe, expect, test } from '@jest/globals';
import {
  fieldsOfContact,
  fieldsOfContactChanges,
  fieldsOfRecordChanges,
  fieldsOfCase,
  fieldsOfCaseChanges,
} from '../../src/writing/recovery/readback/comparableFields.js';
import type { Json } from '../../src/model/Json.js';
import { makeCase, makeContact } from '../support/records.js';

const nothing = { customFields: new Map<string, string>() };

describe('what was sent and what a CRM keeps in other letters', () => {
  test('is the same e-mail address', () => {
    const sent = fieldsOfContactChanges({ ...nothing, email: 'Ana.Maria@Correo.Example' });
    expect(sent.get('email')).toBe(
      fieldsOfContact(makeContact('c', { email: 'ana.maria@correo.example' })).get('email'),
    );
    expect(fieldsOfRecordChanges('contacts', { emailcontact: 'ANA@x.co' })?.get('email')).toBe('ana@x.co');
  });

  test('is the same login, type, status and priority', () => {
    const sent = fieldsOfCaseChanges({
      ...nothing,
      attachments: [],
      ownerUser: 'Agent_1@Demo',
      type: 'PETICIÓN',
      status: 'Cerrado',
    });
    const stored = fieldsOfCase(
      makeCase('1', {
        owner: { id: null, user: 'agent_1@demo', name: null, email: null, isGroup: null },
        type: { name: 'Petición', kind: 'REQUEST' },
        status: { name: 'cerrado', condition: 'CLOSED' },
      }),
    );
    for (const field of ['ownerUser', 'type', 'status']) expect(sent.get(field)).toBe(stored.get(field));
  });

  test('is the same telephone number, with the plus sign or without', () => {
    const parts = { country: 'COLOMBIA', code: '57', value: '3001234567' };
    const sent = fieldsOfContactChanges({ ...nothing, phone: parts });
    const stored = fieldsOfContact(
      makeContact('c', { phone: { ...parts, country: 'Colombia', code: '+57', e164: null } }),
    );
    expect(sent.get('phone')).toEqual(stored.get('phone'));
  });

  test('is nothing where a word for nothing was sent as document number, which is read as none', () => {
    expect(fieldsOfContactChanges({ ...nothing, identification: 'N/A' }).get('identification')).toBeNull();
  });

  test('is the same typed value of an own field, with what the CRM adds to it or leaves out', () => {
    const customFields = new Map<string, Json>([
      ['Celular', { type: 'telephone', country: 'COLOMBIA', code: '57', value: '3001234567' }],
      ['Valor', { value: '1500', symbol: 'COP' }],
      ['Otro', { type: 'x' }],
    ]);
    const stored = [
      { label: 'Celular', text: null, value: { country: 'COLOMBIA', code: '57', value: '3001234567' } },
      { label: 'Valor', text: null, value: { value: '1500', symbol: 'COP', convert: 1 } },
      { label: 'Otro', text: null, value: { type: 'y' } },
    ];
    const [was, is] = [
      fieldsOfContactChanges({ customFields }),
      fieldsOfContact(makeContact('c', { customFields: stored })),
    ];
    for (const label of ['custom Celular', 'custom Valor']) expect(was.get(label)).toEqual(is.get(label));
    expect(was.get('custom Otro')).not.toEqual(is.get('custom Otro'));
  });

  test('differs where a name or a description differs in its letters', () => {
    expect(fieldsOfContactChanges({ ...nothing, name: 'Ana' }).get('name')).not.toBe(
      fieldsOfContact(makeContact('c', { name: 'ana' })).get('name'),
    );
  });
});
