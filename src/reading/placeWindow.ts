import { badUserInput } from '../model/Fault.js';
import type { ListWindow } from '../model/List.js';
import { decodeCursor, maxPosition } from './cursor.js';
import type { RowWindow } from './pageFor.js';

/** The most rows one list field answers. */
export const maxFirst = 100;

/**
 * Turns a window asked for into rows counted from the start of the list. BAD_USER_INPUT for a `first` outside 1 to 100,
 * for an offset that is negative or out of range, for `after` together with `offset`, and for a cursor that is not one
 * of this list.
 */
export function placeWindow({ first, after, offset }: ListWindow, list: string): RowWindow {
  if (!Number.isInteger(first) || first < 1 || first > maxFirst) {
    throw badUserInput('first', 'must be from 1 to 100');
  }
  if (offset !== null && (!Number.isInteger(offset) || offset < 0 || offset > maxPosition)) {
    throw badUserInput('offset', 'must be 0 or more, and no more than the list can have rows');
  }
  if (after === null) return { offset: offset ?? 0, first };
  if (offset !== null) throw badUserInput('offset', 'cannot be combined with after');
  return { offset: decodeCursor(after, list).position + 1, first };
}
