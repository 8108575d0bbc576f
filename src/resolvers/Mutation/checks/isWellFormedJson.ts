import type { Json } from '../../../model/Json.js';

/** Whether every text in a JSON value, keys included, can be written as UTF-8. All else the JSON scalars have checked. */
export function isWellFormedJson(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries<Json>(value).every(([key, part]) => key.isWellFormed() && isWellFormedJson(part));
}
