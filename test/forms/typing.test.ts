import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FieldTypeName, FormField } from '../../src/forms/FormsManifest.js';
import { dateFormats, fieldTypeNames } from '../../src/forms/FormsManifest.js';
import { dayText } from '../../src/forms/typing/days.js';
import { fieldTypes, inputTypeOf, readValue } from '../../src/forms/typing/fieldTypes.js';
import { unreadable, Unwritable } from '../../src/forms/typing/Kind.js';
import type { Json } from '../../src/model/Json.js';
import { isWordForNothing } from '../../src/model/values/nothing.js';
import { propertyRuns } from '../support/propertyRuns.js';
import { tools } from './tenantForms.js';

const fieldOf = (type: FieldTypeName, more: Partial<FormField> = {}): FormField => ({
  label: 'Campo ',
  field: 'campo',
  type,
  ...more,
});
const read = (type: FieldTypeName, stored: Json, more: Partial<FormField> = {}): unknown =>
  readValue(stored, fieldOf(type, more), tools);
const write = (type: FieldTypeName, given: unknown, more: Partial<FormField> = {}): unknown =>
  fieldTypes[type].write(given, fieldOf(type, more), tools);

describe('a value that is nothing', () => {
  test.each(fieldTypeNames)('is null in a field of type %s', (type) => {
    for (const nothing of ['', ' ', '\u200b', null, [], {}, { value: '', symbol: null }, [null, '']]) {
      expect(read(type, nothing)).toBeNull();
    }
  });

  test.each(fieldTypeNames.filter((type) => fieldTypes[type].keepsWords !== true))(
    'may be a word in type %s',
    (type) => {
      for (const word of ['n/a', 'null', 'none', 'No aplica', '-']) expect(read(type, word)).toBeNull();
    },
  );

  test('is a word like any other in a text', () => {
    expect(read('text', 'n/a')).toBe('n/a');
  });
});

describe('a day', () => {
  test.each([
    ['2025-03-04', 'YYYY-MM-DD', '2025-03-04'],
    ['2025-03-04', 'YYYY-DD-MM', '2025-04-03'],
    ['2025-25-03', 'YYYY-DD-MM', '2025-03-25'],
    ['04-03-2025', 'DD-MM-YYYY', '2025-03-04'],
    ['04-03-2025', 'MM-DD-YYYY', '2025-04-03'],
    ['4/3/2025', 'DD-MM-YYYY', '2025-03-04'],
    ['2025-03-04 00:00:00', 'YYYY-MM-DD', '2025-03-04'],
  ])('%s in the format %s is %s', (stored, format, day) => {
    expect(read('date', stored, { format })).toBe(day);
  });

  test.each([
    ['2025-25-03', 'YYYY-MM-DD'],
    ['2025-02-30', 'YYYY-MM-DD'],
    ['mañana', 'YYYY-MM-DD'],
    ['2025-03-04 10:00', 'YYYY-MM-DD'],
    ['25-03-2025', 'YYYY-MM-DD'],
  ])('%s does not fit the format %s', (stored, format) => {
    expect(read('date', stored, { format })).toBe(unreadable);
  });

  test('of an unknown format is read only where every format reads the same', () => {
    expect(read('date', '2025-03-04')).toBe(unreadable);
    expect(read('date', '04-03-2025')).toBe(unreadable);
    expect(read('date', '2025-03-25')).toBe('2025-03-25');
    expect(read('date', '2025-25-03')).toBe('2025-03-25');
    expect(read('date', '05/05/2025')).toBe('2025-05-05');
    expect(inputTypeOf(fieldOf('date'), 'X')).toBeNull();
    expect(write('date', '2025-03-25')).toBeInstanceOf(Unwritable);
  });

  test('of zeros is none', () => {
    expect(read('date', '0000-00-00', { format: 'YYYY-MM-DD' })).toBeNull();
    expect(read('date-time', '0000-00-00 00:00:00', { format: 'YYYY-MM-DD' })).toBeNull();
  });

  test('with a time is an instant on the tenant’s clock', () => {
    expect(read('date-time', '04-03-2025 18:30:00', { format: 'DD-MM-YYYY' })).toEqual(
      new Date('2025-03-04T23:30:00Z'),
    );
    expect(write('date-time', new Date('2025-03-04T23:30:00Z'), { format: 'DD-MM-YYYY' })).toBe('04-03-2025 18:30:00');
    expect(read('date-time', '04-03-2025 25:30', { format: 'DD-MM-YYYY' })).toBe(unreadable);
  });
});

