import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
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

type Input = Readonly<Record<string, unknown>>;
const twoMegabytes = Buffer.alloc(2 * 1024 * 1024).toString('base64');

/** Runs an input that has to be refused before any call, and returns what it was refused for: code and path. */
async function refusals(field: string, input: Input): Promise<string[]> {
  const { payload, error, calls } = await runMutation(field, 'outcome userErrors { code message field }', input);
  expect(error).toBeUndefined();
  expect(calls).toEqual([]);
  expect(payload).toMatchObject({ outcome: 'REJECTED' });
  const { userErrors } = payload as { userErrors: { code: string; field: string[]; message: string }[] };
  for (const { message } of userErrors) expect(message).toMatch(/^[A-Z].*\.$/);
  return userErrors.map(({ code, field: path }) => `${code} ${path.join('.')}`);
}

async function isAccepted(field: string, input: Input): Promise<boolean> {
  const { calls } = await runMutation(field, 'outcome userErrors { code field }', input);
  return calls.length === 1;
}

describe('an idempotency key', () => {
  test.each([
    ['empty', ''],
    ['blank', '   '],
    ['made of letters that nobody can see', '\u3164\u2800'],
    ['129 characters long', 'k'.repeat(129)],
    ['with a line break', 'a\nb'],
    ['with a C1 control character', 'a\u0085b'],
    ['with a NUL', 'a\u0000b'],
    ['with a zero-width space', 'a\u200bb'],
    ['with a line separator', 'a\u2028b'],
    ['with half a surrogate pair', 'a\ud800b'],
  ])('that is %s is BAD_USER_INPUT', async (_, idempotencyKey) => {
    const { error, calls } = await runMutation('createCase', 'outcome', { ...caseInput, idempotencyKey });
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.idempotencyKey' });
    expect(calls).toEqual([]);
  });

  test.each([
    ['one character', 'k'],
    ['128 characters', 'k'.repeat(128)],
    ['128 emoji, two code units each', '\u{1f600}'.repeat(128)],
    ['accents and spaces', 'señal número 7'],
  ])('of %s is accepted', async (_, idempotencyKey) => {
    expect(await isAccepted('createCase', { ...caseInput, idempotencyKey })).toBe(true);
  });

  test.each([
    ['updateCase', caseChange],
    ['createCall', callInput],
    ['createTask', taskInput],
    ['createMeeting', meetingInput],
    ['createContact', contactInput],
    ['updateContact', contactChange],
    ['updateRecord', recordInput],
  ])('is checked by %s too', async (field, input) => {
    const { error, calls } = await runMutation(field, 'outcome', { ...input, idempotencyKey: '' });
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.idempotencyKey' });
    expect(calls).toEqual([]);
  });
});

