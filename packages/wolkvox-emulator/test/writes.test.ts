import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { type JsonObject, scalarText } from '../src/Json.js';
import { at, VendorCaller } from './support/VendorCaller.js';

let emulator: Emulator;
let caller: VendorCaller;

beforeAll(async () => {
  emulator = await startEmulator({ settings: { dailyQuota: null } });
  caller = new VendorCaller(emulator);
});
afterAll(async () => {
  await emulator.close();
});
beforeEach(() => {
  emulator.clock.freeze();
  emulator.clock.set(Date.UTC(2026, 10, 21, 15, 0, 0));
});

const contact = (): JsonObject => emulator.records('contacts')[5] ?? {};
const draft = (changes: JsonObject = {}): JsonObject => ({
  'case-type': 'Request',
  responsible: 'agent_2@demo',
  owner: 'agent_1@demo',
  contact: contact()['emailcontact'] ?? '',
  description: 'Prueba de creación',
  form: { 'Número de radicado ': '77' },
  status: 'open',
  priority: 'low',
  attachments: [],
  ...changes,
});
const caseById = async (id: unknown): Promise<JsonObject | undefined> =>
  (await caller.rows('cases/queryCases', { field: 'wolkvox-id', value: scalarText(id as string) ?? '' }))[0];
const contactById = async (id: unknown): Promise<JsonObject | undefined> =>
  (
    await caller.rows('custom/query', {
      module: 'contacts',
      field: 'wolkvox_id',
      value: scalarText(id as string) ?? '',
    })
  )[0];

describe('cases/insertAttach', () => {
  test('creates a case that can be read back, with ids that agree', async () => {
    const { json, status } = await caller.call('cases/insertAttach', draft());
    expect(status).toBe(200);
    expect(json).toMatchObject({ code: 200, error: 'null', msg: 'Succesfully create record' });
    expect(Object.keys(at(json, 'data') as JsonObject)).toEqual(['wolkvox_id', 'idPrefijo']);
    const row = await caseById(at(json, 'data', 'wolkvox_id'));
    expect(row).toMatchObject({
      idPrefijo: at(json, 'data', 'idPrefijo'),
      caseType: 'Request',
      prefix: 'PET',
      status: { value: 'open', name: 'open' },
      priority: { value: 4320, name: 'low' },
      description_case: 'Prueba de creación',
      form: { 'Número de radicado ': '77' },
      owner: { mail: 'agent_1@demo' },
      responsible: { mail: 'agent_2@demo', group: false },
      contactId: contact()['wolkvox_id'],
      contactEmail: contact()['emailcontact'],
      wolkvox_fecha_creacion: '2026-11-21 10:00:00',
      timeEstimated: '2026-11-24 10:00:00',
      wolkvox_usuario_creacion: 'API@demo',
      closeDate: '',
      reOpened: false,
    });
    expect(scalarText(row?.['wolkvox_id'])?.slice(0, 8)).toBe((Date.UTC(2026, 10, 21, 15) / 1000).toString(16));
    expect(row?.['idCase']).toMatch(/^261121100000\d{6}$/);
    expect(row).not.toHaveProperty('wolkvox_fecha_modificacion');
  });

  test('gives two cases of the same second different ids and numbers', async () => {
    const [one, other] = [
      await caller.written('cases/insertAttach', draft()),
      await caller.written('cases/insertAttach', draft()),
    ];
    expect(one['wolkvox_id']).not.toBe(other['wolkvox_id']);
    expect(one['idPrefijo']).not.toBe(other['idPrefijo']);
  });

  test('takes attachments as base64, as a data URI and as an anchor that carries the name', async () => {
    const attachments = [
      'aG9sYQ==',
      'data:application/pdf;base64,aG9sYQ==',
      '<a href="data:image/png;base64,aG9sYQ==" download="plano &amp; foto.png"><img alt="x" src="data:image/png;base64,aG9sYQ=="/></a>',
    ];
    const { wolkvox_id: id } = await caller.written('cases/insertAttach', draft({ attachments }));
    const files = at(await caseById(id), 'files') as JsonObject[];
    expect(files.map((file) => file['name'])).toEqual(['adjunto_1.bin', 'adjunto_2.pdf', 'plano & foto.png']);
    expect(files[2]?.['url']).toMatch(/^https:\/\/files\.example\.org\/demo\/[0-9a-f]{24}\/plano%20%26%20foto\.png$/);
  });

  test('requires a solution for a status that closes, and dates the close', async () => {
    expect(await caller.call('cases/insertAttach', draft({ status: 'Cerrado' }))).toMatchObject({
      status: 417,
      json: { code: 417, error: 'EXPECTATION FAILED' },
    });
    const { wolkvox_id: id } = await caller.written(
      'cases/insertAttach',
      draft({ status: 'Cerrado', solution: 'Listo' }),
    );
    expect(await caseById(id)).toMatchObject({ closeDate: '2026-11-21 10:00:00', solution: 'Listo' });
  });

  test.each<[string, JsonObject, number]>([
    ['a missing description', { description: '' }, 400],
    ['a missing status', { status: null }, 400],
    ['an unknown contact', { contact: 'nadie@example.com' }, 412],
    ['an unknown owner', { owner: 'agent_999@demo' }, 412],
    ['an unknown responsible', { responsible: 'nobody' }, 412],
    ['a type that is not configured', { 'case-type': 'Praise' }, 417],
    ['a status that is not configured', { status: 'half open' }, 417],
    ['a priority that is not configured', { priority: 'whenever' }, 417],
    ['an attachment that is nothing readable', { attachments: ['***'] }, 417],
    ['attachments that are no list', { attachments: 'aGk=' }, 400],
    ['a form that is no object', { form: 'not json' }, 400],
  ])('refuses %s and stores nothing', async (_name, changes, status) => {
    const before = emulator.counts()['cases'];
    const answer = await caller.call('cases/insertAttach', draft(changes));
    expect(answer).toMatchObject({ status, json: { code: status, data: [] } });
    expect(emulator.counts()['cases']).toBe(before);
  });
});