describe('a number', () => {
  test.each<[Json, string | undefined, unknown]>([
    [12, undefined, 12],
    ['12', undefined, 12],
    ['-1234.5', undefined, -1234.5],
    ['1.5', undefined, 1.5],
    ['1.500', undefined, unreadable],
    ['1,500', undefined, unreadable],
    ['1.500', '1.234,56', 1500],
    ['1.500', '1,234.56', 1.5],
    ['1.500.000', undefined, 1_500_000],
    ['1,500.25', undefined, 1500.25],
    ['1.500,25', undefined, 1500.25],
    ['1.500,25', '1,234.56', unreadable],
    ['1 500', undefined, 1500],
    ['12345678901234567', undefined, unreadable],
    ['doce', undefined, unreadable],
    [true, undefined, unreadable],
  ])('%j in the format %s is %s', (stored, format, value) => {
    expect(read('number', stored, { format })).toBe(value);
  });

  test('with a currency keeps all of its digits', () => {
    expect(read('currency', { value: '1500000.50', symbol: 'COP' })).toEqual({ amount: '1500000.50', currency: 'COP' });
    expect(read('currency', { value: '12345678901234567.89', symbol: '' })).toEqual({
      amount: '12345678901234567.89',
      currency: null,
    });
    expect(read('currency', 'COP 1.500.000')).toEqual({ amount: '1500000', currency: 'COP' });
    expect(read('currency', '$ 1.500', { format: '1.234,56', currency: 'COP' })).toEqual({
      amount: '1500',
      currency: 'COP',
    });
    expect(read('currency', '$ 1.500')).toBe(unreadable);
    expect(read('currency', 'mucho')).toBe(unreadable);
  });

  test('with a currency is refused where the field could not hold the currency', () => {
    const more = { stored: 'text', currency: 'COP' } as const;
    expect(write('currency', { amount: '10.5', currency: 'COP' }, more)).toBe('10.5');
    expect(write('currency', { amount: '10.5', currency: 'USD' }, more)).toEqual(new Unwritable(['currency']));
  });
});

describe('a choice', () => {
  const options = ['Web', 'Línea 018000'];
  test('has the names of an enum where all are sound', () => {
    expect(read('list', 'linea 018000', { options })).toBe('LINEA_018000');
    expect(read('list', 'Fax', { options })).toBe(unreadable);
    expect(write('list', 'WEB', { options })).toBe('Web');
  });

  test('is text where one name is not sound or two are the same', () => {
    expect(read('list', 'Fax', { options: [...options, '¡!'] })).toBe('Fax');
    expect(read('list', 'web ', { options: [...options, 'WEB!'] })).toBe('Web');
    expect(write('list', 'Fax', { options: [...options, '¡!'] })).toBeInstanceOf(Unwritable);
    expect(write('list', 'Fax')).toBe('Fax');
  });

  test('of several is kept as a list or as text', () => {
    expect(read('multi-select', ['Web', 'Línea 018000'], { options })).toEqual(['WEB', 'LINEA_018000']);
    expect(read('multi-select', 'Web; Línea 018000', { options })).toEqual(['WEB', 'LINEA_018000']);
    expect(read('multi-select', ['Web', 'Fax'], { options })).toBe(unreadable);
    expect(write('multi-select', ['WEB', 'LINEA_018000'], { options, stored: 'text' })).toBe('Web, Línea 018000');
  });

  test.each<[Json, unknown]>([
    [true, true],
    ['NO', false],
    ['sí', true],
    ['0', false],
    [1, true],
    ['n/a', null],
    ['quizás', unreadable],
  ])('of yes and no: %j is %s', (stored, value) => {
    expect(read('switch', stored)).toBe(value);
  });

  test('of yes and no is written in the tenant’s words', () => {
    expect(write('switch', true)).toBe(true);
    expect(write('switch', false, { format: 'Activo/Inactivo' })).toBe('Inactivo');
    expect(read('switch', 'inactivo', { format: 'Activo/Inactivo' })).toBe(false);
  });
});

describe('what does not fit', () => {
  test.each<[FieldTypeName, Json]>([
    ['e-mail', 'no es un correo'],
    ['url', 'javascript:alert(1)'],
    ['time', '25:00'],
    ['phone', 'llamar en la tarde'],
    ['phone-list', ['3001234567', 'la de siempre']],
    ['attachments', [{ name: 'a', url: 'javascript:alert(1)' }]],
    ['user', [1]],
    ['calculated', '#¡REF!'],
  ])('in a field of type %s is unreadable: %j', (type, stored) => {
    expect(read(type, stored)).toBe(unreadable);
  });

  test('is written nowhere', () => {
    expect(write('text', 'x'.repeat(2_501))).toBeInstanceOf(Unwritable);
    expect(write('text', 'a\ud800')).toBeInstanceOf(Unwritable);
    expect(write('description', 'x'.repeat(2_501))).toBe('x'.repeat(2_501));
    expect(write('url', 'ftp://example.org')).toBeInstanceOf(Unwritable);
    expect(write('phone', { country: 'COLOMBIA', code: 'x', value: '1' })).toEqual(new Unwritable(['code']));
    expect(write('phone-list', [{ country: 'COLOMBIA', code: '57', value: '' }])).toEqual(
      new Unwritable(['0', 'value']),
    );
    for (const type of ['calculated', 'related', 'search', 'random', 'unique', 'attachments'] as const) {
      expect(inputTypeOf(fieldOf(type), 'X')).toBeNull();
      expect(write(type, 'x')).toBeInstanceOf(Unwritable);
    }
  });
});

