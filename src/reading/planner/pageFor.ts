import { maxPageLimit, type PageRequest } from '../../model/search.js';

/** A stretch of a list: `first` rows from the row at `offset` on, counted from 0. */
export interface RowWindow {
  readonly offset: number;
  readonly first: number;
}

/** Longer windows fit no single page for sure: half of the CRM's longest page. */
export const longestWindow = maxPageLimit / 2;

/** The one page that holds a window, and how many of its rows come before the window. */
export interface PagePlacement {
  readonly page: PageRequest;
  readonly skip: number;
}

/**
 * Places a window within a single page of the CRM: the smallest page length for which the window does not straddle two
 * pages. Such a length exists for every offset as long as `first` is at most 125, half of the CRM's longest page.
 * Throws a RangeError for a longer window that fits no page: callers bound `first` beforehand.
 */
export function pageFor({ offset, first }: RowWindow): PagePlacement {
  for (let limit = first; limit <= maxPageLimit; limit += 1) {
    const skip = offset % limit;
    if (skip + first <= limit) return { page: { page: Math.floor(offset / limit) + 1, limit }, skip };
  }
  throw new RangeError('No page of the CRM holds a window of this length.');
}

/** What a page may be at most: its own length, and the position behind its last row. */
export interface PageBounds {
  readonly longest?: number;
  readonly end?: number;
}

/**
 * The page that reaches furthest of those within the bounds that hold a row, given by its position. What reading on asks
 * for.
 */
export function widestPage(
  position: number,
  { longest = maxPageLimit, end = Infinity }: PageBounds = {},
): PagePlacement {
  let best: PagePlacement | null = null;
  let furthest = -1;
  for (let limit = longest; limit >= 1; limit -= 1) {
    const number = Math.floor(position / limit) + 1;
    if (number * limit > furthest && number * limit <= end) {
      furthest = number * limit;
      best = { page: { page: number, limit }, skip: position % limit };
    }
  }
  if (best === null) throw new RangeError('No page of the CRM holds a row at this position.');
  return best;
}

/**
 * The page that begins earliest of those no longer than `longest` that hold a row, given by its position. What reading
 * backward asks for.
 */
export function deepestPage(position: number, longest: number = maxPageLimit): PageRequest {
  let best: PageRequest = { page: position + 1, limit: 1 };
  for (let limit = longest; limit > 1; limit -= 1) {
    const page = Math.floor(position / limit) + 1;
    if ((page - 1) * limit < (best.page - 1) * best.limit) best = { page, limit };
  }
  return best;
}