describe('cases/insert and cases/update', () => {
  const form = (fields: Record<string, string>, file?: string): FormData => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ operation: 'demo', ...fields })) data.set(name, value);
    if (file !== undefined) data.set('file', new Blob(['contenido']), file);
    return data;
  };
  const post = async (endpoint: string, body: FormData): ReturnType<VendorCaller['call']> =>
    caller.call(endpoint, {}, { headers: { 'wolkvox-token': emulator.token }, body });

  test('take multipart forms, the custom form as JSON text, and a file', async () => {
    const texts = { ...draft(), attachments: '', form: '{"Asunto":"Señal"}' } as Record<string, string>;
    const created = await post('cases/insert', form(texts, 'señal.pdf'));
    expect(created.json).toMatchObject({ code: 200, msg: 'Succesfully create record' });
    const id = scalarText(at(created.json, 'data', 'wolkvox_id')) ?? '';
    expect(await caseById(id)).toMatchObject({ form: { Asunto: 'Señal' }, files: [{ name: 'señal.pdf' }] });

    const updated = await post(
      'cases/update',
      form({ 'wolkvox-id': id, responsible: 'agent_3@demo', status: 'En espera' }),
    );
    expect(updated.json).toEqual({
      code: 200,
      error: 'null',
      msg: 'Succesfully update record',
      data: { wolkvox_id: id },
    });
    expect(await caseById(id)).toMatchObject({
      status: { value: 'on hold', name: 'En espera' },
      responsible: { mail: 'agent_3@demo' },
      description_case: 'Prueba de creación',
      wolkvox_fecha_modificacion: '2026-11-21 10:00:00',
    });
  });

  test('refuse a body that is no form', async () => {
    expect((await caller.call('cases/insert', draft())).status).toBe(400);
  });
});

describe('cases/updateCaseAttachment', () => {
  test('adds files and keeps those that were there', async () => {
    const { wolkvox_id: id } = await caller.written('cases/insertAttach', draft({ attachments: ['aGk='] }));
    const change = {
      'wolkvox-id': id ?? '',
      status: 'In progress',
      responsible: 'agent_2@demo',
      attachments: ['aGk='],
    };
    expect((await caller.call('cases/updateCaseAttachment', change)).json).toMatchObject({
      msg: 'Succesfully update record',
    });
    expect(at(await caseById(id), 'files')).toHaveLength(2);
  });
});