describe('texts', () => {
  test.each(['type', 'description', 'status', 'priority', 'ownerUser', 'responsibleUser'])(
    'a case with a blank %s is refused',
    async (name) => {
      expect(await refusals('createCase', { ...caseInput, [name]: ' \n' })).toEqual([`INVALID_INPUT input.${name}`]);
    },
  );

  test('all problems are told at once', async () => {
    expect(await refusals('createCase', { ...caseInput, type: '', description: '' })).toEqual([
      'INVALID_INPUT input.type',
      'INVALID_INPUT input.description',
    ]);
  });

  test('a name with a control character is refused, a description with line breaks is not', async () => {
    expect(await refusals('createCase', { ...caseInput, ownerUser: 'agent\u00001' })).toEqual([
      'INVALID_INPUT input.ownerUser',
    ]);
    expect(await isAccepted('createCase', { ...caseInput, description: 'one\ntwo' })).toBe(true);
  });

  test('texts with half a character, which PHP does not read, are refused wherever they stand', async () => {
    const half = 'a\ud83d';
    expect(await refusals('createCase', { ...caseInput, description: half, solution: half })).toEqual([
      'INVALID_INPUT input.description',
      'INVALID_INPUT input.solution',
    ]);
    expect(await refusals('updateCase', { ...caseChange, priority: half })).toEqual(['INVALID_INPUT input.priority']);
    expect(await refusals('createCall', { ...callInput, description: half, location: half })).toEqual([
      'INVALID_INPUT input.description',
      'INVALID_INPUT input.location',
    ]);
    const customFields = [
      { label: half, value: 'x' },
      { label: 'y', value: { [half]: 1 } },
      { label: 'z', value: [half] },
    ];
    expect(await refusals('createCase', { ...caseInput, customFields })).toEqual([
      'INVALID_INPUT input.customFields.0.label',
      'INVALID_INPUT input.customFields.1.value',
      'INVALID_INPUT input.customFields.2.value',
    ]);
    expect(await refusals('updateRecord', { ...recordInput, fields: { Ciudad: half } })).toEqual([
      'INVALID_INPUT input.fields',
    ]);
    expect(await isAccepted('createCase', { ...caseInput, description: 'a\ud83d\ude00' })).toBe(true);
  });

  test('blank texts of an activity are refused, its subject included', async () => {
    const subject = { module: '', id: ' ' };
    expect(await refusals('createTask', { ...taskInput, subject, name: '', ownerUser: '' })).toEqual([
      'INVALID_INPUT input.subject.module',
      'INVALID_INPUT input.subject.id',
      'INVALID_INPUT input.name',
      'INVALID_INPUT input.ownerUser',
    ]);
  });

  test('a contact without a name is refused', async () => {
    expect(await refusals('createContact', { ...contactInput, name: '' })).toEqual(['INVALID_INPUT input.name']);
  });

  test('a telephone number is digits, its code digits with or without a plus sign', async () => {
    const phone = { country: '', code: 'x', value: '300 123' };
    expect(await refusals('createCall', { ...callInput, phone })).toEqual([
      'INVALID_INPUT input.phone.country',
      'INVALID_INPUT input.phone.code',
      'INVALID_INPUT input.phone.value',
    ]);
    expect(await isAccepted('createContact', { ...contactInput, phone: { ...callInput.phone, code: '+57' } })).toBe(
      true,
    );
  });
});

describe('a closing status', () => {
  test.each(['closed', 'CERRADO', ' Cerrado ', 'finalizacion'])('%j needs a solution', async (status) => {
    expect(await refusals('createCase', { ...caseInput, status })).toEqual(['SOLUTION_REQUIRED input.solution']);
    expect(await refusals('createCase', { ...caseInput, status, solution: ' ' })).toEqual([
      'SOLUTION_REQUIRED input.solution',
    ]);
    expect(await isAccepted('createCase', { ...caseInput, status, solution: 'Refunded.' })).toBe(true);
  });

  test('needs one in a change as well', async () => {
    expect(await refusals('updateCase', { ...caseChange, status: 'Closed' })).toEqual([
      'SOLUTION_REQUIRED input.solution',
    ]);
    expect(await isAccepted('updateCase', { ...caseChange, status: 'Closed', solution: 'Refunded.' })).toBe(true);
  });
});

describe('dates', () => {
  test('a reminder after the activity is due is refused, one at that instant is not', async () => {
    expect(await refusals('createTask', { ...taskInput, remindAt: '2026-03-05T15:00:00.001Z' })).toEqual([
      'INVALID_INPUT input.remindAt',
    ]);
    expect(await isAccepted('createTask', { ...taskInput, remindAt: '2026-03-05T15:00:00.000Z' })).toBe(true);
  });

  test('a meeting that ends before it begins is refused', async () => {
    expect(await refusals('createMeeting', { ...meetingInput, dueAt: '2026-03-05T13:59:59.000Z' })).toEqual([
      'INVALID_INPUT input.dueAt',
    ]);
  });

  test('a meeting with nobody, or with a nameless participant, is refused', async () => {
    expect(await refusals('createMeeting', { ...meetingInput, participantUsers: [] })).toEqual([
      'INVALID_INPUT input.participantUsers',
    ]);
    expect(await refusals('createMeeting', { ...meetingInput, participantUsers: ['agent_1@demo', ''] })).toEqual([
      'INVALID_INPUT input.participantUsers.1',
    ]);
  });
});

