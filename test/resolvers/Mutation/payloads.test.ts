import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import type { RefusalCode, WriteResult } from '../../../src/writing/Writer.js';
import {
  callInput,
  caseChange,
  caseInput,
  contactChange,
  contactInput,
  meetingInput,
  recordInput,
  taskInput,
} from './inputs.js';
import { runMutation } from './runMutation.js';

const applied: WriteResult = { outcome: 'APPLIED', id: 'id-1', caseNumber: null };

describe('what reaches the writer', () => {
  test('a case with everything', async () => {
    const input = {
      ...caseInput,
      solution: ' ',
      customFields: [{ label: 'Ciudad ', value: { value: 'Cali', value_id: '7' } }],
      attachments: [{ content: 'aGVsbG8=', filename: 'a b.pdf', contentType: 'application/pdf' }, { content: 'aGk=' }],
    };
    const { calls } = await runMutation('createCase', 'outcome', input);
    expect(calls).toEqual([
      {
        method: 'createCase',
        intent: expect.objectContaining({ idempotencyKey: 'key-1' }),
        what: {
          type: 'Request',
          description: 'The invoice is wrong.',
          status: 'Open',
          priority: 'High',
          solution: null,
          contactEmail: 'ana@example.com',
          ownerUser: 'agent_1@demo',
          responsibleUser: 'agent_2@demo',
          customFields: new Map([['Ciudad ', { value: 'Cali', value_id: '7' }]]),
          attachments: [
            { content: 'aGVsbG8=', filename: 'a b.pdf', contentType: 'application/pdf' },
            { content: 'aGk=', filename: null, contentType: null },
          ],
        },
      },
    ]);
  });

  test('a change of a case has exactly the fields that were given', async () => {
    const ifUnmodifiedSince = '2026-03-05T14:07:31.000Z';
    const { calls } = await runMutation('updateCase', 'outcome', { ...caseChange, ifUnmodifiedSince });
    expect(calls[0]?.what).toStrictEqual({
      id: 'case-1',
      changes: { priority: 'Low', customFields: new Map(), attachments: [] },
      ifUnmodifiedSince: new Date(ifUnmodifiedSince),
    });
  });

  test('a contact, and a change of one', async () => {
    const identification = '1020304050';
    const created = await runMutation('createContact', 'outcome', { ...contactInput, identification });
    expect(created.calls[0]?.what).toStrictEqual({
      name: 'Ana',
      email: 'ana@example.com',
      identification,
      customFields: new Map(),
    });
    const changed = await runMutation('updateContact', 'outcome', { ...contactChange, phone: callInput.phone });
    expect(changed.calls[0]?.what).toStrictEqual({
      id: 'contact-1',
      fields: { name: 'Ana', phone: callInput.phone, customFields: new Map() },
      ifUnmodifiedSince: null,
    });
  });

  test('a task has no place and no number', async () => {
    const { calls } = await runMutation('createTask', 'outcome', taskInput);
    expect(calls[0]).toMatchObject({ method: 'createActivity' });
    expect(calls[0]?.what).toStrictEqual({
      kind: 'TASK',
      subject: { module: 'cases', id: 'case-1' },
      name: 'Call back',
      status: 'created',
      priority: 'HIGH',
      dueAt: new Date('2026-03-05T15:00:00.000Z'),
      remindAt: null,
      description: '',
      ownerUser: 'agent_1@demo',
    });
  });

  test('a call has a number, a meeting has a beginning and participants', async () => {
    const call = await runMutation('createCall', 'outcome', callInput);
    expect(call.calls[0]?.what).toMatchObject({ kind: 'CALL', location: '', phone: callInput.phone });
    const meeting = await runMutation('createMeeting', 'outcome', { ...meetingInput, location: 'Room 4' });
    expect(meeting.calls[0]?.what).toMatchObject({
      kind: 'MEETING',
      location: 'Room 4',
      startAt: new Date('2026-03-05T14:00:00.000Z'),
      participantUsers: ['agent_2@demo'],
    });
  });

  test.each([
    ['updateCase', caseChange, { id: 'case-1' }, { case: { id: 'case-1' } }, 'case { id }'],
    ['updateContact', contactChange, { id: 'contact-1' }, { contact: { id: 'contact-1' } }, 'contact { id }'],
    ['updateRecord', recordInput, { id: 'case-1' }, { recordId: 'case-1' }, 'recordId'],
  ])('%s takes an id without the spaces around it, as reads do', async (field, input, what, payload, selection) => {
    const run = await runMutation(field, selection, { ...input, id: ` ${input.id}\n` });
    expect(run.calls[0]?.what).toMatchObject(what);
    expect(run.payload).toEqual(payload);
  });

  test('an activity hangs on the id without the spaces around it', async () => {
    const input = { ...taskInput, subject: { module: 'cases', id: ' case-1 ' } };
    const { calls } = await runMutation('createTask', 'outcome', input);
    expect(calls[0]?.what).toMatchObject({ subject: { module: 'cases', id: 'case-1' } });
  });

  test('a record of any module', async () => {
    const { calls } = await runMutation('updateRecord', 'outcome', recordInput);
    expect(calls[0]?.what).toEqual({ module: 'cases', id: 'case-1', fields: { Ciudad: 'Bogotá' }, attachments: [] });
  });
});

