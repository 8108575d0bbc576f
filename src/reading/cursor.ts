import { badUserInput } from '../model/Fault.js';

/** What a cursor remembers: the place of a row in one list, and which row stood there. */
export interface CursorPlace {
  /** Counted from 0. */
  readonly position: number;
  /** The identity of the list, from `listIdentity`. */
  readonly list: string;
  readonly recordId: string;
}

const version = 1;
const longestCursor = 1_024;
const base64url = /^[A-Za-z0-9_-]+$/;

/** The largest position that the graph's offsets can name: GraphQL's largest Int. */
export const maxPosition = 2_147_483_647;

/** Packs a place into opaque text. */
export function encodeCursor({ position, list, recordId }: CursorPlace): string {
  return Buffer.from(JSON.stringify([version, position, list, recordId])).toString('base64url');
}

/**
 * Unpacks a cursor of the list with the given identity. Anything else, a cursor of another list included, is
 * BAD_USER_INPUT for `after`.
 */
export function decodeCursor(text: string, list: string): CursorPlace {
  const parts = parse(text);
  if (!Array.isArray(parts) || parts.length !== 4) throw notACursor();
  const [foundVersion, position, foundList, recordId] = parts as readonly unknown[];
  if (foundVersion !== version || typeof foundList !== 'string' || typeof recordId !== 'string') throw notACursor();
  if (typeof position !== 'number' || !Number.isInteger(position) || position < 0 || position >= maxPosition) {
    throw notACursor();
  }
  if (foundList !== list) throw badUserInput('after', 'is a cursor of another list');
  return { position, list, recordId };
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

function notACursor(): Error {
  return badUserInput('after', 'is not a cursor');
}
