import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readEnvelope, readRows, saysNothingFound, saysWritten } from '../../../src/wolkvox/decoding/readEnvelope.js';
import { propertyRuns } from '../../support/propertyRuns.js';

function rowsOf(body: unknown, page = 1): readonly unknown[] | null {
  const envelope = readEnvelope(body, 'records');
  return envelope === null ? null : readRows(envelope, page);
}

describe('the envelope around records', () => {
  const row = { wolkvox_id: 'a' };

  test.each([
    [
      'code as text, error as the word null (rows 1 and 2)',
      { code: '200', error: 'null', msg: '1 records were are found', data: [row] },
    ],
    ['code as a number', { code: 200, error: 'null', data: [row] }],
    ['no code', { msg: '1 records were are found', data: [row] }],
    ['error as null', { code: '200', error: null, data: [row] }],
    ['no error (row 3)', { code: '200', msg: '1 registros encontrados.', data: [row] }],
    ['a Spanish message (row 7)', { code: '200', page: 1, msg: '1 registros encontrados.', data: [row] }],
    ['a bare array (row 8)', [row]],
    ['a single record in place of the list (row 9)', { code: '200', data: row }],
    ['an object numbered like an array with gaps', { code: '200', data: { 12: row } }],
    ['nothing but data', { data: [row] }],
    ['code 0', { code: 0, data: [row] }],
    ['a code with spaces', { code: ' 200 ', data: [row] }],
    ['code as the word null', { code: 'null', data: [row] }],
    ['an error that is the word false', { code: '200', error: 'False', data: [row] }],
  ])('is read with %s', (_name, body) => {
    expect(readEnvelope(body, 'records')?.isSuccess).toBe(true);
    expect(rowsOf(body)).toEqual([row]);
  });

  test.each([
    ['an empty array', { code: '200', data: [] }],
    ['an empty object', { code: '200', data: {} }],
    ['no data at all', { code: '200', error: 'null', msg: '0 records were are found' }],
    ['null', { code: '200', data: null }],
    ['empty text', { code: '200', data: '' }],
    ['spaces', { code: '200', data: ' ' }],
    ['false', { code: '200', data: false }],
    ['the word null', { code: '200', data: 'null' }],
    ['a bare empty array (rows 8 and 10)', []],
  ])('is empty, not an error, with %s (rows 9, 10 and 33)', (_name, body) => {
    expect(rowsOf(body)).toEqual([]);
  });

  test('is no list when it promises records and has none, or has something else in their place', () => {
    expect(rowsOf({ code: '200', msg: '7 records were are found' })).toBeNull();
    expect(rowsOf({ code: '200', msg: '7 records were are found', data: [] })).toBeNull();
    expect(rowsOf({ code: '200', msg: '17 registros encontrados', data: [] })).toBeNull();
    expect(rowsOf({ code: '200', msg: '400 records were are found', data: [] })).toBeNull();
    expect(rowsOf({ code: '200', msg: '7 records were are found', data: [] }, 2)).toEqual([]);
    expect(rowsOf({ code: '200', data: 'many' })).toBeNull();
    expect(rowsOf({ code: '200', data: 7 })).toBeNull();
  });

  test.each(['a1', '1a', ''])('is a single record when an object has a key that is no number: %j', (key) => {
    expect(rowsOf({ code: '200', data: { 0: row, [key]: row } })).toEqual([{ 0: row, [key]: row }]);
  });

  test('gives totals where it has them, as number or text, and none where they are missing (rows 5, 6 and 25)', () => {
    const total = (value: unknown) =>
      readEnvelope({ code: '200', 'Total records': value, data: [] }, 'records')?.totalRecords;
    expect(total(675)).toBe(675);
    expect(total('675')).toBe(675);
    expect(total(' 675 ')).toBe(675);
    expect(total('many')).toBeNull();
    expect(total('6 of 75')).toBeNull();
    expect(total([675])).toBeNull();
    expect(total(-1)).toBeNull();
    expect(readEnvelope({ code: '200', data: [] }, 'records')?.totalRecords).toBeNull();
  });
});

