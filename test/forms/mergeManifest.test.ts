import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { manifestRules } from '../../src/composition/readForms.js';
import { Evidence } from '../../src/forms/inference/Evidence.js';
import { mergeManifest } from '../../src/forms/inference/mergeManifest.js';
import { emptyManifest, type FormField, type FormsManifest, manifestText } from '../../src/forms/FormsManifest.js';
import { formsSdl } from '../../src/forms/sdl.js';
import type { Json } from '../../src/model/Json.js';
import { propertyRuns } from '../support/propertyRuns.js';
import { hostileLabels } from './hostileLabels.js';
import { readManifestText, tools } from './tenantForms.js';

const { schemaTypes } = manifestRules();

/** A record of a made-up tenant. */
interface Seen {
  readonly type: string | null;
  readonly fields: Readonly<Record<string, Json>>;
}

function evidenceOf(records: readonly Seen[]): Evidence {
  const evidence = new Evidence();
  for (const { type, fields } of records) {
    evidence.add(
      type,
      Object.entries(fields).map(([label, value]) => ({ label, text: null, value })),
    );
  }
  return evidence;
}

function merge(before: FormsManifest, cases: readonly Seen[], contacts: readonly Seen[] = []) {
  const evidence = { cases: evidenceOf(cases).kinds(), contacts: evidenceOf(contacts).kinds() };
  return mergeManifest(before, evidence, tools, schemaTypes);
}

const times = (count: number, make: (index: number) => Seen): readonly Seen[] =>
  Array.from({ length: count }, (_, index) => make(index));
const proposed = (label: string, values: readonly Json[]): Partial<FormField> | undefined =>
  merge(
    emptyManifest,
    values.map((value) => ({ type: null, fields: { [label]: value } })),
  ).manifest.cases.fields[0];

describe('the type of a field', () => {
  test.each<[string, readonly Json[], Partial<FormField>]>([
    ['Fecha', ['2025-03-04', '2025-03-25'], { type: 'date', format: 'YYYY-MM-DD' }],
    ['Fecha', ['2025-03-04', '2025-25-03'], { type: 'date', format: 'YYYY-DD-MM' }],
    ['Fecha', ['04-03-2025', '25-03-2025'], { type: 'date', format: 'DD-MM-YYYY' }],
    ['Fecha', ['04-03-2025', '03-25-2025', 'n/a'], { type: 'date', format: 'MM-DD-YYYY' }],
    ['Cita', ['25-03-2025 10:00:00'], { type: 'date-time', format: 'DD-MM-YYYY' }],
    ['Hora', ['10:00:00', '8:15'], { type: 'time' }],
    ['Acepta', ['SI', 'NO', 'SI'], { type: 'switch', format: 'SI/NO' }],
    ['Acepta', [true, 'NO', '0'], { type: 'switch' }],
    ['Valor', ['1.500', '2.000,50'], { type: 'number', format: '1.234,56' }],
    ['Valor', [1, 2], { type: 'number', stored: 'number' }],
    ['Valor', ['$ 1.500.000'], { type: 'currency', stored: 'text' }],
    ['Valor', [{ value: '1500', symbol: 'COP' }], { type: 'currency' }],
    ['Número de guía', ['123', '456'], { type: 'text' }],
    ['Sede', ['007', '012'], { type: 'text' }],
    ['Correo', ['ana@example.org'], { type: 'e-mail', personal: true }],
    ['Asesor', ['agent_7@demo'], { type: 'user' }],
    ['Sitio', ['https://example.org'], { type: 'url' }],
    ['Celular', ['300 123 4567'], { type: 'phone', stored: 'text', personal: true }],
    ['Celular', [{ country: 'CO', code: '57', value: '3001234567' }], { type: 'phone', personal: true }],
    ['Anexos', [[{ name: 'a', url: 'https://example.org/a' }]], { type: 'attachments' }],
    ['Contrato', [{ id: '1', name: 'C-1' }], { type: 'related' }],
    ['Productos', [[{ Artículo: 'a' }, { Artículo: 'b', '2': 'c' }]], { type: 'table' }],
    ['Nota', ['<p>Hola</p>'], { type: 'description' }],
    ['Nota', ['Hola', 'mundo'], { type: 'text' }],
  ])('%s of %j is shown by its values', (label, values, expected) => {
    expect(proposed(label, values)).toMatchObject(expected);
  });

  test('is a day whose format stays open until a day above 12 settles it', () => {
    const first = merge(emptyManifest, [{ type: null, fields: { Fecha: '2025-03-04' } }]);
    expect(first.manifest.cases.fields).toEqual([{ label: 'Fecha', field: 'fecha', type: 'date' }]);
    const second = merge(first.manifest, [{ type: null, fields: { Fecha: '2025-25-04' } }]);
    expect(second.manifest.cases.fields).toEqual([
      { label: 'Fecha', field: 'fecha', type: 'date', format: 'YYYY-DD-MM' },
    ]);
    expect(second.changes).toMatchObject([{ kind: 'settled', field: 'fecha' }]);
    // What is settled is changed by nothing.
    const third = merge(second.manifest, [{ type: null, fields: { Fecha: '2025-04-25' } }]);
    expect(third.manifest.cases.fields[0]?.format).toBe('YYYY-DD-MM');
    expect(third.changes).toMatchObject([{ kind: 'kept', fits: 0, isFormatOpen: false }]);
    expect(first.changes).toMatchObject([{ kind: 'added', fits: 1, isFormatOpen: true }]);
  });

  test('is not told by values that are none: the label is left to customFields', () => {
    const { manifest, changes } = merge(
      emptyManifest,
      times(9, () => ({ type: null, fields: { Vacío: '', Otro: 'n/a', '': 'x' } })),
    );
    expect(manifest.cases.fields).toEqual([]);
    expect(changes.map(({ label, kind }) => [label, kind])).toEqual([
      ['Vacío', 'left'],
      ['Otro', 'left'],
      ['', 'left'],
    ]);
  });

  test('has options where few values come often', () => {
    const cities = ['Bogotá', 'Cali', 'Medellín'];
    expect(
      proposed(
        'Ciudad',
        Array.from({ length: 60 }, (_, index) => cities[index % 3] ?? ''),
      ),
    ).toMatchObject({ type: 'list', options: cities });
    expect(proposed('Ciudad', cities)).toEqual({ label: 'Ciudad', field: 'ciudad', type: 'text' });
  });
});

