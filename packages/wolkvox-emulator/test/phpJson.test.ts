import { describe, expect, test } from '@jest/globals';
import { parseJson } from '../src/Json.js';
import { PhpJson } from '../src/phpJson.js';

describe('JSON as PHP writes it', () => {
  const php = new PhpJson(true);

  test('escapes slashes and everything beyond ASCII, in keys too', () => {
    expect(php.encode({ 'Línea/año ': 'a/b ñ 🙏' })).toBe(
      '{"L\\u00ednea\\/a\\u00f1o ":"a\\/b \\u00f1 \\ud83d\\ude4f"}',
    );
  });

  test('keeps quotes, line ends and control characters readable', () => {
    expect(php.encode('"\r\n\t\u0001\\')).toBe('"\\"\\r\\n\\t\\u0001\\\\"');
  });

  test('turns an object without keys into a list, or not, as told', () => {
    expect(php.encode({ form: {} })).toBe('{"form":[]}');
    expect(new PhpJson(false).encode({ form: {} })).toBe('{"form":{}}');
  });

  test('writes integers of 17 digits to the last one', () => {
    expect(php.encode({ idCase: 24521105632142745n })).toBe('{"idCase":24521105632142745}');
  });

  test('writes what JSON.parse reads back', () => {
    const value = { a: [1, 'dos', null, true, { ñ: ['/', '"'] }], wolkvox_id: 'x' };
    expect(JSON.parse(php.encode(value))).toEqual(value);
    expect(php.encode(value)).toBe(php.encode(value));
  });

  test('treats a key named __proto__ as data', () => {
    const value = parseJson('{"__proto__":{"a":1}}');
    expect(php.encode(value ?? null)).toBe('{"__proto__":{"a":1}}');
  });
});
