import { createHmac } from 'node:crypto';
import { badUserInput } from '../../model/Fault.js';
import type { ListOrder } from '../../model/List.js';
import { type RecordOrder, stepsToTrust } from '../planner/recordOrder.js';
import type { Predicate } from '../predicate/normalizeFilter.js';
import { nothingRemembered, type ShownParts } from './ShownElsewhere.js';

/** Where reading stands in one of the CRM's lists. */
export interface Place {
  /** How many rows lie before it, counted from the start of the CRM's list; reading backward, how many are left. */
  readonly position: number;
  /**
   * The row that was read last: the end of its id, empty for a row that could not be read, null where nobody saw it. It
   * tells whether the list has moved meanwhile.
   */
  readonly anchorId: string | null;
}

/** A list of the CRM that holds nothing more: its one record was read. */
export const finished = 'finished';
/** A list of the CRM that is read backward and of which nothing was read: nobody knows where it ends. */
export const unread = 'unread';

export type ScanPlace = Place | typeof finished | typeof unread;

/** In the place of a record's id, where no record was come by yet. */
export const noRecord = '';

/** What a cursor remembers: how the list was being read, and where in each of the CRM's lists. */
export interface ResumeToken {
  /** The identity of the list, from `ListIdentity`. */
  readonly list: string;
  /** The filter field that was pushed down. */
  readonly field: string;
  readonly order: RecordOrder;
  /** Whether the CRM's lists are read from their end. */
  readonly isBackward: boolean;
  /** The record behind which the list goes on; `noRecord` before its first one. */
  readonly recordId: string;
  /** One for each scan of the access path. */
  readonly places: readonly ScanPlace[];
  /** The records that were shown from one scan and may come again from another one. */
  readonly shownElsewhere: ShownParts;
}

const version = 3;
/** Fifty places of the longest kind, a hundred records shown elsewhere, and room to spare. */
const longestCursor = 4_096;
const base64url = /^[A-Za-z0-9_-]+$/;
const anchorLength = 8;

/** The largest position that the graph's offsets can name: GraphQL's largest Int. */
export const maxPosition = 2_147_483_647;

/** The anchor of a record: enough to tell it from its neighbours. */
export function anchorOf(id: string): string {
  return id.slice(-anchorLength);
}

/** Packs a token into opaque text. */
export function encodeCursor({
  list,
  field,
  order,
  isBackward,
  recordId,
  places,
  shownElsewhere,
}: ResumeToken): string {
  const flat = places.flatMap((place) => {
    if (place === finished) return [-1, null];
    return place === unread ? [-2, null] : [place.position, place.anchorId];
  });
  const pace = order.direction * ((order.steps ?? brokenOrder) + 1);
  const parts: unknown[] = [version, list, field, pace, isBackward ? 1 : 0, recordId, flat];
  if (shownElsewhere === null || shownElsewhere.length > 1 || shownElsewhere[0]) parts.push(shownElsewhere);
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * Unpacks a cursor of the list with the given identity. Anything else, a cursor of another list or of another version
 * included, is BAD_USER_INPUT for `after`.
 */
export function decodeCursor(text: string, list: string): ResumeToken {
  const parts = parse(text);
  if (!isArray(parts) || parts.length < 7 || parts.length > 8) throw notACursor();
  const [foundVersion, foundList, field, pace, backward, recordId, flat, shown = nothingRemembered] = parts;
  if (foundVersion !== version || typeof foundList !== 'string' || typeof recordId !== 'string') throw notACursor();
  if (typeof field !== 'string' || !isArray(flat) || (backward !== 0 && backward !== 1)) throw notACursor();
  const order = readOrder(pace);
  const places = readPlaces(flat);
  const shownElsewhere = readShown(shown);
  if (foundList !== list) throw badUserInput('after', 'is a cursor of another list');
  return { list, field, order, isBackward: backward === 1, recordId, places, shownElsewhere };
}

/** The error of a text that was never given out as a cursor. */
export function notACursor(): Error {
  return badUserInput('after', 'is not a cursor');
}

/** In the place of a number of steps. */
const brokenOrder = stepsToTrust + 1;

function readOrder(pace: unknown): RecordOrder {
  if (typeof pace !== 'number' || !Number.isInteger(pace)) throw notACursor();
  const steps = Math.abs(pace) - 1;
  if (steps < 0 || steps > brokenOrder) throw notACursor();
  return { direction: pace > 0 ? 1 : -1, steps: steps === brokenOrder ? null : steps };
}

function readPlaces(flat: readonly unknown[]): readonly ScanPlace[] {
  if (flat.length === 0 || flat.length % 2 !== 0) throw notACursor();
  const places: ScanPlace[] = [];
  for (let index = 0; index < flat.length; index += 2) places.push(readPlace(flat[index], flat[index + 1]));
  return places;
}

function readPlace(position: unknown, anchorId: unknown): ScanPlace {
  if (position === -1 && anchorId === null) return finished;
  if (position === -2 && anchorId === null) return unread;
  if (typeof position !== 'number' || !Number.isInteger(position) || position < 0 || position > maxPosition) {
    throw notACursor();
  }
  if (anchorId === null) return { position, anchorId };
  if (typeof anchorId !== 'string' || anchorId.length > anchorLength) throw notACursor();
  return { position, anchorId };
}

function readShown(parts: unknown): ShownParts {
  if (parts === null) return null;
  if (!isArray(parts) || parts.length % 2 !== 1) throw notACursor();
  const [isWhole, ...flat] = parts;
  if (typeof isWhole !== 'boolean') throw notACursor();
  const read: (number | string)[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const [scan, anchor] = [flat[index], flat[index + 1]];
    if (typeof scan !== 'number' || !Number.isInteger(scan) || scan < 0) throw notACursor();
    if (typeof anchor !== 'string' || anchor.length > anchorLength) throw notACursor();
    read.push(scan, anchor);
  }
  return [isWhole, ...read];
}

function parse(text: string): unknown {
  if (text.length > longestCursor || !base64url.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return parsed;
  } catch {
    return undefined;
  }
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The lists that have cursors of their own. */
export type ListKind = 'cases' | 'activities' | 'gestiones';

/** A short name for one list: the same for filters that mean the same, in the same order. */
export type ListIdentity = (kind: ListKind, predicates: readonly Predicate[], order?: ListOrder | null) => string;

/**
 * Names lists by a hash, because the name travels inside cursors and a filter may hold personal data; and by a keyed
 * one, because a document number has so few digits that whoever holds a cursor could find it by trying. Processes with
 * the same secret understand each other's cursors.
 */
export function createListIdentity(secret: string): ListIdentity {
  const key = createHmac('sha256', secret).update('names of lists in cursors').digest();
  return (kind, predicates, order = null) =>
    createHmac('sha256', key)
      .update(JSON.stringify([kind, predicates, order]))
      .digest('base64url')
      .slice(0, 16);
}
