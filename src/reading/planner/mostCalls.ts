import { maxPageLimit } from '../../model/search.js';
import { longestWindow, pageFor } from './pageFor.js';

/** What is known of the CRM's pages, as far as the price of a list depends on it. */
export interface PageFacts {
  /** The length that pages have whatever is asked for; null where they are as long as asked for. */
  readonly ownLength: number | null;
  /** Whether pages are known to be as long as asked for. */
  readonly isAsAsked: boolean;
  /** Whether pages come without a total, so that only other pages tell where a list ends. */
  readonly lacksTotals: boolean;
  /** Whether a page of so many rows, shorter than asked for, is known to be the last one without a look behind it. */
  readonly isEnd: (rows: number) => boolean;
  /** Whether nothing is known to come beyond the end of a list, so that a page jumped to is where it was asked for. */
  readonly isEmptyBeyondEnd: boolean;
}

/** The stretch of one list of the CRM that is read. */
export interface Stretch {
  /** Where reading begins: rows from the start of the list, or from a cursor. */
  readonly offset: number;
  /** Rows from there to the last one wanted; at least one. */
  readonly rows: number;
  /** Whether it begins behind a cursor, whose own row is read again. */
  readonly isResumed: boolean;
}

/** A page behind, and one more where that has the same rows. */
const looksBehind = 2;
/** The first page, which tells how long pages are, and then the right one. */
const looksForLength = 2;
/** The pages on both sides of one that was jumped to, and one more where these have the same rows. */
const looksForPlace = 3;

/**
 * The most calls that a stretch of one list takes, as far as the CRM's pages are known: its pages, and the looks at other
 * pages that tell how long they are and where the list ends.
 */
export function mostCalls({ offset, rows, isResumed }: Stretch, facts: PageFacts): number {
  const { ownLength, isAsAsked, lacksTotals, isEnd, isEmptyBeyondEnd } = facts;
  const first = rows + (isResumed ? 1 : 0) + (lacksTotals ? 1 : 0);
  const isLong = first > longestWindow;
  const isJump =
    !isResumed && (ownLength !== null ? offset >= ownLength : !isLong && pageFor({ offset, first }).page.page > 1);
  const forLength = isJump && ownLength === null && !isAsAsked ? looksForLength : 0;
  const pages =
    ownLength === null ? Math.ceil(rows / maxPageLimit) : pagesHolding(first, ownLength, isResumed ? null : offset);
  if (!lacksTotals) return pages + forLength;
  const behind = ownLength === null && isEnd(Math.min(first, maxPageLimit) - 1) ? 0 : looksBehind;
  return pages + behind + forLength + (isJump && !isEmptyBeyondEnd ? looksForPlace : 0);
}

/** The pages of one length that hold so many rows, from a position on; null for the most there can be from any. */
function pagesHolding(rows: number, length: number, offset: number | null): number {
  const skipped = offset === null ? length - 1 : offset % length;
  return Math.ceil((skipped + rows) / length);
}
