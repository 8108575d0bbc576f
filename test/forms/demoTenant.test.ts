import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { inferForms, type Inferred } from '../../src/composition/inferForms.js';
import { manifestRules } from '../../src/composition/readForms.js';
import { sampleTenant, type TenantSample } from '../../src/composition/sampleTenant.js';
import { caseFields, emptyManifest, type FormField, manifestText } from '../../src/forms/FormsManifest.js';
import { readValue } from '../../src/forms/typing/fieldTypes.js';
import { isEmptyValue, unreadable } from '../../src/forms/typing/Kind.js';
import { readDoctorSettings } from '../../src/server/settings/doctorSettings.js';
import { systemClock } from '../../src/wolkvox/systemClock.js';
import { readManifestText, tools } from './tenantForms.js';

let emulator: Emulator;
let inferred: Inferred;
let sample: TenantSample;

beforeAll(async () => {
  emulator = await startEmulator();
  inferred = await infer(10);
  sample = await sampleTenant(
    {
      baseUrl: new URL(emulator.url),
      operation: 'demo',
      token: emulator.token,
      timeZone: 'America/Bogota',
      proxyUrl: null,
    },
    10,
    systemClock,
  );
});
afterAll(() => emulator.close());

async function infer(calls: number, manifest = emptyManifest): Promise<Inferred> {
  const settings = readDoctorSettings({
    WOLKVOX_BASE_URL: emulator.url,
    WOLKVOX_OPERATION: 'demo',
    WOLKVOX_TOKEN: emulator.token,
  });
  const result = await inferForms(settings, calls, manifest, manifestRules().schemaTypes, () => undefined);
  if (result === null) throw new Error('no tenant is set');
  return result;
}

/** The field of a label in the form of a type of case, or of contacts. */
function fieldOf(module: 'cases' | 'contacts', type: string | null, label: string): FormField | undefined {
  const { cases, contacts } = inferred.manifest;
  const own = cases.types.find((form) => form.type === type)?.fields ?? [];
  return (module === 'contacts' ? contacts.fields : [...cases.fields, ...own]).find((field) => field.label === label);
}

const typeOf = (module: 'cases' | 'contacts', type: string | null, label: string): Partial<FormField> | undefined => {
  const { type: kind, format } = fieldOf(module, type, label) ?? {};
  return kind && (format === undefined ? { type: kind } : { type: kind, format });
};

