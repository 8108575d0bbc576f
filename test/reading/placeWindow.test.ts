import { describe, expect, test } from '@jest/globals';
import type { ListWindow } from '../../src/model/List.js';
import { encodeCursor } from '../../src/reading/cursor.js';
import { placeWindow } from '../../src/reading/placeWindow.js';

const place = (window: Partial<ListWindow>) =>
  placeWindow({ first: 20, after: null, offset: null, ...window }, 'a-list');
const cursorAt = (position: number): string => encodeCursor({ position, list: 'a-list', recordId: 'x' });

describe('a window', () => {
  test('begins at the start of the list, at an offset, or behind a cursor', () => {
    expect(place({})).toEqual({ offset: 0, first: 20 });
    expect(place({ offset: 37 })).toEqual({ offset: 37, first: 20 });
    expect(place({ after: cursorAt(37) })).toEqual({ offset: 38, first: 20 });
  });

  test.each<{ window: Partial<ListWindow>; argument: string }>([
    { window: { first: 0 }, argument: 'first' },
    { window: { first: -1 }, argument: 'first' },
    { window: { first: 101 }, argument: 'first' },
    { window: { first: 1.5 }, argument: 'first' },
    { window: { offset: -1 }, argument: 'offset' },
    { window: { offset: Number.MAX_SAFE_INTEGER }, argument: 'offset' },
    { window: { offset: 0, after: cursorAt(1) }, argument: 'offset' },
    { window: { after: '' }, argument: 'after' },
    { window: { after: 'garbage' }, argument: 'after' },
  ])('of $window is refused, naming $argument', ({ window, argument }) => {
    expect(() => place(window)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', argument }));
  });

  test('may have 1 to 100 rows', () => {
    expect(place({ first: 1 }).first).toBe(1);
    expect(place({ first: 100 }).first).toBe(100);
  });
});
