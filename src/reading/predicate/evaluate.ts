import type { Search } from '../../model/search.js';
import { type Catalogue, fieldOf, isSameValue } from '../catalogue/FilterField.js';
import type { Predicate } from './normalizeFilter.js';

/** Whether a row meets predicates; `unknown` where the row does not carry what they depend on. */
export type TruthValue = 'true' | 'false' | 'unknown';

/** Whether rows carry a field whenever they have a value for it. */
export type IsCarried = (field: string) => boolean;

/**
 * Whether a row meets every predicate. A field that is empty meets none, and neither does one that the row leaves out
 * although rows carry it.
 */
export function evaluate<T>(
  row: T,
  predicates: readonly Predicate[],
  catalogue: Catalogue<T>,
  isCarried: IsCarried = () => false,
): TruthValue {
  let value: TruthValue = 'true';
  for (const predicate of predicates) {
    const one = evaluateOne(row, predicate, catalogue, isCarried);
    if (one === 'false') return one;
    if (one === 'unknown') value = one;
  }
  return value;
}

function evaluateOne<T>(row: T, predicate: Predicate, catalogue: Catalogue<T>, isCarried: IsCarried): TruthValue {
  const field = fieldOf(catalogue, predicate.field);
  if (predicate.kind === 'range') {
    const at = field.kind === 'instant' ? field.read(row) : null;
    return toTruth(at !== null && isWithin(at.getTime(), predicate));
  }
  const found = field.kind === 'value' ? field.read(row) : [];
  if (found === undefined) return isCarried(predicate.field) ? 'false' : 'unknown';
  const { values } = predicate;
  return toTruth(found.some((text) => values.some((value) => isSameValue(field, text, value))));
}

function isWithin(ms: number, { gte, lt }: { readonly gte: number | null; readonly lt: number | null }): boolean {
  return (gte === null || ms >= gte) && (lt === null || ms < lt);
}

function toTruth(isTrue: boolean): TruthValue {
  return isTrue ? 'true' : 'false';
}

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
