import { describe, expect, test } from '@jest/globals';

import type { TransportFailure } from '../../src/http/Transport.js';
import type { TransportResponse } from '../../src/http/Transport.js';
import type { ActivityDraft, CaseDraft } from '../../src/wolkvox/WolkvoxClient.js';
import { settle } from '../support/FakeClock.js';
import { fail, refused, respond } from './support/FakeTransport.js';
import { startClient, Watched } from './support/startClient.js';

const id = '64cb0d9d5f2b8a0012345678';

function written(data: unknown, msg = 'Succesfully create record'): TransportResponse {
  return respond({ code: 200, error: 'null', msg, data });
}

const draft: CaseDraft = {
  type: 'Request',
  description: 'No prende',
  status: 'Abierto',
  priority: 'Media',
  solution: null,
  contactEmail: 'marta@example.com',
  ownerUser: 'ADMIN_@demo',
  responsibleUser: 'agent_7@demo',
  customFields: new Map(),
  attachments: [],
};
const activityBase = {
  subject: { module: 'cases', id },
  name: 'Llamar',
  status: 'created',
  priority: 'HIGH',
  dueAt: new Date('2024-07-30T05:00:00Z'),
  remindAt: null,
  description: '',
  ownerUser: 'agent_7@demo',
} as const;