describe('custom/update', () => {
  test('merges into a contact and says who changed it when', async () => {
    const { wolkvox_id: id } = contact();
    const before = await contactById(id);
    const { json } = await caller.call('custom/update', {
      module: 'contacts',
      'wolkvox-id': id ?? '',
      fields: {
        'Tipo de cliente': 'VIP',
        telephonecontact: { type: 'telephone', country: 'CO', code: '+57', value: '9005551234' },
      },
    });
    expect(json).toEqual({ code: 200, error: 'null', msg: 'Succesfully edit record', data: { wolkvox_id: id } });
    expect(await contactById(id)).toEqual({
      ...before,
      'Tipo de cliente': 'VIP',
      telephonecontact: { country: 'CO', code: '+57', value: '9005551234' },
      wolkvox_fecha_modificacion: '2026-11-21 10:00:00',
      wolkvox_usuario_modificacion: 'API',
    });
  });

  test('changes a case by the names of the insert, and puts what it does not know into its form', async () => {
    const { wolkvox_id: id } = await caller.written('cases/insertAttach', draft());
    const fields = {
      'case-type': 'Claims',
      owner: 'agent_4@demo',
      description: 'otra',
      status: 'closed',
      solution: 'hecho',
      priority: 'Alta',
      form: { Ciudad: 'Tunja' },
      MyFirstField: 'Example',
    };
    await caller.written('custom/update', { module: 'cases', 'wolkvox-id': id ?? '', fields });
    expect(await caseById(id)).toMatchObject({
      caseType: 'Claims',
      owner: { mail: 'agent_4@demo' },
      description_case: 'otra',
      status: { value: 'closed', name: 'closed' },
      solution: 'hecho',
      closeDate: '2026-11-21 10:00:00',
      priority: { value: 240, name: 'Alta' },
      timeEstimated: '2026-11-21 14:00:00',
      form: { 'Número de radicado ': '77', Ciudad: 'Tunja', MyFirstField: 'Example' },
    });
    await caller.written('custom/update', { module: 'cases', 'wolkvox-id': id ?? '', fields: { status: 'Abierto' } });
    expect(await caseById(id)).toMatchObject({ closeDate: '', reOpened: true });
  });

  test('will not close a case that has no solution', async () => {
    const { wolkvox_id: id } = await caller.written('cases/insertAttach', draft());
    const change = { module: 'cases', 'wolkvox-id': id ?? '', fields: { status: 'Cerrado' } };
    expect((await caller.call('custom/update', change)).status).toBe(417);
    expect(await caseById(id)).toMatchObject({ status: { name: 'open' } });
  });

  test('takes attachments as a list beside the fields', async () => {
    const { wolkvox_id: id } = await caller.written('cases/insertAttach', draft());
    await caller.written('custom/update', {
      module: 'cases',
      'wolkvox-id': id ?? '',
      fields: {},
      attachments: ['aGk='],
    });
    expect(at(await caseById(id), 'files')).toHaveLength(1);
  });

  test('refuses a record that does not exist, or pretends success, as told', async () => {
    const change = { module: 'contacts', 'wolkvox-id': 'f'.repeat(24), fields: { namecontact: 'x' } };
    expect((await caller.call('custom/update', change)).status).toBe(404);
    emulator.configure({ missingRecord: 'ignore' });
    expect((await caller.call('custom/update', change)).json).toMatchObject({
      code: 200,
      msg: 'Succesfully edit record',
    });
    emulator.configure({ missingRecord: 'refuse' });
  });

  test('refuses an unknown module', async () => {
    expect((await caller.call('custom/update', { module: 'gestiones', 'wolkvox-id': 'x', fields: {} })).status).toBe(
      400,
    );
  });
});