describe('the intent', () => {
  async function intentOf(field: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { calls } = await runMutation(field, 'outcome', input);
    return calls[0]?.intent.input;
  }

  test('is the input without its key', async () => {
    const rest = Object.fromEntries(Object.entries(caseInput).filter(([name]) => name !== 'idempotencyKey'));
    expect(await intentOf('createCase', caseInput)).toEqual(rest);
  });

  test('does not tell a null or a default from what was left out', async () => {
    const plain = await intentOf('createTask', taskInput);
    expect(await intentOf('createTask', { ...taskInput, remindAt: null, description: null })).toEqual(plain);
    expect(await intentOf('createTask', { ...taskInput, status: 'created' })).toEqual(plain);
    expect(await intentOf('createTask', { ...taskInput, status: null })).toEqual(plain);
    expect(await intentOf('createTask', { ...taskInput, description: '' })).toEqual(plain);
    expect(await intentOf('createCase', { ...caseInput, solution: '', customFields: [], attachments: [] })).toEqual(
      await intentOf('createCase', caseInput),
    );
  });

  test('does not tell one offset of an instant from another', async () => {
    const plain = await intentOf('createTask', taskInput);
    expect(await intentOf('createTask', { ...taskInput, dueAt: '2026-03-05T10:00:00.000-05:00' })).toEqual(plain);
  });

  test('does not tell the order of custom fields, but keeps a null inside a value', async () => {
    const a = { label: 'a', value: { x: null } };
    const b = { label: 'b', value: 1 };
    const intent = await intentOf('createCase', { ...caseInput, customFields: [b, a] });
    expect(intent).toEqual(await intentOf('createCase', { ...caseInput, customFields: [a, b] }));
    expect(intent).toMatchObject({ customFields: [a, b] });
  });
});

describe('the payload', () => {
  test.each([
    ['createCase', caseInput, 'case { id caseNumber }', { case: { id: 'id-1', caseNumber: 'PET-1' } }],
    ['updateCase', caseChange, 'case { id }', { case: { id: 'case-1' } }],
    ['createCall', callInput, 'activity { id }', { activity: { id: 'id-1' } }],
    ['createTask', taskInput, 'activity { id }', { activity: { id: 'id-1' } }],
    ['createMeeting', meetingInput, 'activity { id }', { activity: { id: 'id-1' } }],
    ['createContact', contactInput, 'contact { id }', { contact: { id: 'id-1' } }],
    ['updateContact', contactChange, 'contact { id }', { contact: { id: 'contact-1' } }],
    ['updateRecord', recordInput, 'recordId', { recordId: 'case-1' }],
  ])('of %s has the ids without any read', async (field, input, selection, record) => {
    const { payload, error, loaderClears } = await runMutation(
      field,
      `outcome userErrors { code } ${selection}`,
      input,
    );
    expect(error).toBeUndefined();
    expect(payload).toEqual({ outcome: 'APPLIED', userErrors: [], ...record });
    expect(loaderClears).toBe(1);
  });

  test('has no case when the CRM left the id blank, and is applied all the same', async () => {
    const { payload } = await runMutation('createCase', 'outcome case { id }', caseInput, { ...applied, id: null });
    expect(payload).toEqual({ outcome: 'APPLIED', case: null });
  });

  test('says REPLAYED with the ids of the first time', async () => {
    const { payload } = await runMutation('createContact', 'outcome contact { id }', contactInput, {
      outcome: 'REPLAYED',
      id: 'id-9',
      caseNumber: null,
    });
    expect(payload).toEqual({ outcome: 'REPLAYED', contact: { id: 'id-9' } });
  });

  test.each<[RefusalCode, string[] | null]>([
    ['NOT_FOUND', ['input', 'id']],
    ['STALE_OBJECT', ['input', 'ifUnmodifiedSince']],
    ['IDEMPOTENCY_KEY_REUSED', ['input', 'idempotencyKey']],
    ['IDEMPOTENCY_IN_PROGRESS', ['input', 'idempotencyKey']],
    ['QUOTA_EXHAUSTED', null],
    ['UPSTREAM_REJECTED', null],
    ['UPSTREAM_RATE_LIMITED', null],
    ['UPSTREAM_UNAVAILABLE', null],
    ['UPSTREAM_AUTH_FAILED', null],
  ])('names the refusal %s and its argument', async (code, path) => {
    const { payload, loaderClears } = await runMutation(
      'updateCase',
      'outcome userErrors { code field upstreamCode } case { id }',
      caseChange,
      { outcome: 'REJECTED', code, upstreamCode: '412', fault: new Fault('UPSTREAM_BAD_RESPONSE') },
    );
    expect(payload).toEqual({
      outcome: 'REJECTED',
      userErrors: [{ code, field: path, upstreamCode: '412' }],
      case: null,
    });
    expect(loaderClears).toBe(0);
  });

  test('of an unknown outcome has no record, and makes the operation read anew', async () => {
    const { payload, loaderClears } = await runMutation(
      'createCase',
      'outcome userErrors { code } case { id }',
      caseInput,
      { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN', upstreamCode: null, fault: null },
    );
    expect(payload).toEqual({ outcome: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }], case: null });
    expect(loaderClears).toBe(1);
  });
});