describe('the body of a write', () => {
  test('for a case is that of the vendor’s sample, with solution only where there is one', async () => {
    const { client, transport, call } = startClient(() => written({ wolkvox_id: id, idPrefijo: 'PET-1' }));
    await client.createCase(draft, call());
    await client.createCase({ ...draft, solution: 'Listo', customFields: new Map([['Asunto ', { a: 1 }]]) }, call());
    expect(transport.requests[0]?.path).toBe('/server/API/v2/cases/insertAttach.php');
    expect(transport.bodies[0]).toEqual({
      operation: 'demo',
      'case-type': 'Request',
      responsible: 'agent_7@demo',
      owner: 'ADMIN_@demo',
      contact: 'marta@example.com',
      description: 'No prende',
      form: {},
      status: 'Abierto',
      priority: 'Media',
      attachments: [],
    });
    expect(transport.bodies[1]).toMatchObject({ solution: 'Listo', form: { 'Asunto ': { a: 1 } } });
  });

  test('carries attachments as base64, or in an anchor that names the file (row 30)', async () => {
    const attachments = [{ content: 'AAAA', filename: 'a"<b>.png', contentType: 'image/png' }];
    const plain = startClient(() => written({}));
    await plain.client.createCase({ ...draft, attachments }, plain.call());
    expect(plain.transport.bodies[0]).toMatchObject({ attachments: ['AAAA'] });
    const anchored = startClient(() => written({}), { attachmentFormat: 'anchor' });
    await anchored.client.createCase({ ...draft, attachments }, anchored.call());
    const name = 'a&quot;&lt;b&gt;.png';
    expect(anchored.transport.bodies[0]).toMatchObject({
      attachments: [
        `<a href="data:image/png;base64,AAAA" download="${name}"><img src="data:image/png;base64,AAAA" alt="${name}"></a>`,
      ],
    });
    await anchored.client.createCase(
      { ...draft, attachments: [{ content: 'AAAA', filename: null, contentType: null }] },
      anchored.call(),
    );
    expect(JSON.stringify(anchored.transport.bodies[1])).toContain('data:application/octet-stream;base64,AAAA');
  });

  test('for a change has exactly the fields given', async () => {
    const { client, transport, call } = startClient(() => written({ wolkvox_id: id }, 'Succesfully edit record'));
    const none = { customFields: new Map(), attachments: [] };
    await client.updateCase(id, { ...none, priority: 'Alta' }, call());
    await client.updateCase(
      id,
      {
        type: 't',
        description: 'd',
        status: 's',
        priority: 'p',
        solution: 'l',
        ownerUser: 'o',
        responsibleUser: 'r',
        customFields: new Map([['Cupo', 7]]),
        attachments: [{ content: 'AAAA', filename: null, contentType: null }],
      },
      call(),
    );
    await client.updateContact(id, { name: 'Marta', customFields: new Map() }, call());
    await client.updateRecord('companies', id, { namecompany: 'Acme' }, [], call());
    expect(transport.requests.map(({ path }) => path)).toEqual(
      Array<string>(4).fill('/server/API/v2/custom/update.php'),
    );
    expect(transport.bodies).toEqual([
      { operation: 'demo', module: 'cases', 'wolkvox-id': id, fields: { priority: 'Alta' } },
      {
        operation: 'demo',
        module: 'cases',
        'wolkvox-id': id,
        fields: {
          'case-type': 't',
          description: 'd',
          status: 's',
          priority: 'p',
          solution: 'l',
          owner: 'o',
          responsible: 'r',
          form: { Cupo: 7 },
        },
        attachments: ['AAAA'],
      },
      { operation: 'demo', module: 'contacts', 'wolkvox-id': id, fields: { namecontact: 'Marta' } },
      { operation: 'demo', module: 'companies', 'wolkvox-id': id, fields: { namecompany: 'Acme' } },
    ]);
  });

  test('for a contact has its fields and the tenant’s side by side', async () => {
    const { client, transport, call } = startClient(() => written({ wolkvox_id: id }));
    await client.createContact(
      {
        name: 'Marta',
        email: 'marta@example.com',
        identification: '1020',
        phone: { country: 'COLOMBIA', code: '57', value: '3001234567' },
        customFields: new Map([['Nivel académico ', 'Bachiller']]),
      },
      call(),
    );
    expect(transport.requests[0]?.path).toBe('/server/API/v2/custom/insert.php');
    expect(transport.bodies[0]).toEqual({
      operation: 'demo',
      module: 'contacts',
      fields: {
        namecontact: 'Marta',
        emailcontact: 'marta@example.com',
        idcontact: '1020',
        telephonecontact: { type: 'telephone', country: 'COLOMBIA', code: '57', value: '3001234567' },
        'Nivel académico ': 'Bachiller',
      },
    });
  });

  test('has texts in one Unicode form, whoever typed them, and own fields exactly as given', async () => {
    const { client, transport, call } = startClient(() => written({ wolkvox_id: id }));
    const decomposed = 'Jose\u0301';
    await client.createContact(
      { name: decomposed, email: 'mun\u0303oz@correo.co', customFields: new Map([[decomposed, decomposed]]) },
      call(),
    );
    expect(transport.bodies[0]).toMatchObject({
      fields: { namecontact: 'José', emailcontact: 'muñoz@correo.co', [decomposed]: decomposed },
    });
  });

  test('for an activity has all that the vendor requires, with empty texts, and times on the tenant’s clock', async () => {
    const { client, transport, call } = startClient(() => written({ wolkvox_id: 'new' }));
    const phone = { country: 'COLOMBIA', code: '57', value: '3001234567' };
    const drafts: readonly ActivityDraft[] = [
      { ...activityBase, kind: 'CALL', location: '', phone },
      { ...activityBase, kind: 'TASK', remindAt: new Date('2024-07-29T13:30:05Z') },
      {
        ...activityBase,
        kind: 'MEETING',
        location: 'Sala 1',
        startAt: new Date('2024-07-29T14:00:00Z'),
        participantUsers: ['a@demo'],
      },
    ];
    for (const one of drafts) await client.createActivity(one, call());
    const common = {
      status: 'created',
      name: 'Llamar',
      priority: 'high',
      name_module: 'cases',
      id_record: id,
      completion_date: '2024-07-30 00:00:00',
      remember: false,
      reminder_date: '',
      description: '',
      wolkvox_owner: 'agent_7@demo',
    };
    const top = { operation: 'demo', module: 'wolkvox_activities' };
    expect(transport.bodies).toEqual([
      { ...top, type: 'call', fields: { ...common, location: '', phone: { type: 'telephone', ...phone } } },
      {
        ...top,
        type: 'task',
        fields: {
          ...common,
          remember: true,
          reminder_date: '2024-07-29 08:30:05',
          wolkvox_usuario_creacion: 'agent_7@demo',
        },
      },
      {
        ...top,
        type: 'meet',
        fields: {
          ...common,
          location: 'Sala 1',
          start_date: '2024-07-29 09:00:00',
          participants: { type: 'participant', value: ['a@demo'] },
        },
      },
    ]);
  });
});

