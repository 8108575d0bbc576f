import { compareIds, directionOf, isTrusted, type RecordOrder } from '../planning/recordOrder.js';
import { nobody, tagOf, type Place } from './cursor.js';

/** Where reading stopped earlier: in this list of the CRM, and in the list as a whole. */
export interface Bookmark {
  readonly place: Place;
  readonly order: RecordOrder;
  /** The record behind which the list goes on; `nobody` before its first one. */
  readonly recordId: string;
  /** Whether the list is made of this list of the CRM and others, between which records may move. */
  readonly isOneOfSeveral: boolean;
}

export interface PageRows {
  /** The position of the first row. */
  readonly start: number;
  /** The position up to which pages just read held nothing but what was shown before; 0 for the first page. */
  readonly shownUpTo: number;
  /** The ids of the rows; null for a row without one. */
  readonly ids: readonly (string | null)[];
}

export interface Start {
  /** The position to go on from. */
  readonly position: number;
  /** Whether no row that was there all along is missed or shown again by going on from there. */
  readonly isCertain: boolean;
  /** Whether what lies behind the page was not shown yet; otherwise the place is still to be found on the next page. */
  readonly isReached: boolean;
}

/**
 * Finds where to go on within a page that includes the row before the bookmark. Where that row is the remembered one,
 * nothing has moved. Otherwise the remembered row is looked for in the page; where it is gone, the order of the records
 * tells the place, provided that the list keeps to one and the page reaches back far enough.
 */
export function findStart(page: PageRows, { place, order, recordId, isOneOfSeveral }: Bookmark): Start {
  const { start, shownUpTo, ids } = page;
  const reached = (position: number, isCertain: boolean): Start => ({ position, isCertain, isReached: true });
  if (place.tag === null) return reached(place.position, true);
  const tags = ids.map((id) => (id === null ? '' : tagOf(id)));
  if (tags[place.position - 1 - start] === place.tag) return reached(place.position, true);
  const found = place.tag === '' ? -1 : tags.indexOf(place.tag);
  // What came in before the remembered row is new, or was shown where it came from: in lists merged in their true order,
  // and in one list unless it was seen to keep to no order. Then what is changed may be put first, unshown.
  if (found !== -1) return reached(start + found + 1, isTrusted(order) || (!isOneOfSeveral && order.steps !== null));
  if (recordId === nobody || !keepsOrder(ids, order)) return reached(place.position, false);
  const isNextToShown = start <= shownUpTo;
  // An empty page tells nothing, unless it is the end of what was shown.
  if (ids.length === 0) return reached(start, isNextToShown && shownUpTo > 0);
  const behind = ids.findIndex((id) => id !== null && isBehind(id, recordId, order));
  // All rows were shown before, and perhaps those of the next page too.
  if (behind === -1) return { position: start + ids.length, isCertain: true, isReached: false };
  // Rows before the page may not have been shown either. Those of the page, at least, are not passed over.
  return reached(start + behind, behind > 0 || isNextToShown);
}

/** Whether the rows of a page keep to the order that the list had. */
function keepsOrder(ids: readonly (string | null)[], order: RecordOrder): boolean {
  if (!isTrusted(order)) return false;
  const known = ids.filter((id) => id !== null);
  return known.length < 2 || directionOf(known) === order.direction;
}

/** Whether a record comes after another one in the order of the list. */
export function isBehind(id: string, other: string, { direction }: RecordOrder): boolean {
  return compareIds(id, other) * direction > 0;
}
