import { badUserInput } from '../../model/Fault.js';
import { maxFirst, type ListWindow } from '../../model/List.js';
import { decodeCursor, maxPosition, type CursorPlace } from './cursor.js';

/** A part of a list: `first` items, behind a place reached before or behind the first `offset` items. */
export interface PlacedWindow {
  readonly first: number;
  readonly offset: number;
  readonly resume: CursorPlace | null;
}

/**
 * Reads a window asked for. BAD_USER_INPUT for a `first` outside 1 to `maxFirst`, for an offset that is negative or out of
 * range, for `after` together with `offset`, and for a cursor that is not one of this list.
 */
export function placeWindow({ first, after, offset }: ListWindow, list: string): PlacedWindow {
  if (!Number.isInteger(first) || first < 1 || first > maxFirst) {
    throw badUserInput('first', `must be from 1 to ${maxFirst}`);
  }
  if (offset !== null && (!Number.isInteger(offset) || offset < 0 || offset > maxPosition)) {
    throw badUserInput('offset', 'must be 0 or more, and no more than the list can have rows');
  }
  if (after === null) return { first, offset: offset ?? 0, resume: null };
  if (offset !== null) throw badUserInput('offset', 'cannot be combined with after');
  return { first, offset: 0, resume: decodeCursor(after, list) };
}
