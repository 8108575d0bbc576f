import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** The rows of a list that a page holds, by their positions from 0: `begin` included, `end` not. */
interface HeldRows {
  readonly begin: number;
  readonly end: number;
  /** Whether the list ends there. */
  readonly isEnd: boolean;
}

/** Whether every row that one page asks for lies among those that another one asks for. */
export function isWithin(wanted: PageRequest, other: PageRequest): boolean {
  const begin = firstRow(wanted);
  return begin >= firstRow(other) && begin + wanted.limit <= firstRow(other) + other.limit;
}

/** Whether a page that was read tells all about another page of the same search: its rows, or that there are none. */
export function answersPage(request: PageRequest, page: RecordPage<unknown>, wanted: PageRequest): boolean {
  if (isSame(request, wanted)) return true;
  const held = heldRows(request, page);
  if (held === null) return false;
  const begin = firstRow(wanted);
  return begin >= held.begin && (held.isEnd || begin + wanted.limit <= held.end);
}

/** The rows of one page, cut out of another that answers it. What the CRM said about the whole list stays as it is. */
export function cutPage<T>(request: PageRequest, page: RecordPage<T>, wanted: PageRequest): RecordPage<T> {
  if (isSame(request, wanted)) return page;
  const begin = firstRow(wanted) - firstRow(request);
  return { ...page, rows: page.rows.slice(begin, begin + wanted.limit) };
}

/** Whether a page is the whole list. */
export function isWholeList(request: PageRequest, page: RecordPage<unknown>): boolean {
  const held = heldRows(request, page);
  return held !== null && held.begin === 0 && held.isEnd;
}

/**
 * What a page holds, going by what came and not by what was asked for; null when nobody can tell. A CRM may have pages
 * of its own length, and counts them in that length: the first page begins where the list begins, but of another one
 * only as many rows as were asked for show that it was the stretch that was asked for, and only a total that it is not
 * the last page, sent once more for one beyond the end.
 */
function heldRows(request: PageRequest, { rows, totalRecords, isOverfull }: RecordPage<unknown>): HeldRows | null {
  const begin = firstRow(request);
  const end = begin + rows.length;
  const isInPlace = rows.length >= request.limit && totalRecords !== null && totalRecords >= end;
  if (isOverfull || (request.page > 1 && !isInPlace)) return null;
  // A page shorter than asked for is no end unless the total says so: the CRM may cut its pages. Of an empty list some
  // answers say nothing.
  const isEnd = totalRecords === null ? end === 0 : totalRecords === end;
  return { begin, end, isEnd };
}

function isSame(a: PageRequest, b: PageRequest): boolean {
  return a.page === b.page && a.limit === b.limit;
}

function firstRow({ page, limit }: PageRequest): number {
  return (page - 1) * limit;
}
