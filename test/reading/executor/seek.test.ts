import { describe, expect, test } from '@jest/globals';
import { noRecord } from '../../../src/reading/executor/ResumeToken.js';
import { seek as findIn, type Anchor, type PageRows, type Start } from '../../../src/reading/executor/seek.js';

/** Ids in the order of their records. */
const id = (number: number): string => `id-${String(number).padStart(5, '0')}`;
const ids = (...numbers: readonly number[]): readonly string[] => numbers.map(id);

const anchorId: Anchor = {
  place: { position: 5, anchorId: id(50).slice(-8) },
  order: { direction: 1, steps: 6 },
  recordId: id(50),
  isOneOfSeveral: false,
};

/** The place found on the first page that is read. */
function seek(page: Omit<PageRows, 'shownUpTo'>, from: Anchor): Omit<Start, 'isReached'> {
  const { isReached, ...start } = findIn({ ...page, shownUpTo: 0 }, from);
  expect(isReached).toBe(true);
  return start;
}

describe('the place to go on from', () => {
  test('is where it was when the remembered row still stands before it', () => {
    expect(seek({ start: 4, ids: ids(50, 60, 70) }, anchorId)).toEqual({ position: 5, isCertain: true });
  });

  test('is behind the remembered row wherever that stands on the page', () => {
    expect(seek({ start: 4, ids: ids(30, 40, 50, 60) }, anchorId)).toEqual({ position: 7, isCertain: true });
    expect(seek({ start: 0, ids: ids(10, 20, 50, 60, 70) }, anchorId)).toEqual({ position: 3, isCertain: true });
  });

  test('is uncertain behind a row that moved in a list seen to keep to no order', () => {
    // As where the record changed last comes first: one that was not shown yet may have passed the place.
    const page = { start: 4, ids: ids(90, 50, 60) };
    const unordered: Anchor = { ...anchorId, order: { direction: 1, steps: null } };
    expect(seek(page, unordered)).toEqual({ position: 6, isCertain: false });
    expect(seek(page, { ...anchorId, order: { direction: 1, steps: 2 } }).isCertain).toBe(true);
    expect(seek({ start: 4, ids: ids(50, 90, 60) }, unordered)).toEqual({ position: 5, isCertain: true });
  });

  test('is told by the order of the records when the remembered row is gone', () => {
    expect(seek({ start: 3, ids: ids(40, 60, 70) }, anchorId)).toEqual({ position: 4, isCertain: true });
    expect(seek({ start: 0, ids: ids(60, 70) }, anchorId)).toEqual({ position: 0, isCertain: true });
    const newestFirst: Anchor = { ...anchorId, order: { direction: -1, steps: 6 } };
    expect(seek({ start: 3, ids: ids(60, 40, 30) }, newestFirst)).toEqual({ position: 4, isCertain: true });
  });

  test('is uncertain when rows before the page may not have been shown', () => {
    expect(seek({ start: 4, ids: ids(60, 70) }, anchorId)).toEqual({ position: 4, isCertain: false });
  });

  test('is not told by an empty page', () => {
    expect(seek({ start: 4, ids: [] }, anchorId)).toEqual({ position: 4, isCertain: false });
  });

  test('lies behind a page of which everything was shown, and is looked for there', () => {
    const first = { start: 4, shownUpTo: 0, ids: ids(20, 30, 40) };
    expect(findIn(first, anchorId)).toEqual({ position: 7, isCertain: true, isReached: false });
    const next = { start: 7, shownUpTo: 7 };
    const certain = { isCertain: true, isReached: true };
    expect(findIn({ ...next, ids: ids(45, 50, 60) }, anchorId)).toEqual({ position: 9, ...certain });
    expect(findIn({ ...next, ids: ids(45, 60) }, anchorId)).toEqual({ position: 8, ...certain });
    expect(findIn({ ...next, ids: ids(60, 70) }, anchorId)).toEqual({ position: 7, ...certain });
    expect(findIn({ ...next, ids: [] }, anchorId)).toEqual({ position: 7, ...certain });
    expect(findIn({ ...next, start: 9, ids: ids(60, 70) }, anchorId)).toMatchObject({ isCertain: false });
    expect(findIn({ ...next, ids: ids(60, 45) }, anchorId)).toMatchObject({ isCertain: false });
  });

  test.each<{ what: string; order: Anchor['order']; page: readonly string[] }>([
    { what: 'few rows have borne the order out', order: { direction: 1, steps: 5 }, page: ids(40, 60) },
    { what: 'some page kept to no order', order: { direction: 1, steps: null }, page: ids(40, 60) },
    { what: 'the page keeps to no order', order: { direction: 1, steps: 6 }, page: ids(40, 90, 60) },
  ])('is a guess when $what', ({ order, page }) => {
    expect(seek({ start: 4, ids: page }, { ...anchorId, order })).toEqual({ position: 5, isCertain: false });
  });

  test('is not told by any order before the first record', () => {
    const order = { direction: -1, steps: 6 } as const;
    const none: Anchor = { ...anchorId, order, recordId: noRecord, place: { position: 5, anchorId: '' } };
    expect(seek({ start: 4, ids: ids(60, 50, 40) }, none)).toEqual({ position: 5, isCertain: false });
  });

  test('is uncertain in a list made of several as long as their order is', () => {
    const several: Anchor = { ...anchorId, isOneOfSeveral: true };
    const page = { start: 4, ids: ids(40, 50, 60) };
    expect(seek(page, several).isCertain).toBe(true);
    expect(seek(page, { ...several, order: { direction: 1, steps: 1 } }).isCertain).toBe(false);
  });

  test('is where it was when the row before it could not be read then and cannot be now', () => {
    const unreadable: Anchor = { ...anchorId, place: { position: 5, anchorId: '' } };
    expect(seek({ start: 4, ids: [null, id(60)] }, unreadable)).toEqual({ position: 5, isCertain: true });
  });
});
