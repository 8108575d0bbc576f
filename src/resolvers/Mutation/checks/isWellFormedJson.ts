import type { Json } from '../../../model/Json.js';
import { isWellFormed } from '../../../model/isWellFormed.js';

/** Whether every text in a JSON value, keys included, can be written as UTF-8. All else the JSON scalars have checked. */
export function isWellFormedJson(value: Json): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries<Json>(value).every(([key, part]) => isWellFormed(key) && isWellFormedJson(part));
}
