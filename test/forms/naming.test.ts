import { describe, expect, test } from '@jest/globals';
import { createForms } from '../../src/composition/readForms.js';
import { FieldNames, isSoundFieldName } from '../../src/forms/naming.js';
import { createSubgraphSchema } from '../../src/server/graphql/subgraphSchema.js';
import { hostileLabels } from './hostileLabels.js';

describe('the name of a field', () => {
  test.each([
    ['Número de radicado ', 'numeroDeRadicado'],
    ['¿Autoriza contacto?', 'autorizaContacto'],
    ['Canal/Origen', 'canalOrigen'],
    ['NIT', 'nit'],
    ['NIT EMPRESA', 'nitEmpresa'],
    ['numeroDeGuia', 'numeroDeGuia'],
    ['2024', 'field2024'],
    ['🙏', 'field'],
    ['', 'field'],
    ['имя', 'field'],
    ['id', 'id2'],
    ['Type', 'type2'],
    ['__proto__', 'proto'],
    ['constructor', 'constructor2'],
    ['true', 'true2'],
  ])('of %j is %s', (label, name) => {
    expect(new FieldNames().assign(label)).toBe(name);
  });

  test('gets a suffix where it is taken, in the order of the fields', () => {
    const names = new FieldNames(['monto']);
    expect(['Monto', 'MONTO ', 'monto 2', '2024', '2024 ', '2024.'].map((label) => names.assign(label))).toEqual([
      ...['monto2', 'monto3', 'monto2_2', 'field2024', 'field2024_2', 'field2024_3'],
    ]);
  });

  test('is valid and its own for 200 hostile labels, and the schema with all of them builds', () => {
    expect(hostileLabels).toHaveLength(200);
    expect(new Set(hostileLabels).size).toBe(200);
    const names = new FieldNames();
    const fields = hostileLabels.map((label) => ({ label, field: names.assign(label), type: 'text' as const }));
    expect(fields.map(({ field }) => field).filter((name) => !isSoundFieldName(name))).toEqual([]);
    expect(new Set(fields.map(({ field }) => field.toLowerCase())).size).toBe(200);
    const { sdl } = createForms({ version: 1, cases: { fields, types: [] }, contacts: { fields } }, 'America/Bogota');
    const form = createSubgraphSchema(sdl).getType('CaseForm');
    expect(form !== undefined && 'getFields' in form ? Object.keys(form.getFields()) : []).toHaveLength(200);
  });
});
