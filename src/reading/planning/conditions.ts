import { badUserInput } from '../../model/Fault.js';
import {
  maxFilterValues,
  type CaseFilter,
  type GestionFilter,
  type InstantRange,
  type ValueCondition,
} from '../../model/filters.js';
import { isBlank } from '../../model/values/blank.js';
import { canIdentify } from '../../model/values/identity.js';
import { isSameValue } from './sameValue.js';

/**
 * One condition of a filter in normal form. `values` are distinct and sorted, and empty when nothing can match;
 * instants are milliseconds since the epoch, and a range that does not end after it begins matches nothing. Two filters
 * that mean the same have the same conditions.
 */
export type Condition =
  | { readonly kind: 'values'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly field: string; readonly gte: number | null; readonly lt: number | null };

type ValuesCondition = Extract<Condition, { kind: 'values' }>;

/**
 * Brings a filter into normal form: one condition a field, sorted by field. BAD_USER_INPUT, naming the argument, for a
 * filter without conditions, for no or more than 50 values, for an empty or broken value, and for a range without ends.
 */
export function readConditions(filter: CaseFilter | GestionFilter): readonly Condition[] {
  const byField = new Map<string, Condition>();
  for (const condition of flatten(filter)) {
    const other = byField.get(condition.field);
    byField.set(condition.field, other === undefined ? condition : both(other, condition));
  }
  return [...byField.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

function flatten(filter: CaseFilter | GestionFilter): readonly Condition[] {
  const { allOf, conditions: anyOf, ...own }: CaseFilter & GestionFilter = filter;
  const conditions = Object.entries(own).map(([field, wanted]) => readCondition(field, wanted));
  if (anyOf !== undefined) {
    conditions.push({ kind: 'values', field: 'condition', values: checkValues(anyOf, 'filter.conditions') });
  }
  if (conditions.length === 0) throw badUserInput('filter', 'must have at least one condition');
  return [...conditions, ...(allOf ?? []).flatMap(flatten)];
}

function readCondition(field: string, wanted: ValueCondition | InstantRange | string | boolean): Condition {
  if (typeof wanted !== 'object') return { kind: 'values', field, values: [String(wanted)] };
  if ('eq' in wanted) return onValues(field, checkValues([wanted.eq], `filter.${field}.eq`));
  if ('in' in wanted) return onValues(field, checkValues(wanted.in, `filter.${field}.in`));
  return readRange(field, wanted);
}

/** A word for nothing, such as `N/A`, is nobody's id or document number: nothing is found by it. */
function onValues(field: string, values: readonly string[]): Condition {
  return { kind: 'values', field, values: values.filter((value) => canIdentify(field, value)) };
}

function checkValues(values: readonly string[], argument: string): readonly string[] {
  if (values.length === 0) throw badUserInput(argument, 'must have at least one value');
  if (values.length > maxFilterValues) throw badUserInput(argument, `must have at most ${maxFilterValues} values`);
  if (values.some(isBlank)) throw badUserInput(argument, 'must not be empty');
  if (!values.every((value) => value.isWellFormed())) throw badUserInput(argument, 'must consist of whole characters');
  return [...new Set(values.map((value) => value.normalize('NFC')))].sort();
}

function readRange(field: string, { gte, lt }: InstantRange): Condition {
  if (gte === undefined && lt === undefined) throw badUserInput(`filter.${field}`, 'needs gte, lt or both');
  return { kind: 'range', field, gte: gte?.getTime() ?? null, lt: lt?.getTime() ?? null };
}

/** The condition that holds where two conditions on the same field hold. */
function both(a: Condition, b: Condition): Condition {
  if (a.kind === 'values' && b.kind === 'values') {
    // Two spellings of the same value are both kept: nobody knows which of them the CRM finds.
    const isIn =
      ({ values }: ValuesCondition) =>
      (value: string) =>
        values.some((other) => isSameValue(a.field, value, other));
    const values = [...a.values.filter(isIn(b)), ...b.values.filter(isIn(a))];
    return { ...a, values: [...new Set(values)].sort() };
  }
  if (a.kind === 'range' && b.kind === 'range') {
    const gte = [a.gte, b.gte].filter((ms) => ms !== null);
    const lt = [a.lt, b.lt].filter((ms) => ms !== null);
    return { ...a, gte: gte.length === 0 ? null : Math.max(...gte), lt: lt.length === 0 ? null : Math.min(...lt) };
  }
  throw new TypeError('A field has values or a range, never both.');
}
