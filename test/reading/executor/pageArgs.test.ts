import { describe, expect, test } from '@jest/globals';
import type { ListWindow } from '../../../src/model/List.js';
import { type ResumeToken, encodeCursor } from '../../../src/reading/executor/ResumeToken.js';
import { decodePageArgs } from '../../../src/reading/executor/pageArgs.js';

const place = (window: Partial<ListWindow>) =>
  decodePageArgs({ first: 20, after: null, offset: null, ...window }, 'a-list');
const cursor: ResumeToken = {
  list: 'a-list',
  field: 'status',
  order: { direction: 1, steps: 6 },
  isBackward: false,
  recordId: 'x',
  places: [{ position: 38, anchorId: 'x' }],
  shownElsewhere: [false],
};

describe('a window', () => {
  test('begins at the start of the list, at an offset, or behind a cursor', () => {
    expect(place({})).toEqual({ offset: 0, first: 20, resume: null, order: null });
    expect(place({ offset: 37 })).toEqual({ offset: 37, first: 20, resume: null, order: null });
    expect(place({ after: encodeCursor(cursor) })).toEqual({ offset: 0, first: 20, resume: cursor, order: null });
  });

  test.each<{ window: Partial<ListWindow>; argument: string }>([
    { window: { first: 0 }, argument: 'first' },
    { window: { first: -1 }, argument: 'first' },
    { window: { first: 101 }, argument: 'first' },
    { window: { first: 1.5 }, argument: 'first' },
    { window: { offset: -1 }, argument: 'offset' },
    { window: { offset: Number.MAX_SAFE_INTEGER }, argument: 'offset' },
    { window: { offset: 0, after: encodeCursor(cursor) }, argument: 'offset' },
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
