import { describe, expect, test } from '@jest/globals';
import { runMutation } from '../resolvers/Mutation/runMutation.js';
import { tenantForms } from './tenantForms.js';

const newCase = {
  idempotencyKey: 'k',
  type: 'Request',
  description: 'd',
  status: 'Abierto',
  priority: 'Alta',
  contactEmail: 'ana@example.org',
  ownerUser: 'a@demo',
  responsibleUser: 'a@demo',
};
const applied = { outcome: 'APPLIED', id: 'id-1', caseNumber: 'PET-1' } as const;
const selection = 'outcome userErrors { code field }';
const mutate = (field: string, input: object) => runMutation(field, selection, { ...input }, applied, tenantForms);

describe('the form of a mutation', () => {
  test('is written in the tenant’s own labels and formats, beside customFields', async () => {
    const { payload, calls } = await mutate('createCase', {
      ...newCase,
      customFields: [{ label: 'Otro', value: 1 }],
      form: {
        asunto: 'Factura',
        autorizaContacto: false,
        valorReclamado: { amount: '1500.5', currency: 'USD' },
        field2024: 7,
        canalOrigen: 'LINEA_018000',
        fecha: '2025-03-04',
        cita: '2025-03-04T23:30:00Z',
        hora: '08:15',
        productos: [{ articulo: 'Router' }],
        asesor: 'agent_7@demo',
        sede: null,
        observaciones: '',
      },
    });
    expect(payload).toEqual({ outcome: 'APPLIED', userErrors: [] });
    expect(calls[0]?.what).toMatchObject({
      customFields: new Map<string, unknown>([
        ['Otro', 1],
        ['Asunto', 'Factura'],
        ['¿Autoriza contacto?', 'NO'],
        ['Valor reclamado', { value: '1500,5', symbol: 'USD' }],
        ['2024', 7],
        ['Canal/Origen', 'Línea 018000'],
        ['Fecha', '2025-04-03'],
        ['Cita', '04-03-2025 18:30:00'],
        ['Hora', '08:15:00'],
        ['Productos', [{ Artículo: 'Router' }]],
        ['Asesor', 'agent_7@demo'],
      ]),
    });
  });

  test.each([
    ['a text that is too long', { asunto: 'x'.repeat(2_501) }, ['asunto']],
    ['a blank row', { productos: [{}] }, ['productos', '0']],
    ['a field of another type of case', { temas: ['PAGO'] }, ['temas']],
    ['an option that the field does not have', { sede: 'Sur' }, ['sede']],
  ])('is refused for %s at the field, before any call', async (_, form, path) => {
    const { payload, calls } = await mutate('createCase', { ...newCase, form });
    expect(payload).toEqual({
      outcome: 'REJECTED',
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'form', ...path] }],
    });
    expect(calls).toEqual([]);
  });

  test.each([
    ['number for a text', { asunto: 1 }],
    ['day that no calendar has', { fecha: '2025-02-30' }],
    ['amount that a number has rounded', { valorReclamado: { amount: 2 ** 60 } }],
    ['field that is read only', { total: 1 }],
    ['field that is not there', { nada: 'x' }],
  ])('is refused by its types for a %s', async (_, form) => {
    const { error, calls } = await mutate('createCase', { ...newCase, form });
    expect(error).toBeDefined();
    expect(calls).toEqual([]);
  });

  test('is refused for a field that customFields has as well', async () => {
    const input = { ...newCase, customFields: [{ label: 'Asunto', value: 'a' }], form: { asunto: 'a' } };
    expect((await mutate('createCase', input)).payload).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'form', 'asunto'] }],
    });
  });

  test.each([
    ['updateCase', { form: { asunto: null } }, ['form', 'asunto']],
    ['updateCase', { form: { asunto: '' } }, ['form', 'asunto']],
    ['updateCase', { form: null }, ['form']],
    ['updateCase', { form: {} }, []],
    ['updateContact', { form: { celular: null } }, ['form', 'celular']],
    ['updateContact', { form: {} }, []],
  ])('of %s changes something, and clears nothing: %j', async (field, input, path) => {
    const { payload, calls } = await mutate(field, { idempotencyKey: 'k', id: 'x1', ...input });
    expect(payload).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: ['input', ...path] }] });
    expect(calls).toEqual([]);
  });

  test('changes a case whose type nobody named by the fields of any type', async () => {
    const { payload, calls } = await mutate('updateCase', { idempotencyKey: 'k', id: 'x1', form: { temas: ['PAGO'] } });
    expect(payload).toEqual({ outcome: 'APPLIED', userErrors: [] });
    expect(calls[0]?.what).toMatchObject({ changes: { customFields: new Map([['Temas', ['Pago']]]) } });
  });

  test('writes a contact under the present label', async () => {
    const celular = { country: 'COLOMBIA', code: '57', value: '3001234567' };
    const input = { idempotencyKey: 'k', name: 'Ana', email: 'ana@example.org', form: { celular } };
    const { calls } = await mutate('createContact', input);
    expect(calls[0]?.what).toMatchObject({ customFields: new Map([['Celular', { type: 'telephone', ...celular }]]) });
  });

  test('is part of the intent, whatever its fields are called', async () => {
    const intentOf = async (form: object): Promise<unknown> =>
      (await mutate('createCase', { ...newCase, form })).calls[0]?.intent.input;
    expect(await intentOf({ cita: '2025-03-04T23:30:00Z' })).toEqual(
      await intentOf({ cita: '2025-03-04T18:30:00-05:00' }),
    );
    expect(await intentOf({ cita: '2025-03-04T23:30:00Z' })).not.toEqual(
      await intentOf({ cita: '2025-03-05T23:30:00Z' }),
    );
    expect(await intentOf({ asunto: 'a', sede: null })).toEqual(await intentOf({ asunto: 'a' }));
  });
});
