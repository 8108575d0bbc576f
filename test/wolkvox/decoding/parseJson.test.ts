import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseJson } from '../../../src/wolkvox/decoding/parseJson.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const runs = { numRuns: propertyRuns(1_000) };

function valueOf(text: string): unknown {
  const parsed = parseJson(text);
  if (parsed.kind !== 'parsed') throw new Error(`not parsed: ${parsed.kind}`);
  return parsed.value;
}

describe('parseJson', () => {
  test('gives back any value that JSON holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text));
        expect(JSON.stringify(valueOf(text))).toBe(text);
      }),
      runs,
    );
  });

  test('keeps integers of any length to the last digit, as text where a number cannot hold them', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
        fc.constantFrom('', ' ', '\n\t'),
        (big, space) => {
          const value = valueOf(`{"a":[${space}${big}${space}],"b":${big}}`);
          const isSafe = big >= BigInt(Number.MIN_SAFE_INTEGER) && big <= BigInt(Number.MAX_SAFE_INTEGER);
          const expected = isSafe ? Number(big) : String(big);
          expect(value).toEqual({ a: [expected], b: expected });
        },
      ),
      runs,
    );
  });

  test('keeps the seventeen digits of a case number sent as a number', () => {
    expect(valueOf('{"idCase":24521105632142745}')).toEqual({ idCase: '24521105632142745' });
  });

  test('leaves long digits within text, and text within keys, alone', () => {
    expect(valueOf('{"12345678901234567890":"9999999999999999999 \\" 1e999 [["}')).toEqual({
      '12345678901234567890': '9999999999999999999 " 1e999 [[',
    });
  });

  test('accepts no text that the engine refuses, and refuses none that it accepts but for numbers and depth', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '0',
      '1e-5',
      'true',
      'null',
      ' ',
      '.5',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
        const text = fragments.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(parseJson(text).kind).not.toBe('parsed');
          return;
        }
        expect(parseJson(text)).toEqual({ kind: 'parsed', value: expected });
      }),
      { numRuns: propertyRuns(5_000) },
    );
  });

  test('survives any text and any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(['parsed', 'cut', 'refused']).toContain(parseJson(text).kind);
      }),
      runs,
    );
  });

  test('knows every text that was cut in the middle', () => {
    const text = JSON.stringify({ code: '200', data: [{ a: 'x"y\\', b: [1, { c: null }] }] });
    for (let length = 1; length < text.length; length += 1) expect(parseJson(text.slice(0, length)).kind).toBe('cut');
  });

  test.each(['1e999', '-1e999', '{"a":[1e400]}', `${'9'.repeat(400)}.5`])(
    'refuses a number that no double holds',
    (text) => {
      expect(parseJson(text)).toEqual({ kind: 'refused' });
    },
  );

  test.each(['2.4521105632142745e+16', '24521105632142745.0', '1234567890123456.75', '0.12345678901234567891'])(
    'has Infinity, which no JSON can say, for a number whose digits a double does not keep: %s',
    (number) => {
      expect(valueOf(`{"a":[${number}],"b":${number},"c":1}`)).toEqual({ a: [Infinity], b: Infinity, c: 1 });
    },
  );

  test.each(['19.990000000000002', '0.1', '1e300', '-2.5E-3', '1e15', '123456789012.345', '0.10000000000000001'])(
    'keeps a number whose digits a double keeps: %s',
    (number) => {
      expect(valueOf(`[${number}, 24521105632142745]`)).toEqual([Number(number), '24521105632142745']);
      expect(valueOf(`[${number}]`)).toEqual([Number(number)]);
    },
  );

  test('refuses a number in the place of a key, however long', () => {
    expect(parseJson('{12345678901234567890 : 1}')).toEqual({ kind: 'refused' });
  });

  test.each(['\uFEFF[]', 'Warning: Undefined index in /app/x.php on line 3\n{"code":"200"}', '', '[1,]', "{'a':1}"])(
    'refuses what is not quite JSON',
    (text) => {
      expect(parseJson(text)).toEqual({ kind: 'refused' });
    },
  );

  test('takes sixty-four levels and refuses a hundred thousand without recursion', () => {
    expect(parseJson('['.repeat(64) + ']'.repeat(64)).kind).toBe('parsed');
    expect(parseJson('['.repeat(65) + ']'.repeat(65)).kind).toBe('refused');
    expect(parseJson('{"a":'.repeat(100_000)).kind).toBe('refused');
  });

  test('takes the key __proto__ for a key like any other', () => {
    const value = valueOf('{"__proto__":{"polluted":true},"a":1}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
