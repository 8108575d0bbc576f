import { describe, expect, test } from '@jest/globals';
import { canIdentify } from '../../../src/model/values/identity.js';

describe('what identifies nobody', () => {
  test.each([
    'N/A',
    'n/a',
    ' N/A ',
    'NA',
    'null',
    'NULL',
    'none',
    'undefined',
    '-',
    '--',
    '.',
    '?',
    '(null)',
    '"none"',
  ])('as an id, a login, an address or a document number: %j', (value) => {
    for (const field of ['id', 'user', 'email', 'contactId', 'identification', 'customerId']) {
      expect([field, canIdentify(field, value)]).toEqual([field, false]);
    }
  });

  test.each([
    ['zeros', '0'],
    ['zeros', '0000000'],
    ['zeros', '0-0'],
    ['Colombia’s consumer without a name', '222222222222'],
    ['the same with its check digit', '222222222222-7'],
    ['the same with points', '222.222.222.222'],
    ['Ecuador’s', '9999999999999'],
    ['Mexico’s', 'XAXX010101000'],
    ['Guatemala’s', 'C/F'],
    ['Chile’s', '66666666-6'],
    ['a word', 'Sin Identificación'],
    ['a word', 'consumidor final'],
    ['a word', 'S/N'],
  ])('as a document number only: %s, %j', (_name, value) => {
    expect(canIdentify('identification', value)).toBe(false);
    expect(canIdentify('customerId', value)).toBe(false);
    expect(canIdentify('contactIdentification', value)).toBe(false);
  });

  test.each(['1020304050', '11111111', '1111111111', '900123456-7', 'N4A', 'nullo', 'CC-1', '00012345'])(
    'is not to be mistaken for a document number: %j',
    (value) => {
      expect(canIdentify('identification', value)).toBe(true);
    },
  );

  test('may be a value like any other where it names no record', () => {
    expect(canIdentify('status', 'N/A')).toBe(true);
    expect(canIdentify('sequence', '0')).toBe(true);
  });
});
