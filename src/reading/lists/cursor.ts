import { badUserInput } from '../../model/Fault.js';
import { type RecordOrder, stepsToTrust } from '../planning/recordOrder.js';

/** Where reading stands in one of the CRM's lists. */
export interface Place {
  /** How many rows lie behind, counted from the start of the CRM's list. */
  readonly position: number;
  /**
   * What the last of them was: the end of its id, empty for a row that could not be read, null where nobody saw it. It
   * tells whether the list has moved meanwhile.
   */
  readonly tag: string | null;
}

/** A list of the CRM that holds nothing more: its one record was read. */
export const finished = 'finished';

/** In the place of a record's id, where no record was come by yet. */
export const nobody = '';

/** What a cursor remembers: how the list was being read, and where in each of the CRM's lists. */
export interface CursorPlace {
  /** The identity of the list, from `listIdentity`. */
  readonly list: string;
  /** The filter field that the CRM was asked for. */
  readonly field: string;
  readonly order: RecordOrder;
  /** The record behind which the list goes on; `nobody` before its first one. */
  readonly recordId: string;
  /** One for each source of the plan. */
  readonly places: readonly (Place | typeof finished)[];
}

const version = 2;
/** Fifty places of the longest kind, and room to spare. */
const longestCursor = 4_096;
const base64url = /^[A-Za-z0-9_-]+$/;
const tagLength = 8;

/** The largest position that the graph's offsets can name: GraphQL's largest Int. */
export const maxPosition = 2_147_483_647;

/** The tag of a record: enough to tell it from its neighbours. */
export function tagOf(id: string): string {
  return id.slice(-tagLength);
}

/** Packs a place into opaque text. */
export function encodeCursor({ list, field, order, recordId, places }: CursorPlace): string {
  const flat = places.flatMap((place) => (place === finished ? [-1, null] : [place.position, place.tag]));
  const pace = order.direction * ((order.steps ?? brokenOrder) + 1);
  return Buffer.from(JSON.stringify([version, list, field, pace, recordId, flat])).toString('base64url');
}

/**
 * Unpacks a cursor of the list with the given identity. Anything else, a cursor of another list included, is
 * BAD_USER_INPUT for `after`.
 */
export function decodeCursor(text: string, list: string): CursorPlace {
  const parts = parse(text);
  if (!isArray(parts) || parts.length !== 6) throw notACursor();
  const [foundVersion, foundList, field, pace, recordId, flat] = parts;
  if (foundVersion !== version || typeof foundList !== 'string' || typeof recordId !== 'string') throw notACursor();
  if (typeof field !== 'string' || !isArray(flat)) throw notACursor();
  const order = readOrder(pace);
  const places = readPlaces(flat);
  if (foundList !== list) throw badUserInput('after', 'is a cursor of another list');
  return { list, field, order, recordId, places };
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

function readPlaces(flat: readonly unknown[]): readonly (Place | typeof finished)[] {
  if (flat.length === 0 || flat.length % 2 !== 0) throw notACursor();
  const places: (Place | typeof finished)[] = [];
  for (let index = 0; index < flat.length; index += 2) places.push(readPlace(flat[index], flat[index + 1]));
  return places;
}

function readPlace(position: unknown, tag: unknown): Place | typeof finished {
  if (position === -1 && tag === null) return finished;
  if (typeof position !== 'number' || !Number.isInteger(position) || position < 0 || position > maxPosition) {
    throw notACursor();
  }
  if (tag === null) return { position, tag };
  if (typeof tag !== 'string' || tag.length > tagLength || position === 0) throw notACursor();
  return { position, tag };
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
