import type { Json } from '../../../model/Json.js';
import { isWellFormed } from './checkTexts.js';

const maxDepth = 32;

/**
 * Whether a JSON value can be written: finite numbers, whole characters, at most 32 levels, and no key that JavaScript
 * would take for an object's prototype. Walks without recursion, so that depth cannot exhaust the stack.
 */
export function isWritableJson(value: Json): boolean {
  const pending: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: current, depth } = next;
    if (typeof current === 'number' && !Number.isFinite(current)) return false;
    if (typeof current === 'string' && !isWellFormed(current)) return false;
    if (current === null || typeof current !== 'object') continue;
    if (depth > maxDepth || Object.hasOwn(current, '__proto__')) return false;
    if (!Object.keys(current).every(isWellFormed)) return false;
    for (const child of Object.values<Json>(current)) pending.push({ value: child, depth: depth + 1 });
  }
  return true;
}
