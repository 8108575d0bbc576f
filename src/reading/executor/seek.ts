import { compareIds, directionOf, isTrusted, type RecordOrder } from '../planner/recordOrder.js';
import { anchorOf, noRecord, type Place } from './ResumeToken.js';

/** Where reading stopped earlier: in this list of the CRM, and in the list as a whole. */
export interface Anchor {
  readonly place: Place;
  readonly order: RecordOrder;
  /** The record behind which the list goes on; `noRecord` before its first one. */
  readonly recordId: string;
  /** Whether the list is made of this list of the CRM and others, between which records may move. */
  readonly isOneOfSeveral: boolean;
}

export interface PageRows {
  /** The position of the first row. */
  readonly start: number;
  /**
   * The position up to which pages just read held nothing but what was shown before; for the first page that of the
   * list's own start where it is known, and -Infinity elsewhere.
   */
  readonly shownUpTo: number;
  /** The ids of the rows; null for a row without one. */
  readonly ids: readonly (string | null)[];
  /** Whether pages before this one were read from the same place. */
  readonly isContinued?: boolean;
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
 * Finds where to go on within a page that includes the row before the anchor. Where that row is the remembered one,
 * nothing has moved. Otherwise the remembered row is looked for in the page; where it is gone, the order of the records
 * tells the place, provided that the list keeps to one and the page reaches back far enough.
 */
export function seek(page: PageRows, { place, order, recordId, isOneOfSeveral }: Anchor): Start {
  const { start, shownUpTo, ids, isContinued = shownUpTo > 0 } = page;
  const reached = (position: number, isCertain: boolean): Start => ({ position, isCertain, isReached: true });
  if (place.anchorId === null) return reached(place.position, true);
  const anchors = ids.map((id) => (id === null ? '' : anchorOf(id)));
  if (anchors[place.position - 1 - start] === place.anchorId) return reached(place.position, true);
  const found = place.anchorId === '' ? -1 : anchors.indexOf(place.anchorId);
  // What came in before the remembered row is new, or was shown where it came from: in lists merged in their true order,
  // and in one list unless it was seen to keep to no order. Then what is changed may be put first, unshown.
  if (found !== -1) return reached(start + found + 1, isTrusted(order) || (!isOneOfSeveral && order.steps !== null));
  if (recordId === noRecord || !keepsOrder(ids, order)) return reached(place.position, false);
  const isNextToShown = start <= shownUpTo;
  // An empty page tells nothing, unless it is the end of what was shown.
  if (ids.length === 0) return reached(start, isNextToShown && isContinued);
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