describe('an answer', () => {
  test('is a failure when its code or its error says so', () => {
    expect(readEnvelope({ code: 403, error: 'FORBIDDEN', msg: 'no' }, 'records')).toMatchObject({
      isSuccess: false,
      code: 403,
    });
    for (const code of ['500', 300, 199, 1]) expect(readEnvelope({ code }, 'records')?.isSuccess).toBe(false);
    expect(readEnvelope({ error: 'UNAUTHORIZED', msg: 'token' }, 'records')).toMatchObject({
      isSuccess: false,
      code: null,
      text: 'UNAUTHORIZED token',
    });
    expect(readEnvelope({ code: 200, error: 'BAD REQUEST' }, 'written')?.isSuccess).toBe(false);
    expect(readEnvelope({ code: 200, error: { reason: 'x' } }, 'written')?.isSuccess).toBe(false);
    expect(readEnvelope({ error: 'ERROR' }, 'written')).toMatchObject({ isSuccess: false, text: 'ERROR' });
  });

  test('speaks in texts only', () => {
    expect(readEnvelope({ msg: 'ok' }, 'written')).toMatchObject({ isSuccess: true, text: 'ok' });
    expect(readEnvelope({ code: 200, msg: { a: 1 } }, 'written')?.text).toBe('');
    expect(readEnvelope([], 'records')?.text).toBe('');
  });

  test.each([
    null,
    'text',
    7,
    true,
    {},
    { message: 'no Route matched' },
    { code: 'OK' },
    { code: { a: 1 } },
    { code: '2000' },
    { code: 'x200' },
  ])('that is no envelope is none: %j', (body) => {
    expect(readEnvelope(body, 'written')).toBeNull();
  });

  test('that is a bare array is none where records are not expected', () => {
    expect(readEnvelope([], 'written')).toBeNull();
    expect(readEnvelope([], 'object')).toBeNull();
  });

  test('is read whatever it holds, without an exception', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          code: fc.jsonValue(),
          error: fc.jsonValue(),
          msg: fc.jsonValue(),
          data: fc.jsonValue(),
          'Total records': fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anything, (body) => {
        const envelope = readEnvelope(body, 'records');
        if (envelope !== null) expect([null, true]).toContain(readRows(envelope, 1) === null ? null : true);
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });
});

describe('words for nothing found', () => {
  test.each([
    '0 records were are found',
    'NOT FOUND 0 registros encontrados.',
    'No se encontraron registros',
    'No records found',
    'Sin resultados',
  ])('are known: %s', (text) => {
    expect(saysNothingFound(text)).toBe(true);
  });

  test.each(['10 records were are found', 'File not found.', 'validate dates', ''])('are not seen in: %s', (text) => {
    expect(saysNothingFound(text)).toBe(false);
  });
});

describe('words for something written', () => {
  test.each([
    'Succesfully create record',
    'SUCCESSFULLY EDIT RECORD 3',
    'OK: successful',
    'Registro guardado exitosamente',
    'Creación exitosa',
    'Creado con éxito, no se requiere nada más',
    'Guardado correctamente',
  ])('are known: %s', (text) => {
    expect(saysWritten(text)).toBe(true);
  });

  test.each([
    '',
    'FORBIDDEN',
    'Unsuccessful',
    'Not successful',
    'The record has not been successfully created',
    'The record couldn’t be saved successfully',
    'Nunca se guardó con éxito',
    'sin éxito',
    'El registro no pudo ser guardado correctamente',
    'exitosos',
  ])('are not seen in: %s', (text) => {
    expect(saysWritten(text)).toBe(false);
  });

  test('are denied by a word shortly before them only', () => {
    expect(saysWritten('no one two three four success successful')).toBe(true);
    expect(saysWritten('no one two three four successful')).toBe(false);
  });
});