describe('a change', () => {
  test.each([
    ['updateCase', { idempotencyKey: 'k', id: 'case-1' }],
    ['updateCase', { idempotencyKey: 'k', id: 'case-1', customFields: [], attachments: [] }],
    ['updateContact', { idempotencyKey: 'k', id: 'contact-1', ifUnmodifiedSince: '2026-03-05T14:00:00.000Z' }],
  ])('of nothing is refused by %s', async (field, input) => {
    expect(await refusals(field, input)).toEqual(['INVALID_INPUT input']);
  });

  test('to null is refused, naming the field', async () => {
    expect(await refusals('updateCase', { ...caseChange, solution: null, customFields: null })).toEqual([
      'INVALID_INPUT input.solution',
      'INVALID_INPUT input.customFields',
    ]);
    expect(await refusals('updateContact', { ...contactChange, phone: null })).toEqual(['INVALID_INPUT input.phone']);
  });

  test('without a look at the version is meant by a null version', async () => {
    expect(await isAccepted('updateCase', { ...caseChange, ifUnmodifiedSince: null })).toBe(true);
  });

  test('of a record without an id is refused', async () => {
    expect(await refusals('updateCase', { ...caseChange, id: '' })).toEqual(['INVALID_INPUT input.id']);
    expect(await refusals('updateRecord', { ...recordInput, id: ' ' })).toEqual(['INVALID_INPUT input.id']);
  });
});

describe('attachments', () => {
  const content = 'aGVsbG8=';
  const withAttachments = (...attachments: Input[]) => ({ ...caseInput, attachments });

  test('may be 5 but not 6', async () => {
    expect(await isAccepted('createCase', withAttachments(...Array<Input>(5).fill({ content })))).toBe(true);
    expect(await refusals('createCase', withAttachments(...Array<Input>(6).fill({ content })))).toEqual([
      'ATTACHMENT_TOO_LARGE input.attachments',
    ]);
  });

  test('may have 2 MB but not one byte more', async () => {
    expect(await isAccepted('createCase', withAttachments({ content: twoMegabytes }))).toBe(true);
    const tooLarge = Buffer.alloc(2 * 1024 * 1024 + 1).toString('base64');
    expect(
      await refusals('updateRecord', { ...recordInput, attachments: [{ content }, { content: tooLarge }] }),
    ).toEqual(['ATTACHMENT_TOO_LARGE input.attachments.1.content']);
  });

  test('that are empty are refused', async () => {
    expect(await refusals('updateCase', { ...caseChange, attachments: [{ content: '' }] })).toEqual([
      'ATTACHMENT_INVALID input.attachments.0.content',
    ]);
  });

  test.each(['../etc/passwd', 'a\\b.pdf', 'a\nb.pdf', '', '..', 'x'.repeat(256)])(
    'named %j are refused',
    async (filename) => {
      expect(await refusals('createCase', withAttachments({ content, filename }))).toEqual([
        'ATTACHMENT_INVALID input.attachments.0.filename',
      ]);
    },
  );

  test.each(['', 'pdf', 'text/', '/plain', 'text/html"onload=', 'a/b/c'])(
    'with the media type %j are refused',
    async (contentType) => {
      expect(await refusals('createCase', withAttachments({ content, contentType }))).toEqual([
        'ATTACHMENT_INVALID input.attachments.0.contentType',
      ]);
    },
  );
});

describe('custom fields', () => {
  test.each(['', ' ', '__proto__'])('labelled %j are refused', async (label) => {
    const customFields = [{ label, value: 1 }];
    expect(await refusals('createCase', { ...caseInput, customFields })).toEqual([
      'INVALID_INPUT input.customFields.0.label',
    ]);
  });

  test('given twice are refused, but a trailing space makes another label', async () => {
    const field = { label: 'Ciudad', value: 'Bogotá' };
    expect(await refusals('updateCase', { ...caseChange, customFields: [field, field] })).toEqual([
      'INVALID_INPUT input.customFields.1.label',
    ]);
    const customFields = [field, { ...field, label: 'Ciudad ' }];
    expect(await isAccepted('updateCase', { ...caseChange, customFields })).toBe(true);
  });

  test('of a case may be called as a field of the case is, since they travel apart from them', async () => {
    const customFields = [{ label: 'status', value: 'VIP' }];
    expect(await isAccepted('updateCase', { ...caseChange, customFields })).toBe(true);
  });

  test.each(['emailcontact', 'wolkvox_id', 'Wolkvox_Origen'])('of a contact cannot be called %j', async (label) => {
    const customFields = [{ label, value: 'eva@example.com' }];
    expect(await refusals('createContact', { ...contactInput, customFields })).toEqual([
      'INVALID_INPUT input.customFields.0.label',
    ]);
  });

  test('with values that JSON cannot carry are refused before the mutation', async () => {
    const customFields = [{ label: 'a', value: JSON.parse('{"x":{"__proto__":1}}') as unknown }];
    const { payload, error, calls } = await runMutation('createCase', 'outcome', { ...caseInput, customFields });
    expect({ payload, calls }).toEqual({ payload: undefined, calls: [] });
    expect(error).toMatchObject({ message: expect.stringContaining('Expected JSON') });
  });
});

