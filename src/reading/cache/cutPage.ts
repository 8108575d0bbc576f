import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** Whether every row of one page lies on another page of the same search. */
export function isWithin(wanted: PageRequest, held: PageRequest): boolean {
  const begin = firstRow(wanted);
  return begin >= firstRow(held) && begin + wanted.limit <= firstRow(held) + held.limit;
}

/**
 * Whether a page that was read tells all about another page of the same search: because it holds its rows, or because
 * it showed where the list ends. A page with more rows than were asked for answers nothing but itself: nobody knows
 * what it left out.
 */
export function answersPage(held: PageRequest, page: RecordPage<unknown>, wanted: PageRequest): boolean {
  if (held.page === wanted.page && held.limit === wanted.limit) return true;
  if (page.isOverfull) return false;
  if (firstRow(wanted) < firstRow(held)) return false;
  const end = firstRow(held) + page.rows.length;
  return firstRow(wanted) + wanted.limit <= end || isLastPage(held, page);
}

/** The rows of one page, cut out of another that answers it. What the CRM said about the whole list stays as it is. */
export function cutPage<T>(held: PageRequest, page: RecordPage<T>, wanted: PageRequest): RecordPage<T> {
  if (held.page === wanted.page && held.limit === wanted.limit) return page;
  const begin = firstRow(wanted) - firstRow(held);
  return { ...page, rows: page.rows.slice(begin, begin + wanted.limit) };
}

function isLastPage(held: PageRequest, { rows, totalRecords }: RecordPage<unknown>): boolean {
  if (rows.length >= held.limit) return false;
  const end = firstRow(held) + rows.length;
  // An empty page behind the first only tells that the list ends somewhere before it. A total that promises more rows than
  // came is no end either, nor is a short page without one: the CRM may cut its pages.
  return (rows.length > 0 || held.page === 1) && (totalRecords === null ? rows.length === 0 : totalRecords === end);
}

function firstRow({ page, limit }: PageRequest): number {
  return (page - 1) * limit;
}
