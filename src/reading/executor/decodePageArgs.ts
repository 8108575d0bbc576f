import { badUserInput } from '../../model/Fault.js';
import { type ListOrder, maxFirst, type ListWindow } from '../../model/List.js';
import { decodeCursor, maxPosition, type ResumeToken } from './ResumeToken.js';

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