describe('a record of any module', () => {
  test.each(['companies', 'Cases', '', 'cases '])('in module %j is not allowed', async (module) => {
    expect(await refusals('updateRecord', { ...recordInput, module })).toEqual(['MODULE_NOT_ALLOWED input.module']);
  });

  test.each([
    ['no field', {}],
    ['its id', { wolkvox_id: '1' }],
    ['its id in the other spelling', { 'wolkvox-id': '1' }],
    ['its creation', { wolkvox_fecha_creacion: '2026-01-01 00:00:00' }],
    ['a nameless field', { '': 1 }],
  ])('does not take %s', async (_, fields) => {
    expect(await refusals('updateRecord', { ...recordInput, fields })).toEqual(['INVALID_INPUT input.fields']);
  });
});

describe('a text that nobody can see', () => {
  test.each(['\u200b', '\u3164', '\u00ad', '\u2800', '\ufe0f', '\u{e0041}', '\u202e\u2066', ' \u00a0'])(
    'is none, in every text that must not be: %j',
    async (nothing) => {
      expect(await refusals('createContact', { ...contactInput, name: nothing })).toEqual(['INVALID_INPUT input.name']);
      expect(await refusals('updateContact', { ...contactChange, name: nothing })).toEqual([
        'INVALID_INPUT input.name',
      ]);
      expect(await refusals('createCase', { ...caseInput, description: nothing, type: nothing })).toEqual([
        'INVALID_INPUT input.type',
        'INVALID_INPUT input.description',
      ]);
      expect(await refusals('updateCase', { ...caseChange, status: nothing, solution: nothing })).toEqual([
        'INVALID_INPUT input.status',
        'INVALID_INPUT input.solution',
      ]);
      expect(await refusals('createTask', { ...taskInput, name: nothing })).toEqual(['INVALID_INPUT input.name']);
      expect(await refusals('createMeeting', { ...meetingInput, participantUsers: [nothing] })).toEqual([
        'INVALID_INPUT input.participantUsers.0',
      ]);
      expect(await refusals('createCall', { ...callInput, phone: { ...callInput.phone, country: nothing } })).toEqual([
        'INVALID_INPUT input.phone.country',
      ]);
    },
  );
});

describe('an id or instant that the CRM cannot have', () => {
  test.each(['N/A', 'null', '-'])('is refused: id %j', async (id) => {
    expect(await refusals('updateCase', { ...caseChange, id })).toEqual(['INVALID_INPUT input.id']);
    expect(await refusals('updateContact', { ...contactChange, id })).toEqual(['INVALID_INPUT input.id']);
    expect(await refusals('updateRecord', { ...recordInput, id })).toEqual(['INVALID_INPUT input.id']);
    expect(await refusals('createTask', { ...taskInput, subject: { module: 'cases', id } })).toEqual([
      'INVALID_INPUT input.subject.id',
    ]);
  });

  test.each(['9999-12-31T23:59:59-05:00', '1815-06-18T10:00:00Z'])('is refused: %s', async (instant) => {
    expect(await refusals('createTask', { ...taskInput, dueAt: instant })).toEqual(['INVALID_INPUT input.dueAt']);
    expect(await refusals('createMeeting', { ...meetingInput, startAt: instant, dueAt: instant })).toEqual([
      'INVALID_INPUT input.dueAt',
      'INVALID_INPUT input.startAt',
    ]);
  });
});

test('an address with letters beyond ASCII, as the graph returns them, is taken', async () => {
  expect(await isAccepted('createCase', { ...caseInput, contactEmail: 'muñoz@peñaranda.example' })).toBe(true);
  expect(await isAccepted('createContact', { ...contactInput, email: 'josé@correo.co' })).toBe(true);
});
