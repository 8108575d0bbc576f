import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/model/Json.js';
import { canonicalText } from '../../src/writing/journal/canonicalText.js';
import { parseEvidence, type RecoveryEvidence } from '../../src/writing/journal/RecoveryEvidence.js';
import { JournalCipher } from '../../src/writing/journal/JournalCipher.js';
import { propertyRuns } from '../support/propertyRuns.js';

const secret = Buffer.alloc(32, 7);
const cipher = new JournalCipher(secret, 'token', 'demo');
const evidence: RecoveryEvidence = {
  kind: 'createdCase',
  contactEmail: 'ana@example.com',
  marker: '7f3a9c2e',
  begins: '',
};

describe('the canonical text of an input', () => {
  test('does not depend on the order of keys, the Unicode form or the spelling of a number', () => {
    expect(canonicalText({ b: [1, { y: 'ñ'.normalize('NFD'), x: null }], a: 1.0 })).toBe(
      canonicalText({ a: 1, b: [1, { x: null, y: 'ñ'.normalize('NFC') }] }),
    );
  });

  test.each([
    [
      [1, 2],
      [2, 1],
    ],
    ['1', 1],
    [null, 'null'],
    [{ a: null }, {}],
    [['a,b'], ['a', 'b']],
    [{ a: '1","b":"2' }, { a: '1', b: '2' }],
  ])('tells %j from %j', (left, right) => {
    expect(canonicalText(toJson(left))).not.toBe(canonicalText(toJson(right)));
  });

  test('is the same for two values only if they are the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const isSame = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
        expect(canonicalText(toJson(left)) === canonicalText(toJson(right))).toBe(isSame);
      }),
      { numRuns: propertyRuns(1000) },
    );
  });
});

describe('the journal’s cipher', () => {
  test('gives other keys to other tenants, mutations and callers’ keys', () => {
    const others = [
      cipher.journalKey('createCase', 'key-1'),
      cipher.journalKey('createCase', 'key-2'),
      cipher.journalKey('createContact', 'key-1'),
      cipher.journalKey('createCasek', 'ey-1'),
      new JournalCipher(secret, 'token', 'other').journalKey('createCase', 'key-1'),
      new JournalCipher(Buffer.alloc(32, 8), 'token', 'demo').journalKey('createCase', 'key-1'),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  test('keeps keys, inputs and markers the same when the token changes', () => {
    const later = new JournalCipher(secret, 'another token', 'demo');
    expect(later.journalKey('createCase', 'key-1')).toBe(cipher.journalKey('createCase', 'key-1'));
    expect(later.inputHash('key', { a: 1 })).toBe(cipher.inputHash('key', { a: 1 }));
    expect(later.marker('key')).toBe(cipher.marker('key'));
  });

  test('does not show equal inputs of two keys as equal', () => {
    expect(cipher.inputHash('key-1', { a: 1 })).not.toBe(cipher.inputHash('key-2', { a: 1 }));
  });

  test('seals evidence: nothing of it can be seen, and only the same token opens it', () => {
    const sealed = cipher.seal(evidence);
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('example');
    expect(cipher.seal(evidence)).not.toBe(sealed);
    expect(cipher.unseal(sealed)).toEqual(evidence);
    expect(new JournalCipher(secret, 'another token', 'demo').unseal(sealed)).toBeNull();
  });

  test('takes evidence that was tampered with, cut or made up for none', () => {
    const bytes = Buffer.from(cipher.seal(evidence), 'base64');
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    expect(cipher.unseal(bytes.toString('base64'))).toBeNull();
    expect(cipher.unseal(bytes.subarray(0, 20).toString('base64'))).toBeNull();
    expect(cipher.unseal('')).toBeNull();
    expect(parseEvidence('{"kind":"createdCase"}')).toBeNull();
    expect(parseEvidence('not json')).toBeNull();
  });
});

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, child]) => [key, toJson(child)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'string') return value.normalize('NFC');
  if (Object.is(value, -0)) return 0;
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, child]) => [key.normalize('NFC'), sorted(child)] as const);
  return { members: members.sort(([a], [b]) => (a < b ? -1 : 1)) };
}
