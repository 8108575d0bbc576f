import { badUserInput } from '../../model/Fault.js';
import { type List, type ListOrder, type ListWindow, maxFirst } from '../../model/List.js';
import { type ResumeToken, decodeCursor, maxPosition, notACursor } from './ResumeToken.js';
import type { AccessPath } from '../planner/AccessPath.js';

/** A page of a list: `first` items, behind a place reached before or behind the first `offset` items. */
export interface PageArgs {
  readonly first: number;
  readonly offset: number;
  readonly resume: ResumeToken | null;
  /** The order asked for; null for the CRM's own. */
  readonly order: ListOrder | null;
}

/**
 * Reads the page arguments of a list. BAD_USER_INPUT for a `first` outside 1 to `maxFirst`, for an offset that is negative
 * or out of range, for `after` together with `offset`, and for a cursor that is not one of this list.
 */
export function decodePageArgs({ first, after, offset, order = null }: ListWindow, list: string): PageArgs {
  if (!Number.isInteger(first) || first < 1 || first > maxFirst) {
    throw badUserInput('first', `must be from 1 to ${maxFirst}`);
  }
  if (offset !== null && (!Number.isInteger(offset) || offset < 0 || offset > maxPosition)) {
    throw badUserInput('offset', 'must be 0 or more, and no more than the list can have rows');
  }
  if (after === null) return { first, offset: offset ?? 0, resume: null, order };
  if (offset !== null) throw badUserInput('offset', 'cannot be combined with after');
  return { first, offset: 0, resume: decodeCursor(after, list), order };
}

/** The access path that a cursor goes on with. BAD_USER_INPUT for a cursor that does not fit the list. */
export function resumedPath<Field extends string>(
  paths: readonly AccessPath<Field>[],
  { field, places }: ResumeToken,
): AccessPath<Field> {
  const path = paths.find((one) => one.field === field);
  if (path?.scans.length !== places.length) throw notACursor();
  return path;
}

/** The list that is known to be empty without asking anybody, as of the given instant. */
export function emptyList(at: Date): List<never> {
  return {
    items: [],
    hasNextPage: false,
    hasPreviousPage: false,
    endCursor: null,
    totalCount: 0,
    totalCountIsExact: true,
    upstreamCalls: 0,
    freshness: 'LIVE',
    fetchedAt: at,
    isComplete: true,
    warnings: [],
  };
}
