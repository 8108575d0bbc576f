import { createHash } from 'node:crypto';
import type { Condition } from '../planning/conditions.js';

/** The lists that have cursors of their own. */
export type ListKind = 'cases' | 'activities' | 'gestiones';

/**
 * A short name for one list: the same for filters that mean the same. Only a hash, because it travels inside cursors
 * and a filter may hold personal data.
 */
export function listIdentity(kind: ListKind, conditions: readonly Condition[]): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, conditions]))
    .digest('base64url')
    .slice(0, 16);
}
