import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { overlay } from '../../../src/model/overlay.js';
import { hasUnreadable } from '../../../src/model/unreadable.js';
import { knowsWeight, weight } from '../../../src/model/weight.js';
import { mapActivity } from '../../../src/wolkvox/records/activity.js';
import { mapCase } from '../../../src/wolkvox/records/case.js';
import { mapContact } from '../../../src/wolkvox/records/contact.js';
import type { RowMapper } from '../../../src/wolkvox/records/defineRecord.js';
import { mapGestion } from '../../../src/wolkvox/records/gestion.js';
import { MappingContext, RowReader } from '../../../src/wolkvox/records/RowReader.js';
import { TenantZone } from '../../../src/wolkvox/TenantZone.js';
import { readWhole } from './mapRow.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const zone = new TenantZone('America/Bogota');
type Row = Readonly<Record<string, unknown>>;

function view<T extends object>(map: RowMapper<T>, row: Row): { record: T; told: string[] } {
  const told: string[] = [];
  const context = new MappingContext({ zone }, (path) => told.push(path));
  const record = map(new RowReader({ wolkvox_id: 'a', ...row }, context));
  if (record === null) throw new Error('the row was dropped');
  return { record, told };
}

const keys = [
  ...['idPrefijo', 'idCase', 'caseType', 'status', 'priority', 'reOpened', 'timeEstimated', 'wolkvox_fecha_creacion'],
  ...['contactId', 'contact', 'contactTel', 'contactEmail', 'companyId', 'owner', 'responsible', 'groupsOwner'],
  ...['history', 'files', 'form', 'namecontact', 'idcontact', 'telephonecontact', 'wolkvox_owner', 'date', 'time'],
  ...['participants', 'remember', 'reminder_date', 'customer_id', 'client_name', 'Mi campo '],
];
const hostile = fc.oneof(
  fc.constantFrom('N/A', '2024-05-21 10:56:32', '2024-02-31T10:00:00Z', '9999-12-31 23:59:59', '', '\u200b', '0'),
  fc.constantFrom(null, false, [], {}, Infinity, Number('24521105632142745'), 0),
  fc.constantFrom({ name: 'x', value: ['y'] }, { id: 7, group: {} }, [{ date: 'never' }], { 0: 'a', 2: 'b' }, ['x', 1]),
  fc.constantFrom({ country: 'CO', code: '57', value: '3001234567' }, '{"a":1e400}', '{"a":[1,2]}', 'https://x/y'),
  fc.jsonValue({ maxDepth: 3 }),
);
const rows = fc.dictionary(fc.constantFrom(...keys), hostile, { maxKeys: keys.length });

describe('a record that is a view on its row', () => {
  test.each<[string, RowMapper<object>]>([
    ['case', mapCase],
    ['contact', mapContact],
    ['activity', mapActivity],
    ['collection step', mapGestion],
  ])('says the same in whatever order its fields are read, once each: %s', (_kind, map) => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (row, order) => {
        const whole = view(map, row);
        const expected = readWhole(whole.record);
        const lazy = view(map, row);
        const fields = Object.keys(expected).sort(() => ((order.next().value ?? 0) % 3) - 1);
        const read: Record<string, unknown> = {};
        for (const field of fields) read[field] = Reflect.get(lazy.record, field);
        expect(read).toEqual(expected);
        expect([...lazy.told].sort()).toEqual([...whole.told].sort());
        for (const field of fields) expect(Reflect.get(lazy.record, field)).toBe(read[field]);
        expect([...lazy.told].sort()).toEqual([...whole.told].sort());
        expect(JSON.stringify(lazy.record)).toBe(JSON.stringify(expected));
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test('reads nothing that nobody asks for', () => {
    const { record, told } = view(mapCase, { closeDate: 'never', timeEstimated: 'never', status: 'Abierto' });
    expect(record.status?.name).toBe('Abierto');
    expect(told).toEqual([]);
    expect(record.closedAt).toBeNull();
    expect(told).toEqual(['closeDate']);
  });

  test('tells which of its fields could not be read, and of those alone', () => {
    const { record, told } = view(mapCase, { closeDate: 'never', status: { name: ['x'], value: 'open' }, prefix: 'P' });
    expect(hasUnreadable(record, ['prefix', 'createdAt', 'id', 'nothing of the kind'])).toBe(false);
    expect(hasUnreadable(record, ['prefix', 'closedAt'])).toBe(true);
    expect(hasUnreadable(record, ['status'])).toBe(true);
    expect(told).toEqual(['closeDate', 'status.name']);
  });

  test('cannot be changed, nor what it holds', () => {
    const { record } = view(mapCase, { history: [{ message: 'x' }], form: { a: { b: [1] } } });
    expect(() => Object.assign(record, { history: [] })).toThrow(TypeError);
    expect(() => Object.assign(record, { id: 'b' })).toThrow(TypeError);
    expect(Object.isFrozen(record.history)).toBe(true);
    expect(Object.isFrozen(record.history[0])).toBe(true);
    expect(Object.isFrozen(record.customFields[0]?.value)).toBe(true);
  });

  test('may stand behind an object of somebody else’s', () => {
    const { record } = view(mapCase, { idPrefijo: 'PET-1' });
    const before = overlay(record, { __typename: 'Case' });
    expect(before).toMatchObject({ __typename: 'Case', id: 'a', caseNumber: 'PET-1' });
  });

  test('weighs more than its row has text, read or not', () => {
    const row = { description_case: 'x'.repeat(5_000), history: [{ message: 'y'.repeat(5_000) }] };
    const { record } = view(mapCase, row);
    expect(knowsWeight(record) && record[weight]).toBeGreaterThan(JSON.stringify(row).length);
    const before = knowsWeight(record) && record[weight];
    readWhole(record);
    expect(knowsWeight(record) && record[weight]).toBe(before);
  });
});