describe('custom/insert', () => {
  test('creates a contact', async () => {
    const fields = {
      idcontact: '123',
      namecontact: 'Ñaña',
      emailcontact: 'nana@example.com',
      telephonecontact: '+579005550001',
      'Nivel académico ': 'x',
    };
    const { wolkvox_id: id } = await caller.written('custom/insert', { module: 'contacts', fields });
    expect(await contactById(id)).toMatchObject({
      ...fields,
      wolkvox_usuario_creacion: 'API@demo',
      wolkvox_owner: { nombre: 'api' },
    });
  });

  const activity = {
    status: 'created',
    name: 'Llamar',
    priority: 'low',
    name_module: 'cases',
    id_record: 'x',
    completion_date: '2026-12-01 10:00:00',
    remember: true,
    reminder_date: '2026-12-01 09:00:00',
    description: '',
    location: '',
    wolkvox_owner: 'agent_1@demo',
    phone: { type: 'telephone', country: 'COLOMBIA', code: '57', value: '9005550001' },
  };

  test.each(['call', 'task', 'meet'])('creates an activity of type %s as it was written', async (type) => {
    const { wolkvox_id: id } = await caller.written('custom/insert', {
      module: 'wolkvox_activities',
      type,
      fields: activity,
    });
    const [row] = await caller.rows('custom/query', {
      module: 'wolkvox_activities',
      field: 'wolkvox_id',
      value: id ?? '',
    });
    expect(row).toMatchObject({ type, ...activity, wolkvox_id: id, wolkvox_fecha_creacion: '2026-11-21 10:00:00' });
  });

  test('wants every field of the vendor’s page for a call, unless told otherwise', async () => {
    const short = Object.fromEntries(Object.entries(activity).filter(([name]) => name !== 'location'));
    const create = async (): Promise<number> =>
      (await caller.call('custom/insert', { module: 'wolkvox_activities', type: 'call', fields: short })).status;
    expect(await create()).toBe(400);
    emulator.configure({ requireAllCallFields: false });
    expect(await create()).toBe(200);
    emulator.configure({ requireAllCallFields: true });
  });

  test.each<[string, JsonObject, number]>([
    ['an unknown type', { type: 'party', fields: activity }, 400],
    ['an unknown priority', { type: 'task', fields: { ...activity, priority: 'urgent' } }, 400],
    ['an unknown owner', { type: 'task', fields: { ...activity, wolkvox_owner: 'x@demo' } }, 412],
  ])('refuses an activity with %s', async (_name, body, status) => {
    expect((await caller.call('custom/insert', { module: 'wolkvox_activities', ...body })).status).toBe(status);
  });

  test('can return the id of the record that the activity hangs on', async () => {
    emulator.configure({ activityIdIsParent: true });
    const data = await caller.written('custom/insert', {
      module: 'wolkvox_activities',
      type: 'task',
      fields: activity,
    });
    expect(data).toEqual({ wolkvox_id: 'x' });
    emulator.configure({ activityIdIsParent: false });
  });
});

describe('the bulk and attachment endpoints', () => {
  test('insertMany and updateMany count in their messages and return no ids', async () => {
    const fields = [
      { namecontact: 'Uno', emailcontact: 'uno@example.com' },
      { namecontact: 'Dos', emailcontact: 'dos@example.com' },
    ];
    expect((await caller.call('custom/insertMany', { module: 'contacts', fields })).json).toEqual({
      code: 200,
      error: 'null',
      msg: 'Succesfully create 2 record',
      data: [],
    });
    const rows = emulator.records('contacts').slice(-2);
    const changes = rows.map((row) => ({ 'wolkvox-id': row['wolkvox_id'] ?? '', namecontact: 'Otro' }));
    expect((await caller.call('custom/updateMany', { module: 'contacts', fields: changes })).json).toMatchObject({
      msg: 'Succesfully edit record 2',
      data: [],
    });
    expect(
      emulator
        .records('contacts')
        .slice(-2)
        .map((row) => row['namecontact']),
    ).toEqual(['Otro', 'Otro']);
  });

  test('insertAttach stores lists of base64 as links', async () => {
    const { wolkvox_id: id } = await caller.written('custom/insertAttach', {
      module: 'contacts',
      fields: { namecontact: 'x', Adjuntos: ['aGk='] },
    });
    expect(at(await contactById(id), 'Adjuntos', 0, 'name')).toBe('adjunto_1.bin');
  });

  test('delete removes the records and names them', async () => {
    const id = emulator.insertRecord('contacts', { namecontact: 'Sobra' });
    const { json } = await caller.call('custom/delete', { module: 'contacts', multiple: false, 'wolkvox-id': [id] });
    expect(json).toEqual({
      code: 200,
      error: 'null',
      msg: 'Have been succesfully removed',
      data: { wolkvox_id: [id] },
    });
    expect(await contactById(id)).toBeUndefined();
    expect(
      (await caller.call('custom/delete', { module: 'contacts', multiple: false, 'wolkvox-id': [id] })).status,
    ).toBe(404);
  });
});

describe('the switches of writes', () => {
  test('blank ids on creates, as in the vendor’s samples', async () => {
    emulator.configure({ blankIds: true });
    expect(await caller.written('cases/insertAttach', draft())).toEqual({ wolkvox_id: ' ', idPrefijo: ' ' });
    // What was stored is known here nevertheless.
    expect(emulator.journal().at(-1)?.recordId).toMatch(/^[0-9a-f]{24}$/);
    emulator.configure({ blankIds: false });
  });

  test('new records show up in searches only after the lag', async () => {
    emulator.configure({ readAfterWriteLagMs: 5_000 });
    const { wolkvox_id: id } = await caller.written('cases/insertAttach', draft());
    expect(await caseById(id)).toBeUndefined();
    emulator.clock.advance(5_000);
    expect(await caseById(id)).toBeDefined();
    emulator.configure({ readAfterWriteLagMs: 0 });
  });
});