describe('what became of a write', () => {
  async function verdictOf(answer: TransportResponse | TransportFailure): Promise<string> {
    const { client, transport, call } = startClient(() => answer);
    const verdict = await client.createCase(draft, call());
    expect(transport.requests).toHaveLength(1);
    const fault = 'fault' in verdict ? (verdict.fault?.code ?? 'null') : '';
    const details = verdict.kind === 'applied' ? `${String(verdict.id)} ${String(verdict.caseNumber)}` : fault;
    return `${verdict.kind} ${details}`.trim();
  }

  test.each<[string, string, TransportResponse]>([
    ['the ids', `applied ${id} PET-1`, written({ wolkvox_id: id, idPrefijo: 'PET-1' })],
    ['blank ids, as in the vendor’s own sample', 'applied null null', written({ wolkvox_id: ' ', idPrefijo: ' ' })],
    ['no data', 'applied null null', written(undefined)],
    ['an empty list for data (row 10)', 'applied null null', written([])],
    ['a code as text (row 1)', `applied ${id} null`, respond({ code: '200', error: null, data: { wolkvox_id: id } })],
    ['success in Spanish', 'applied null null', written(null, 'Registro guardado exitosamente')],
    ['a code and no word', 'applied null null', written({ wolkvox_id: '' }, '')],
    ['an id without a code', `applied ${id} null`, respond({ data: { wolkvox_id: id } })],
    ['the vendor’s word for success (row 4)', 'applied null null', respond({ msg: 'Succesfully edit record' })],
    ['an id as a number', 'applied 17 null', written({ wolkvox_id: 17 })],
  ])('is applied when the CRM answers with %s', async (_name, verdict, answer) => {
    expect(await verdictOf(answer)).toBe(verdict);
  });

  test.each<[string, string, TransportResponse]>([
    ['refused null', '400', refused(400, 'El contacto no existe')],
    ['refused null', '412', refused(412, 'precondition')],
    ['refused null', '417', refused(417, 'The record was not successfully created')],
    ['refused null', '400', refused(400, 'Unsuccessful')],
    ['refused null', '400', refused(400, 'The record couldn’t be saved successfully')],
    ['refused null', '400', refused(400, 'El registro no pudo ser guardado correctamente')],
    ['refused UPSTREAM_AUTH_FAILED', '401', refused(401, 'no token')],
    ['refused UPSTREAM_AUTH_FAILED', '403', refused(403, 'FORBIDDEN')],
    ['refused QUOTA_EXHAUSTED', '403', refused(403, 'token limit exceeded')],
    ['refused UPSTREAM_RATE_LIMITED', '403', refused(403, 'simultaneous requests')],
    ['refused UPSTREAM_RATE_LIMITED', '429', refused(429, 'slow down')],
    ['refused UPSTREAM_UNAVAILABLE', '403', refused(403, 'mantenimiento')],
    ['refused null', '400', respond({ code: '400', error: 'BAD REQUEST', msg: 'x' })],
  ])('is %s when the CRM itself says %s', async (verdict, upstreamCode, answer) => {
    expect(await verdictOf(answer)).toBe(verdict);
    const { client, call } = startClient(() => answer);
    expect(await client.createCase(draft, call())).toMatchObject({ upstreamCode });
  });

  test.each<[string, string, TransportResponse | TransportFailure]>([
    ['a timeout', 'unknown UPSTREAM_TIMEOUT', fail('timeout')],
    ['a reset', 'unknown UPSTREAM_UNAVAILABLE', fail('broken')],
    ['an endless answer', 'unknown UPSTREAM_BAD_RESPONSE', fail('tooLarge')],
    ['a 500', 'unknown UPSTREAM_UNAVAILABLE', refused(500, 'x')],
    ['a 503', 'unknown UPSTREAM_UNAVAILABLE', respond('', 503)],
    ['a page of HTML', 'unknown UPSTREAM_BAD_RESPONSE', respond('<html></html>')],
    ['a firewall’s page', 'unknown UPSTREAM_BAD_RESPONSE', respond('<html></html>', 403)],
    ['nothing', 'unknown UPSTREAM_BAD_RESPONSE', respond('')],
    ['half an answer', 'unknown UPSTREAM_BAD_RESPONSE', respond('{"code":200,"data":{"wolk')],
    ['a warning of PHP before the answer', 'unknown UPSTREAM_BAD_RESPONSE', respond('Warning: x\n{"code":200}')],
    ['something that confirms nothing', 'unknown UPSTREAM_BAD_RESPONSE', respond({ msg: 'ok?' })],
    ['an error under success', 'unknown UPSTREAM_BAD_RESPONSE', respond({ code: 200, error: 'BAD REQUEST' })],
    ['a redirect', 'unknown UPSTREAM_BAD_RESPONSE', respond('', 302)],
    ['a refusal that says success', 'unknown UPSTREAM_BAD_RESPONSE', refused(400, 'Succesfully create record')],
    ['one in Spanish', 'unknown UPSTREAM_BAD_RESPONSE', refused(412, 'Registro creado con éxito')],
    ['a success that says failure', 'unknown UPSTREAM_BAD_RESPONSE', written([], 'Error: the record was not saved')],
    ['one that denies it', 'unknown UPSTREAM_BAD_RESPONSE', written({}, 'Not successful')],
  ])('is unknown after %s', async (_name, verdict, answer) => {
    expect(await verdictOf(answer)).toBe(verdict);
  });

  test('is that nothing was sent when no byte left', async () => {
    expect(await verdictOf(fail('unreachable', false))).toBe('notSent UPSTREAM_UNAVAILABLE');
    expect(await verdictOf(fail('timeout', false))).toBe('notSent UPSTREAM_TIMEOUT');
  });

  test('is that nothing was sent when it was refused a turn', async () => {
    const { client, clock, transport, call } = startClient(() => written({}));
    const controller = new AbortController();
    controller.abort();
    expect(await client.createCase(draft, call({ signal: controller.signal }))).toMatchObject({ kind: 'notSent' });
    expect(await client.createCase(draft, call({ deadlineAt: clock.now() }))).toMatchObject({
      kind: 'notSent',
      fault: { code: 'UPSTREAM_TIMEOUT' },
    });
    expect(transport.requests).toHaveLength(0);
  });

  test('is unknown when a change is confirmed for another record', async () => {
    const { client, call } = startClient(() => written({ wolkvox_id: 'other' }));
    expect(await client.updateContact(id, { customFields: new Map() }, call())).toMatchObject({ kind: 'unknown' });
  });

  test('names no activity when the id returned is that of the record it hangs on', async () => {
    const { client, transport, call } = startClient(() => written({ wolkvox_id: id }));
    const task: ActivityDraft = { ...activityBase, kind: 'TASK' };
    expect(await client.createActivity(task, call())).toMatchObject({ kind: 'applied', id: null });
    transport.script = () => written({ wolkvox_id: 'new' });
    expect(await client.createActivity(task, call())).toMatchObject({ kind: 'applied', id: 'new' });
  });
});

describe('a write that was sent', () => {
  test('goes on when nobody waits for it any more, and is never sent again', async () => {
    let answer: (response: TransportResponse) => void = () => undefined;
    const { client, transport, call } = startClient(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const controller = new AbortController();
    const writing = new Watched(client.createCase(draft, call({ signal: controller.signal })));
    await settle();
    controller.abort();
    expect(transport.requests[0]?.signal.aborted).toBe(false);
    answer(written({ wolkvox_id: id }));
    await settle();
    expect(writing.value).toMatchObject({ kind: 'applied', id });
    expect(transport.requests).toHaveLength(1);
  });

  test('goes before the reads that wait', async () => {
    const { client, transport, call } = startClient(() => written({}), { concurrency: 1 });
    const page = { page: 1, limit: 1 };
    const reads = [1, 2, 3].map(() => new Watched(client.searchContacts({ field: 'email', value: 'x' }, page, call())));
    await client.createContact({ customFields: new Map() }, call());
    expect(transport.requests.map(({ path }) => path.slice(-10)).slice(0, 2)).toEqual(['/query.php', 'insert.php']);
    await settle();
    expect(reads.map(({ code }) => code)).toEqual(['ok', 'ok', 'ok']);
  });
});
