import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CustomField } from '../../src/model/CustomField.js';
import type { Json } from '../../src/model/Json.js';
import { isUnreadable } from '../../src/model/unreadable.js';
import { runOperation } from '../resolvers/runOperation.js';
import { FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { makeCase, makeContact, makeEmbeddedContact } from '../support/records.js';
import { tenantForms } from './tenantForms.js';

const stored = (fields: Readonly<Record<string, Json>>): readonly CustomField[] =>
  Object.entries(fields).map(([label, value]) => ({ label, text: typeof value === 'string' ? value : null, value }));
const open = { name: 'Abierto', condition: 'OPEN' } as const;
const contact = makeEmbeddedContact('ana', { name: 'Ana', email: 'ana@example.org', identification: '1', phone: null });

let client: FakeWolkvoxClient;
const run = (source: string) => runOperation(client, source, {}, { forms: tenantForms });
const openCases = (selection: string) =>
  run(
    `{ cases(filter: { status: { eq: "Abierto" } }) { nodes { id form { ${selection} } customFields { label value } } result { upstreamCalls warnings { code } } } }`,
  );

beforeEach(() => {
  client = new FakeWolkvoxClient();
  client.tenant.cases = [
    makeCase('r', {
      type: { name: 'Request', kind: 'REQUEST' },
      status: open,
      contact,
      customFields: stored({
        Asunto: 'Factura',
        '¿Autoriza contacto?': 'SI',
        'Valor reclamado': { value: '1.500,50', symbol: 'COP' },
        '2024': 7,
        'Canal/Origen': 'Fax',
        Fecha: '2025-25-03',
        Cita: '04-03-2025 18:30:00',
        Productos: [{ Artículo: 'Router', Total: '2' }],
        Anexos: [{ name: 'a.pdf', url: 'https://files.example.org/a.pdf' }],
        Asesor: 'agent_7@demo',
        Desconocido: 'x',
      }),
    }),
    makeCase('s', {
      type: { name: 'Suggestions', kind: 'SUGGESTION' },
      status: open,
      customFields: stored({ Asunto: 'Wifi', Fecha: 'x' }),
    }),
    makeCase('t', { status: open }),
  ];
  client.tenant.contacts = [
    makeContact('ana', {
      customFields: stored({ Móvil: '300 123 4567', 'Correo alterno': 'n/a', Celular: '', Sitio: 'ftp://x' }),
    }),
  ];
});

describe('the form of a case', () => {
  test('has the fields of all cases on the interface and those of its type on its own', async () => {
    const { data, errors } = await openCases(
      '__typename formType asunto autorizaContacto valorReclamado { amount currency } field2024 ... on RequestForm { fecha cita productos { articulo total } anexos { name url } asesor { user } }',
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      cases: {
        nodes: [
          {
            form: {
              __typename: 'RequestForm',
              formType: 'Request',
              asunto: 'Factura',
              autorizaContacto: true,
              valorReclamado: { amount: '1500.50', currency: 'COP' },
              field2024: 7,
              fecha: '2025-03-25',
              cita: '2025-03-04T23:30:00.000Z',
              productos: [{ articulo: 'Router', total: '2' }],
              anexos: [{ name: 'a.pdf', url: 'https://files.example.org/a.pdf' }],
              asesor: { user: 'agent_7@demo' },
            },
          },
          { form: { __typename: 'OtherCaseForm', asunto: 'Wifi' } },
          { form: { __typename: 'OtherCaseForm', formType: null, asunto: null } },
        ],
        result: { upstreamCalls: 1, warnings: [] },
      },
    });
  });

  test('is null where a value does not fit, says so, and leaves the value in customFields', async () => {
    const { data } = await openCases('asunto canalOrigen');
    expect(data).toMatchObject({
      cases: {
        nodes: [
          {
            form: { canalOrigen: null },
            customFields: expect.arrayContaining([{ label: 'Canal/Origen', value: 'Fax' }]),
          },
          {},
          {},
        ],
        result: { warnings: [{ code: 'FIELD_UNREADABLE' }] },
      },
    });
  });

  test('warns of no field that was not selected, and of none of another type’s', async () => {
    const { data } = await openCases('asunto ... on RequestForm { fecha }');
    expect(data).toMatchObject({ cases: { result: { warnings: [] } } });
  });

  test('leaves nothing of customFields out', async () => {
    const { data } = await openCases('asunto');
    const [first] = client.tenant.cases;
    const expected = first?.customFields.map(({ label, value }) => ({ label, value }));
    expect(data).toMatchObject({ cases: { nodes: [{ customFields: expected }, {}, {}] } });
  });

  test('costs no call, and reads a value once', async () => {
    await openCases('asunto');
    expect(client.calls).toHaveLength(1);
    const record = client.tenant.cases[0];
    if (!record) throw new Error('there is no case');
    const [form, again] = [tenantForms.caseForm(record), tenantForms.caseForm(record)];
    expect(again).toBe(form);
    expect(Reflect.get(form, 'valorReclamado')).toBe(Reflect.get(form, 'valorReclamado'));
    expect(form[isUnreadable]('canalOrigen')).toBe(true);
    expect(form[isUnreadable]('asunto')).toBe(false);
  });
});

describe('the form of a contact', () => {
  test('is read under a former label where the present one has nothing', async () => {
    const { data, errors } = await run('{ contact(id: "ana") { form { celular { value } correoAlterno sitio } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      contact: { form: { celular: { value: '300 123 4567' }, correoAlterno: null, sitio: null } },
    });
  });

  test('costs the call of the contact where the contact came from a case, as its other fields do', async () => {
    const { data } = await run('{ case(id: "r") { contact { name form { celular { value } } } } }');
    expect(data).toEqual({ case: { contact: { name: 'Ana', form: { celular: { value: '300 123 4567' } } } } });
    expect(client.calls.map(({ method }) => method)).toEqual(['searchCases', 'searchContacts']);
  });
});
