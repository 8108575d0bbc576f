import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, maxPosition } from '../../src/reading/cursor.js';

const pack = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  test('comes back as it was packed', () => {
    fc.assert(
      fc.property(fc.nat({ max: maxPosition - 1 }), fc.string({ maxLength: 40 }), (position, recordId) => {
        const place = { position, list: 'a-list', recordId };
        expect(decodeCursor(encodeCursor(place), 'a-list')).toEqual(place);
      }),
    );
  });

  test('is refused on another list', () => {
    const cursor = encodeCursor({ position: 3, list: 'a-list', recordId: 'x' });
    expect(() => decodeCursor(cursor, 'another')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'after', problem: 'is a cursor of another list' }),
    );
  });

  test.each([
    ['nothing', ''],
    ['words', 'next please'],
    ['base64 of no JSON', Buffer.from('{').toString('base64url')],
    ['no list', pack({ position: 1 })],
    ['a list too short', pack([1, 2, 'a-list'])],
    ['another version', pack([2, 2, 'a-list', 'x'])],
    ['a negative position', pack([1, -1, 'a-list', 'x'])],
    ['a fraction', pack([1, 1.5, 'a-list', 'x'])],
    ['a position beyond all lists', pack([1, maxPosition, 'a-list', 'x'])],
    ['a position as text', pack([1, '1', 'a-list', 'x'])],
    ['a record id that is no text', pack([1, 1, 'a-list', 7])],
    ['something endless', pack([1, 1, 'a-list', 'x'.repeat(5_000)])],
    ['standard base64', `${pack([1, 1, 'a-list', 'x'])}==`],
  ])('is refused when it is %s', (_what, text) => {
    expect(() => decodeCursor(text, 'a-list')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'after' }),
    );
  });

  test('made of any text is either read or refused as the caller’s mistake', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => decodeCursor(text, 'a-list')).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
      }),
    );
  });
});
