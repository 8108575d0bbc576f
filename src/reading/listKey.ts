import type { ListWindow } from '../model/List.js';

/**
 * The same text for lists of one kind that mean the same: `identity` is what is the same for filters that do, such as a
 * normalized filter. Holds values searched for: not for logs.
 */
export function listKey(identity: unknown, { first, after, offset, order = null }: ListWindow): string {
  return JSON.stringify([identity, first, after, after === null ? (offset ?? 0) : offset, order]);
}
