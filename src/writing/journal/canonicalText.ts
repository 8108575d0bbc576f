import { isJsonList, type Json } from '../../model/Json.js';

/**
 * One text for all JSON values that mean the same: keys in one order, text in one Unicode form, numbers in one
 * spelling. The order of lists counts.
 */
export function canonicalText(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isJsonList(value)) return `[${value.map(canonicalText).join(',')}]`;
  const members = Object.entries(value).map(([key, child]) => `${canonicalText(key)}:${canonicalText(child)}`);
  return `{${members.sort().join(',')}}`;
}
