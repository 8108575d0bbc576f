import { describe, expect, test } from '@jest/globals';
import { parseValue } from 'graphql';
import { Base64 } from '../../src/resolvers/scalars/Base64.js';
import { DateTime } from '../../src/resolvers/scalars/DateTime.js';
import { EmailAddress } from '../../src/resolvers/scalars/EmailAddress.js';
import { ID } from '../../src/resolvers/scalars/ID.js';
import { JSONObject, JSONValue } from '../../src/resolvers/scalars/Json.js';

/** The message with which a scalar refuses a value, as variable or literal. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was not refused.');
}

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('DateTime', () => {
  test('reads an instant in any offset, from variable and literal', () => {
    const instant = new Date('2026-03-05T19:07:31.000Z');
    expect(DateTime.parseValue('2026-03-05T14:07:31-05:00')).toEqual(instant);
    expect(DateTime.parseLiteral(parseValue('"2026-03-05T19:07:31Z"'))).toEqual(instant);
  });

  test.each(['2026-03-05T14:07:31', '2026-03-05', '2026-02-30T00:00:00Z', 'secret', '', 5, null, {}])(
    'refuses %j without repeating it',
    (value) => {
      expect(refusal(() => DateTime.parseValue(value))).toBe('Expected an RFC 3339 date and time with an offset.');
    },
  );

  test('reads the last moment of the year 9999 at any offset, and compares it as a number', () => {
    const last = DateTime.parseValue('9999-12-31T23:59:59-05:00');
    expect(last.getTime()).toBeGreaterThan(Date.parse('9999-12-31T23:59:59Z'));
  });

  test.each(['+010000-01-01T00:00:00Z', '10000-01-01T00:00:00Z', '24-01-01T00:00:00Z', '2023-02-29T00:00:00Z'])(
    'refuses %j, whose year has not four digits or whose day no calendar has',
    (value) => {
      expect(refusal(() => DateTime.parseValue(value))).toBe('Expected an RFC 3339 date and time with an offset.');
    },
  );

  test('writes null where RFC 3339 has no text: years have four digits', () => {
    expect(DateTime.serialize(new Date('+010000-01-01T04:59:59Z'))).toBeNull();
    expect(DateTime.serialize(new Date('-000001-01-01T00:00:00Z'))).toBeNull();
    expect(DateTime.serialize(new Date('9999-12-31T23:59:59.999Z'))).toBe('9999-12-31T23:59:59.999Z');
  });

  test('writes text at UTC, and null for an instant that is none', () => {
    expect(DateTime.serialize(new Date('2026-03-05T14:07:31-05:00'))).toBe('2026-03-05T19:07:31.000Z');
    expect(DateTime.serialize(new Date(Number.NaN))).toBeNull();
  });
});

describe('EmailAddress', () => {
  test('reads an address', () => {
    expect(EmailAddress.parseValue('ana.maria+crm@example.com')).toBe('ana.maria+crm@example.com');
    expect(EmailAddress.parseLiteral(parseValue('"ana@example.com"'))).toBe('ana@example.com');
  });

  test.each(['ana', 'ana@', 'ana maria@example.com', '', 7, `${'a'.repeat(250)}@example.com`])(
    'refuses %j without repeating it',
    (value) => {
      expect(refusal(() => EmailAddress.parseValue(value))).toBe('Expected an e-mail address.');
    },
  );
});

describe('EmailAddress beyond ASCII', () => {
  test.each([
    'muñoz@peñaranda.example',
    'josé.nuñez@correo.co',
    '用户@例子.广告',
    'δοκιμή@παράδειγμα.gr',
    'a@xn--pea-8ma.co',
  ])('reads %j', (address) => {
    expect(EmailAddress.parseValue(address)).toBe(address);
  });

  test('gives an address in one Unicode form, without the spaces around it', () => {
    expect(EmailAddress.parseValue(' mun\u0303oz@correo.co ')).toBe('muñoz@correo.co');
  });

  test.each([
    'a\u200b@correo.co',
    'a b@ñ.co',
    'ñ@',
    '@ñ.co',
    'ñ@-ñ.co',
    'ñ@ñ..co',
    'a@b@ñ.co',
    'a\ud83d@ñ.co',
    'ñ@ñ.co\n;',
  ])('refuses %j', (value) => {
    expect(refusal(() => EmailAddress.parseValue(value))).toBe('Expected an e-mail address.');
  });
});

describe('ID', () => {
  test('reads text as it is, and integers that a number holds by their digits', () => {
    expect(ID.parseValue('24521105632142745')).toBe('24521105632142745');
    expect(ID.parseValue(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
    expect(ID.parseLiteral(parseValue('12'))).toBe('12');
    expect(ID.parseLiteral(parseValue('"24521105632142745"'))).toBe('24521105632142745');
  });

  test.each([9007199254740992, Number('1234567890123456788'), -9007199254740992, 1e300, 1.5, true, null, {}, ['x']])(
    'refuses %j, which may be another id than was meant',
    (value) => {
      expect(refusal(() => ID.parseValue(value))).toMatch(/^An ID has to be text/);
    },
  );

  test('refuses a literal whose digits a number does not hold', () => {
    expect(refusal(() => ID.parseLiteral(parseValue('9007199254740993')))).toMatch(/^An ID has to be text/);
    expect(refusal(() => ID.parseLiteral(parseValue('1.5')))).toMatch(/^An ID has to be text/);
  });

  test('writes text and numbers as text', () => {
    expect(ID.serialize('a')).toBe('a');
    expect(ID.serialize(12)).toBe('12');
  });
});

describe('Base64', () => {
  test.each(['', 'aG9sYQ==', 'aG9sYXM=', 'aG9sYW1p', '+/+/'])('reads %j and keeps it text', (text) => {
    expect(Base64.parseValue(text)).toBe(text);
    expect(Base64.parseLiteral(parseValue(JSON.stringify(text)))).toBe(text);
  });

  test.each(['aG9sYQ', 'aG9sYQ=', 'aG9s\nYQ==', '-_-_', 'a*==', 'aG9sYR==', ' aG9sYQ==', 'data:;base64,aG9sYQ==', 7])(
    'refuses %j',
    (value) => {
      expect(() => Base64.parseValue(value)).toThrow('Expected standard base64 text');
    },
  );

  test('reads megabytes without trouble', () => {
    const text = Buffer.alloc(2 * 1024 * 1024, 7).toString('base64');
    expect(Base64.parseValue(text)).toBe(text);
  });
});

describe('JSON', () => {
  test('reads any value as it is', () => {
    const value = { a: [1, 2.5, null, true, 'x'], 'with space ': { b: {} } };
    expect(JSONValue.parseValue(value)).toBe(value);
    expect(JSONValue.parseLiteral(parseValue('{ a: [1, 2.5, null, true, "x", $v] }'), { v: 'w' })).toEqual({
      a: [1, 2.5, null, true, 'x', 'w'],
    });
  });

  test('takes a variable inside a literal for any value as long as there are no variables', () => {
    // This is how the document is validated; the value is looked at when the field runs.
    expect(JSONObject.parseLiteral(parseValue('{ a: $v, b: [$v] }'))).toEqual({ a: null, b: [null] });
    const tooLong = { v: 24521105632142745n };
    expect(() => JSONObject.parseLiteral(parseValue('{ a: $v }'), tooLong)).toThrow('Expected JSON');
  });

  test('refuses integers whose last digits a number cannot hold', () => {
    expect(() => JSONValue.parseValue(JSON.parse('{ "id": 24521105632142745 }'))).toThrow('as text');
    expect(() => JSONValue.parseLiteral(parseValue('{ id: 24521105632142745 }'))).toThrow('as text');
    expect(JSONValue.parseValue({ id: '24521105632142745' })).toEqual({ id: '24521105632142745' });
  });

  test('refuses what is nested deeper than 32 levels, however deep', () => {
    expect(JSONValue.parseValue(nested(32))).toEqual(nested(32));
    expect(() => JSONValue.parseValue(nested(33))).toThrow('32 levels');
    expect(() => JSONValue.parseValue(nested(5_000))).toThrow('32 levels');
  });

  test('refuses keys that could lead an object astray, and leaves all objects as they were', () => {
    expect(() => JSONValue.parseValue(JSON.parse('{ "a": { "__proto__": { "polluted": true } } }'))).toThrow();
    expect(() => JSONValue.parseLiteral(parseValue('{ __proto__: { polluted: true } }'))).toThrow();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('writes whatever is stored', () => {
    expect(JSONValue.serialize({ a: 1 })).toEqual({ a: 1 });
  });
});

describe('JSONObject', () => {
  test('reads objects and nothing else', () => {
    expect(JSONObject.parseValue({ a: 1 })).toEqual({ a: 1 });
    for (const value of [[], 'x', 1, null])
      expect(() => JSONObject.parseValue(value)).toThrow('Expected a JSON object.');
    expect(() => JSONObject.parseLiteral(parseValue('[1]'))).toThrow('Expected a JSON object.');
  });
});