describe('what is written', () => {
  const word = fc
    .stringMatching(/^[a-zñáA-Z0-9][a-zñá A-Z0-9.,]{0,40}[a-zñáA-Z0-9]$/)
    .map((text) => text.normalize('NFC'));
  const instant = fc
    .date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((at) => {
      at.setUTCMilliseconds(0);
      return at;
    });
  const day = instant.map((at) => dayText(at.getTime(), 'YYYY-MM-DD'));
  const decimal = fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => (cents === 0 ? String(whole) : `${String(whole)}.${String(cents)}`));
  const phone = fc.record({
    country: fc.constant('COLOMBIA'),
    code: fc.constant('57'),
    value: fc.stringMatching(/^3\d{9}$/),
  });
  const login = fc.stringMatching(/^[a-z]{1,8}_\d{1,4}@[a-z]{3,8}$/);
  const numbers = [undefined, '1,234.56', '1.234,56'] as const;
  const options = ['Web', 'Línea 018000', 'Oficina'];
  const columns = [
    { label: 'Artículo ', field: 'articulo' },
    { label: '2', field: 'field2' },
  ];

  test.each<[FieldTypeName, fc.Arbitrary<unknown>, readonly Partial<FormField>[]]>([
    ['text', word, [{}]],
    ['description', word, [{}]],
    ['e-mail', fc.emailAddress(), [{}]],
    ['url', fc.webUrl(), [{}]],
    [
      'number',
      fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
      numbers.flatMap((format) => [{ format }, { format, stored: 'number' }]),
    ],
    [
      'currency',
      fc.record({ amount: decimal, currency: fc.constantFrom('COP', 'USD') }),
      numbers.map((format) => ({ format })),
    ],
    ['date', day, dateFormats.map((format) => ({ format }))],
    ['time', instant.map((at) => at.toISOString().slice(11, 19)), [{}]],
    ['date-time', instant, dateFormats.map((format) => ({ format }))],
    ['list', fc.constantFrom('WEB', 'LINEA_018000', 'OFICINA'), [{ options }]],
    ['radio', word.filter((text) => !isWordForNothing(text)), [{}]],
    [
      'multi-select',
      fc.uniqueArray(fc.constantFrom('WEB', 'LINEA_018000', 'OFICINA'), { minLength: 1 }),
      [{ options }, { options, stored: 'text' }],
    ],
    ['switch', fc.boolean(), [{}, { format: 'SI/NO' }, { format: 'Activo/Inactivo' }]],
  ])('in a field of type %s is read back as it was', (type, given, fields) => {
    fc.assert(
      fc.property(given, fc.constantFrom(...fields), (value, more) => {
        const stored = fieldTypes[type].write(value, fieldOf(type, more), tools);
        expect(stored).not.toBeInstanceOf(Unwritable);
        // As JSON, by way of the CRM.
        expect(read(type, JSON.parse(JSON.stringify(stored)) as Json, more)).toEqual(value);
      }),
      { numRuns: propertyRuns(400) },
    );
  });

  test.each<[FieldTypeName, fc.Arbitrary<unknown>, (value: never) => unknown, Partial<FormField>]>([
    ['phone', phone, (value: object) => value, {}],
    ['phone-list', fc.array(phone, { minLength: 1, maxLength: 3 }), (value: object) => value, {}],
    ['user', login, (user: string) => ({ user }), {}],
    [
      'user-list',
      fc.array(login, { minLength: 1, maxLength: 3 }),
      (users: readonly string[]) => users.map((user) => ({ user })),
      { stored: 'text' },
    ],
    [
      'table',
      fc.array(fc.record({ articulo: word, field2: word }), { minLength: 1, maxLength: 3 }),
      (rows: object) => rows,
      { columns },
    ],
  ])('in a field of type %s is found in what is read back', (type, given, expected, more) => {
    fc.assert(
      fc.property(given, (value) => {
        const stored = fieldTypes[type].write(value, fieldOf(type, more), tools);
        expect(stored).not.toBeInstanceOf(Unwritable);
        expect(read(type, JSON.parse(JSON.stringify(stored)) as Json, more)).toMatchObject(
          expected(value as never) as object,
        );
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});

test('any JSON in a field of any type is a value, null or unreadable, and never an error', () => {
  const stored = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d.,\-/: $]{0,24}$/));
  fc.assert(
    fc.property(stored, fc.constantFrom(...fieldTypeNames), (value, type) => {
      expect(() => readValue(value as Json, fieldOf(type), tools)).not.toThrow();
    }),
    { numRuns: propertyRuns(3_000) },
  );
});
