import { isBlank } from '../../model/values/blank.js';

/** A JSON object as it came over the wire, its fields not yet believed. */
export type WireObject = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object, and not an array or null. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is a JSON array. */
export function isWireArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/**
 * Whether the value is one of PHP's ways to say nothing: null, false, a blank text, and an empty array, which is also
 * what PHP makes of an empty object.
 */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === 'string') return isBlank(value);
  if (isWireArray(value)) return value.length === 0;
  if (!isWireObject(value)) return false;
  // Cheaper than to list all keys: whether there is one.
  for (const _key in value) return false;
  return true;
}