describe('the demo tenant', () => {
  test('is looked at whole, 1,500 cases and 400 contacts, with no more than 10 calls', () => {
    expect(inferred.calls).toBeLessThanOrEqual(10);
    expect(emulator.journal().filter(({ endpoint }) => !/queryDates/.test(endpoint))).toEqual([]);
    expect(inferred.cases).toEqual({ records: 1_500, total: 1_500, isComplete: true });
    expect(inferred.contacts).toEqual({ records: 400, total: 400, isComplete: true });
  });

  test.each([
    ['Claims', 'Asunto', { type: 'text' }],
    ['Claims', '¿Autoriza contacto?', { type: 'switch' }],
    ['Claims', 'Valor reclamado', { type: 'currency' }],
    ['Claims', 'Fecha del hecho', { type: 'date', format: 'YYYY-DD-MM' }],
    ['Claims', 'Cita técnica (fecha y hora)', { type: 'date-time', format: 'DD-MM-YYYY' }],
    ['Claims', 'Hora preferida ', { type: 'time' }],
    ['Claims', 'E-mail alterno', { type: 'e-mail' }],
    ['Claims', 'Página / URL', { type: 'url' }],
    ['Claims', 'Teléfono de contacto', { type: 'phone' }],
    ['Claims', 'Otros teléfonos', { type: 'phone-list' }],
    ['Claims', 'Motivos del reclamo', { type: 'multi-select' }],
    ['Claims', 'Medio de respuesta', { type: 'list' }],
    ['Claims', 'Observaciones', { type: 'description' }],
    ['Claims', 'Valor pretendido', { type: 'currency', format: '1.234,56' }],
    ['Claims', 'Cantidad', { type: 'number', format: '1.234,56' }],
    ['Garantía extendida', 'Fecha de compra', { type: 'date', format: 'MM-DD-YYYY' }],
    ['Garantía extendida', 'Productos', { type: 'table' }],
    ['Garantía extendida', 'Soportes', { type: 'attachments' }],
    ['Garantía extendida', 'Técnico asignado', { type: 'user' }],
    ['Garantía extendida', 'Equipo de apoyo', { type: 'user-list' }],
    ['Garantía extendida', 'Contrato relacionado', { type: 'related' }],
    ['Garantía extendida', '🙏', { type: 'switch', format: 'sí/no' }],
  ])('shows in cases of type %s that %j is %j', (type, label, expected) => {
    expect(typeOf('cases', type, label)).toEqual(expected);
  });

  test.each([
    ['Fecha de ingreso', { type: 'date', format: 'DD-MM-YYYY' }],
    ['Última visita', { type: 'date-time', format: 'YYYY-MM-DD' }],
    ['Correo alterno ', { type: 'e-mail' }],
    ['Celular 2', { type: 'phone' }],
    ['Intereses', { type: 'multi-select' }],
  ])('shows in contacts that %j is %j', (label, expected) => {
    expect(typeOf('contacts', null, label)).toEqual(expected);
  });

  test('has names for its hostile labels, or leaves them to customFields', () => {
    const names = Object.fromEntries(caseFields(inferred.manifest).map(({ label, field }) => [label, field]));
    expect(names).toMatchObject({
      'Número de radicado ': 'numeroDeRadicado',
      'NUMERO DE RADICADO': 'numeroDeRadicado2',
      'Número de radicado': 'numeroDeRadicado3',
      '🙏': 'field',
      '2024': 'field2024',
      constructor: 'constructor2',
      id: 'id2',
      true: 'true2',
    });
    const left = inferred.changes.filter(({ kind }) => kind === 'left').map(({ label }) => label);
    expect(left.sort()).toEqual(['', '__proto__']);
    expect(readManifestText(manifestText(inferred.manifest))).toEqual(inferred.manifest);
  });

  test('has at least 98 % of its values typed, and the others in customFields as they are', () => {
    let [values, typed] = [0, 0];
    for (const [module, { evidence }] of [
      ['cases', sample.cases],
      ['contacts', sample.contacts],
    ] as const) {
      for (const { type, labels } of evidence.kinds()) {
        for (const { label, values: stored } of labels.values()) {
          const field = fieldOf(module, type, label);
          values += stored.length;
          typed += stored.filter(
            (value) => field && !isEmptyValue(value) && readValue(value, field, tools) !== unreadable,
          ).length;
        }
      }
    }
    expect(values).toBeGreaterThan(15_000);
    expect(typed / values).toBeGreaterThan(0.98);
  });

  test('shows the same again to the manifest that was made of it', async () => {
    const again = await infer(10, inferred.manifest);
    expect(again.manifest).toEqual(inferred.manifest);
    expect(new Set(again.changes.map(({ kind }) => kind))).toEqual(new Set(['kept', 'left']));
  });

  test('is looked at from the oldest to the newest records where not all can be', async () => {
    const { calls, cases, contacts } = await infer(4);
    expect(calls).toBe(4);
    expect(cases.records + contacts.records).toBeGreaterThanOrEqual(900);
    expect([cases.isComplete, contacts.isComplete]).toContain(false);
  });

  test('is looked at by types of case where it cannot be listed by date', async () => {
    emulator.configure({ queryDatesMatches: 'unavailable' });
    try {
      const { cases, contacts, calls } = await infer(10);
      expect(cases.records).toBeGreaterThan(500);
      expect([cases.isComplete, contacts.isComplete, contacts.records]).toEqual([false, false, 0]);
      expect(calls).toBeLessThanOrEqual(10);
    } finally {
      emulator.configure({ queryDatesMatches: 'creation' });
    }
  });
});
