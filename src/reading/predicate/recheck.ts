import type { Search } from '../../model/search.js';
import { type Catalogue, fieldOf, isSameValue } from '../catalogue/FilterField.js';

/**
 * Whether a row belongs to the answer of a search. Fields that identify something are checked again, where the row carries
 * a value: how the CRM compares other fields is for the CRM to say.
 */
export function recheck<T>(row: T, { field: name, value }: Search<string>, catalogue: Catalogue<T>): boolean {
  const field = fieldOf(catalogue, name);
  if (field.kind !== 'value' || field.pushdown !== 'inexact') return true;
  const found = field.read(row) ?? [];
  return found.length === 0 || found.some((text) => isSameValue(field, text, value));
}
