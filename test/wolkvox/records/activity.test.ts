import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { mapActivity } from '../../../src/wolkvox/records/activity.js';
import { mapGestion } from '../../../src/wolkvox/records/gestion.js';
import { mapRow, mapRows } from './mapRow.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const activityOf = (row: Readonly<Record<string, unknown>>) => mapRow(mapActivity, row).record;
const gestionOf = (row: Readonly<Record<string, unknown>>) => mapRow(mapGestion, row).record;

describe('an activity', () => {
  test('is read by the names it is written with', () => {
    expect(
      mapRow(mapActivity, {
        type: 'call',
        status: 'created',
        name: 'Llamar',
        priority: 'high',
        name_module: 'cases',
        id_record: '64cb0d9d5f2b8a0012345679',
        completion_date: '2024-07-30 00:00:00',
        remember: true,
        reminder_date: '2024-07-29 08:30:00',
        description: 'd',
        location: '',
        phone: { type: 'telephone', country: 'COLOMBIA', code: '57', value: '3001234567' },
        wolkvox_owner: 'agent_5@demo',
        wolkvox_fecha_creacion: '2024-07-28 10:00:00',
      }),
    ).toEqual({
      unreadable: [],
      record: {
        id: '64cb0d9d5f2b8a0012345678',
        kind: 'CALL',
        name: 'Llamar',
        status: 'created',
        priority: 'HIGH',
        description: 'd',
        location: null,
        phone: { country: 'COLOMBIA', code: '57', value: '3001234567', e164: '+573001234567' },
        startAt: null,
        dueAt: new Date('2024-07-30T05:00:00Z'),
        remindAt: new Date('2024-07-29T13:30:00Z'),
        participants: [],
        owner: { id: null, user: 'agent_5@demo', name: null, email: null, isGroup: null },
        subject: { module: 'cases', id: '64cb0d9d5f2b8a0012345679' },
        createdAt: new Date('2024-07-28T15:00:00Z'),
      },
    });
  });

  test('has an owner as login or as object (row 13)', () => {
    const owner = { user: 'agent_5@demo', nombre: 'Ana', id: '17', email: 'a@example.com' };
    expect(activityOf({ wolkvox_owner: owner }).owner).toMatchObject({ id: '17', user: 'agent_5@demo' });
    expect(activityOf({ owner: 'agent_6@demo' }).owner).toMatchObject({ user: 'agent_6@demo' });
  });

  test.each([
    ['call', 'CALL'],
    ['task', 'TASK'],
    ['meet', 'MEETING'],
    ['Meeting', 'MEETING'],
    ['visit', 'OTHER'],
    [null, 'OTHER'],
  ])('of type %j is a %s', (type, kind) => {
    expect(activityOf({ type }).kind).toBe(kind);
  });

  test('has a word for its priority (row 15)', () => {
    expect(activityOf({ priority: 'Normal' }).priority).toBe('NORMAL');
    expect(mapRow(mapActivity, { priority: 'urgent' })).toMatchObject({
      record: { priority: null },
      unreadable: ['priority'],
    });
  });

  test('reminds nobody unless told to', () => {
    for (const remember of [false, 'false', '', null, 0]) {
      expect(activityOf({ remember, reminder_date: '2024-07-29 08:30:00' }).remindAt).toBeNull();
    }
    expect(activityOf({ remember: 'true', reminder_date: '2024-07-29 08:30:00' }).remindAt).not.toBeNull();
  });

  test('has participants as a typed value or as a list', () => {
    expect(activityOf({ participants: { type: 'participant', value: ['a@demo', 'b@demo'] } }).participants).toEqual([
      'a@demo',
      'b@demo',
    ]);
    expect(activityOf({ participants: ['a@demo', '', { user: 'b@demo' }] }).participants).toEqual(['a@demo', 'b@demo']);
    expect(activityOf({ participants: '' }).participants).toEqual([]);
    expect(mapRow(mapActivity, { participants: 7 })).toMatchObject({
      record: { participants: [] },
      unreadable: ['participants'],
    });
  });

  test('hangs on a record only when both its module and its id are known', () => {
    expect(activityOf({ name_module: 'cases', id_record: '' }).subject).toBeNull();
    expect(activityOf({ id_record: 'x' }).subject).toBeNull();
  });
});

