import type { UserError } from '../../../__generated__/resolvers.js';
import { userError } from './userError.js';

/**
 * Refuses a change that changes nothing, and explicit nulls: nobody has documented how the CRM clears a field, so a
 * null would be a promise that cannot be kept.
 */
export function checkChanges(changes: Readonly<Record<string, unknown>>): UserError[] {
  const nulls = Object.entries(changes).filter(([, value]) => value === null);
  if (nulls.length > 0) return nulls.map(([name]) => userError('INVALID_INPUT', ['input', name]));
  const isChange = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
  return Object.values(changes).some(isChange) ? [] : [userError('INVALID_INPUT', ['input'])];
}
