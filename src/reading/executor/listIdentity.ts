import { createHmac } from 'node:crypto';
import type { ListOrder } from '../../model/List.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

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