describe('a collection step', () => {
  test('is read from either spelling of each field (row 4)', () => {
    const base = { client_name: 'Marta ', client_lastname: 'Ruiz', agent_id: 7 };
    expect(
      gestionOf({ ...base, tipification_code: '10', tipification_description: 'Promesa', customer_id: '1' }),
    ).toMatchObject({
      typificationCode: '10',
      typification: 'Promesa',
      customerId: '1',
      customerName: 'Marta Ruiz',
      agentId: '7',
    });
    expect(
      gestionOf({ tipifycation_code: '11', tipifycation_desc: 'Pago', id_customer: '2', tipification_code: '' }),
    ).toMatchObject({
      typificationCode: '11',
      typification: 'Pago',
      customerId: '2',
      customerName: null,
    });
  });

  test('that is all empty texts, as in the vendor’s sample, has nothing but its id', () => {
    const empty = Object.fromEntries(
      ['tipifycation_code', 'id_customer', 'customer_id', 'date', 'time', 'obligation', 'agent_name'].map((key) => [
        key,
        '',
      ]),
    );
    const owner = { user: '', nombre: '', id: '', email: '' };
    expect(mapRow(mapGestion, { ...empty, wolkvox_owner: owner })).toMatchObject({
      unreadable: [],
      record: { customerId: null, occurredAt: null, owner: null, obligation: null },
    });
    expect(mapRows(mapGestion, [{ wolkvox_id: '' }]).rows).toEqual([null]);
  });

  test.each([
    ['2024-05-21', '10:56:32', '2024-05-21T15:56:32.000Z'],
    ['21-05-2024', '10:56', '2024-05-21T15:56:00.000Z'],
    ['2024/05/21', '9:5', '2024-05-21T14:05:00.000Z'],
    ['2024-05-21', '', '2024-05-21T05:00:00.000Z'],
    ['2024-05-21 10:56:32', '08:00:00', '2024-05-21T15:56:32.000Z'],
    ['2024-05-21', '2024-05-21 10:56:32', '2024-05-21T15:56:32.000Z'],
  ])('on %s at %j happened at one instant (row 24)', (date, time, expected) => {
    expect(gestionOf({ date, time }).occurredAt?.toISOString()).toBe(expected);
  });

  test('on a day that never was has null and a warning, and without a day null alone', () => {
    expect(mapRow(mapGestion, { date: '31-02-2024', time: '10:00' })).toMatchObject({
      record: { occurredAt: null },
      unreadable: ['date'],
    });
    expect(mapRow(mapGestion, { date: '', time: '10:00' })).toMatchObject({
      record: { occurredAt: null },
      unreadable: [],
    });
    expect(mapRow(mapGestion, { date: '0000-00-00', time: '00:00:00' }).unreadable).toEqual([]);
  });
});

test('activities and collection steps survive any row', () => {
  const keys = fc.constantFrom(
    ...[
      'type',
      'priority',
      'participants',
      'wolkvox_owner',
      'phone',
      'remember',
      'reminder_date',
      'id_record',
      'name_module',
    ],
    ...['date', 'time', 'client_name', 'customer_id', 'agent_id', 'tipifycation_code'],
  );
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), (row) => {
      expect(mapRows(mapActivity, [{ ...row, wolkvox_id: 'a' }]).rows[0]?.id).toBe('a');
      expect(mapRows(mapGestion, [{ ...row, wolkvox_id: 'a' }]).rows[0]?.id).toBe('a');
    }),
    { numRuns: propertyRuns(1_000) },
  );
});
