import { badUserInput } from '../model/Fault.js';
import type { CaseFilter, GestionFilter, InstantRange, ValueCondition } from '../model/filters.js';

/**
 * One condition of a filter in normal form. `values` are distinct and sorted; instants are ISO text. Two filters that
 * mean the same have the same conditions.
 */
export type Condition =
  | { readonly kind: 'values'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly field: string; readonly gte: string | null; readonly lt: string | null };

/** The most values that one `in` may list. */
export const maxValues = 50;

/**
 * Brings a filter into normal form: its conditions, sorted by field. BAD_USER_INPUT, naming the argument, for a filter
 * without conditions, for no or more than 50 values, for an empty value, and for a range that nothing lies in.
 */
export function readConditions(filter: CaseFilter | GestionFilter): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const [field, wanted] of Object.entries(filter)) {
    // Entries that are present but undefined do not constrain; exact optional properties cannot be seen at run time.
    const condition = readCondition(field, wanted);
    if (condition !== null) conditions.push(condition);
  }
  if (conditions.length === 0) throw badUserInput('filter', 'must have at least one condition');
  return conditions.sort((a, b) => (a.field < b.field ? -1 : 1));
}

function readCondition(
  field: string,
  wanted: ValueCondition | InstantRange | string | boolean | undefined,
): Condition | null {
  if (wanted === undefined) return null;
  if (typeof wanted !== 'object') return { kind: 'values', field, values: [String(wanted)] };
  if ('eq' in wanted) return { kind: 'values', field, values: checkValues([wanted.eq], `filter.${field}.eq`) };
  if ('in' in wanted) return { kind: 'values', field, values: checkValues(wanted.in, `filter.${field}.in`) };
  return readRange(field, wanted);
}

function checkValues(values: readonly string[], argument: string): readonly string[] {
  if (values.length === 0) throw badUserInput(argument, 'must have at least one value');
  if (values.length > maxValues) throw badUserInput(argument, 'must have at most 50 values');
  if (values.some((value) => value.trim() === '')) throw badUserInput(argument, 'must not be empty');
  return [...new Set(values)].sort();
}

function readRange(field: string, { gte, lt }: InstantRange): Condition {
  if (gte === undefined && lt === undefined) throw badUserInput(`filter.${field}`, 'needs gte, lt or both');
  if (gte !== undefined && lt !== undefined && gte >= lt) {
    throw badUserInput(`filter.${field}`, 'must end after it begins');
  }
  return { kind: 'range', field, gte: gte?.toISOString() ?? null, lt: lt?.toISOString() ?? null };
}
