import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ResumeToken,
  decodeCursor,
  encodeCursor,
  finished,
  maxPosition,
  unread,
} from '../../../src/reading/executor/ResumeToken.js';
import type { ShownParts } from '../../../src/reading/executor/ShownElsewhere.js';

const pack = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const place = { position: 3, anchorId: 'x' };
const cursor: ResumeToken = {
  list: 'a-list',
  field: 'status',
  order: { direction: 1, steps: 6 },
  isBackward: false,
  recordId: 'x',
  places: [place],
  shownElsewhere: [false],
};

describe('a cursor', () => {
  const anyPlace = fc.oneof(
    fc.constant(finished),
    fc.constant(unread),
    fc.record({
      position: fc.integer({ min: 1, max: maxPosition }),
      anchorId: fc.option(fc.string({ maxLength: 8 }), { nil: null }),
    }),
  );

  test('comes back as it was packed', () => {
    fc.assert(
      fc.property(
        fc.record({
          recordId: fc.string({ maxLength: 40 }),
          isBackward: fc.boolean(),
          order: fc.record({
            direction: fc.constantFrom(1 as const, -1 as const),
            steps: fc.option(fc.nat({ max: 6 }), { nil: null }),
          }),
          places: fc.array(anyPlace, { minLength: 1, maxLength: 50 }),
          shownElsewhere: fc.option(
            fc
              .tuple(
                fc.boolean(),
                fc.array(fc.tuple(fc.nat({ max: 49 }), fc.string({ maxLength: 8 })), { maxLength: 9 }),
              )
              .map(([isWhole, shown]): ShownParts => [isWhole, ...shown.flat()]),
            { nil: null },
          ),
        }),
        (parts) => {
          const original = { ...cursor, ...parts };
          expect(decodeCursor(encodeCursor(original), 'a-list')).toEqual(original);
        },
      ),
    );
  });

  test('of the longest list of values is still short enough to come back', () => {
    const places = Array.from({ length: 50 }, () => ({ position: maxPosition, anchorId: '12345678' }));
    const shown = Array.from({ length: 100 }, () => [49, '12345678']).flat();
    const longest: ResumeToken = { ...cursor, recordId: 'f'.repeat(24), places, shownElsewhere: [true, ...shown] };
    expect(decodeCursor(encodeCursor(longest), 'a-list')).toEqual(longest);
  });

  test('is refused on another list', () => {
    expect(() => decodeCursor(encodeCursor(cursor), 'another')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'after', problem: 'is a cursor of another list' }),
    );
  });

  test.each([
    ['nothing', ''],
    ['words', 'next please'],
    ['base64 of no JSON', Buffer.from('{').toString('base64url')],
    ['no list', pack({ position: 1 })],
    ['a list too short', pack([3, 'a-list', 'status'])],
    ['the version before', pack([2, 'a-list', 'status', 1, 'x', [1, 'x']])],
    ['another version', pack([4, 'a-list', 'status', 1, 0, 'x', [1, 'x']])],
    ['no direction of reading', pack([3, 'a-list', 'status', 1, 2, 'x', [1, 'x']])],
    ['a negative position', pack([3, 'a-list', 'status', 1, 0, 'x', [-3, 'x']])],
    ['a fraction', pack([3, 'a-list', 'status', 1, 0, 'x', [1.5, 'x']])],
    ['a position beyond all lists', pack([3, 'a-list', 'status', 1, 0, 'x', [maxPosition + 1, 'x']])],
    ['a position as text', pack([3, 'a-list', 'status', 1, 0, 'x', ['1', 'x']])],
    ['a tag that is no text', pack([3, 'a-list', 'status', 1, 0, 'x', [1, 7]])],
    ['a tag too long', pack([3, 'a-list', 'status', 1, 0, 'x', [1, '123456789']])],
    ['half a place', pack([3, 'a-list', 'status', 1, 0, 'x', [1]])],
    ['no place', pack([3, 'a-list', 'status', 1, 0, 'x', []])],
    ['an order that is none', pack([3, 'a-list', 'status', 9, 0, 'x', [1, 'x']])],
    ['a record id that is no text', pack([3, 'a-list', 'status', 1, 0, 7, [1, 'x']])],
    ['records shown elsewhere that are none', pack([3, 'a-list', 'status', 1, 0, 'x', [1, 'x'], [true, 'x', 1]])],
    ['half a record shown elsewhere', pack([3, 'a-list', 'status', 1, 0, 'x', [1, 'x'], [true, 1]])],
    ['something endless', pack([3, 'a-list', 'status', 1, 0, 'x'.repeat(5_000), [1, 'x']])],
    ['standard base64', `${pack([3, 'a-list', 'status', 1, 0, 'x', [1, 'x']])}==`],
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