describe('where a field stands', () => {
  test('is with all cases where every type has it, and with its types else', () => {
    const { manifest } = merge(emptyManifest, [
      ...times(9, () => ({ type: 'Request', fields: { Asunto: 'a', Placa: 'x', Fecha: '2025-03-25' } })),
      ...times(9, () => ({
        type: 'Garantía extendida',
        fields: { Asunto: 'b', Fecha: 'pronto', Serie: 'y', Placa: 'z' },
      })),
      ...times(9, () => ({ type: 'Claims', fields: { Asunto: 'c' } })),
    ]);
    expect(manifest.cases.fields.map(({ field }) => field)).toEqual(['asunto']);
    expect(
      manifest.cases.types.map(({ type, name, fields }) => [type, name, fields.map(({ field }) => field)]),
    ).toEqual([
      ['Request', 'RequestForm', ['placa', 'fecha']],
      ['Garantía extendida', 'GarantiaExtendidaForm', ['placa', 'fecha2', 'serie']],
    ]);
    expect(readManifestText(manifestText(manifest))).toEqual(manifest);
  });
});

describe('a manifest that is there', () => {
  test('keeps a field that was not seen, and marks it until it is', () => {
    const first = merge(emptyManifest, [{ type: null, fields: { Uno: 'a', Dos: 'b' } }]);
    const second = merge(first.manifest, [{ type: null, fields: { Dos: 'b' } }]);
    expect(second.manifest.cases.fields).toMatchObject([{ field: 'uno', notSeen: true }, { field: 'dos' }]);
    expect(merge(second.manifest, [{ type: null, fields: { Uno: 'a', Dos: 'b' } }]).manifest).toEqual(first.manifest);
    // Nothing was looked at: nothing is known to be gone.
    expect(merge(first.manifest, []).manifest).toEqual(first.manifest);
  });

  test('knows a field by its former labels', () => {
    const before: FormsManifest = {
      ...emptyManifest,
      cases: { fields: [{ label: 'Nuevo', field: 'campo', type: 'text', formerLabels: ['Viejo'] }], types: [] },
    };
    expect(merge(before, [{ type: null, fields: { Viejo: 'a' } }]).manifest).toEqual(before);
  });
});

test('no evolution of a tenant renames, moves or removes a field, and every manifest on the way is valid', () => {
  const label = fc.oneof(
    fc.constantFrom(...hostileLabels),
    fc.constantFrom('Monto', 'monto', 'MONTO ', 'Fecha', 'fecha'),
  );
  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom<Json>(
      'x',
      'SI',
      '2025-03-25',
      '2025-25-03',
      '04-03-2025',
      '1.500',
      '',
      'n/a',
      'a@demo',
      7,
      true,
      null,
    ),
    fc.constantFrom<Json>({ value: '1', symbol: 'COP' }, [{ A: 'x', a: 'y' }], ['x', 'y'], { id: '1', name: 'x' }),
  );
  const type = fc.constantFrom('Request', 'request', 'Solicitud', 'Case', 'Case Form', '🙏', '¡!', null);
  const generation = fc.array(fc.record({ type, label, value, count: fc.constantFrom(1, 6, 60) }), { maxLength: 12 });
  const recordsOf = (
    fields: readonly { type: string | null; label: string; value: Json; count: number }[],
  ): readonly Seen[] =>
    fields.flatMap((each) => times(each.count, () => ({ type: each.type, fields: { [each.label]: each.value } })));
  const placesOf = ({ cases, contacts }: FormsManifest): readonly string[] => [
    ...cases.fields.map(({ label: own, field, type: kind }) => JSON.stringify(['cases', own, field, kind])),
    ...cases.types.flatMap(({ type: own, name, fields }) =>
      fields.map((each) => JSON.stringify([own, name, each.label, each.field, each.type])),
    ),
    ...contacts.fields.map(({ label: own, field, type: kind }) => JSON.stringify(['contacts', own, field, kind])),
  ];
  fc.assert(
    fc.property(fc.array(fc.tuple(generation, generation), { minLength: 2, maxLength: 4 }), (generations) => {
      let manifest: FormsManifest = emptyManifest;
      for (const [cases, contacts] of generations) {
        const before = placesOf(manifest);
        manifest = merge(
          manifest,
          recordsOf(cases),
          recordsOf(contacts.map((each) => ({ ...each, type: null }))),
        ).manifest;
        expect(placesOf(manifest)).toEqual(expect.arrayContaining([...before]));
        expect(readManifestText(manifestText(manifest))).toEqual(manifest);
        expect(() => formsSdl(manifest)).not.toThrow();
      }
    }),
    { numRuns: propertyRuns(1_000) },
  );
});
