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
import { caseCatalogue } from '../catalogue/caseCatalogue.js';
import { type Catalogue, type FilterField, fieldOf, isSameValue } from '../catalogue/FilterField.js';
import { gestionCatalogue } from '../catalogue/gestionCatalogue.js';

/**
 * One condition of a filter in normal form. `values` are distinct and sorted, and empty when nothing can match;
 * instants are milliseconds since the epoch, and a range that does not end after it begins matches nothing. Two filters
 * that mean the same have the same predicates.
 */
export type Predicate =
  | { readonly kind: 'values'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly field: string; readonly gte: number | null; readonly lt: number | null };

type ValuesPredicate = Extract<Predicate, { kind: 'values' }>;
type AnyCatalogue = Catalogue<never>;

/**
 * Brings a filter on cases into normal form: one predicate a field, sorted by field. BAD_USER_INPUT, naming the argument,
 * for a filter without conditions, for no or more than 50 values, for an empty or broken value, and for a range without
 * ends.
 */
export function normalizeCaseFilter(filter: CaseFilter): readonly Predicate[] {
  return normalize(filter, caseCatalogue);
}

/** The same for a filter on collection steps. */
export function normalizeGestionFilter(filter: GestionFilter): readonly Predicate[] {
  return normalize(filter, gestionCatalogue);
}

function normalize(filter: CaseFilter | GestionFilter, catalogue: AnyCatalogue): readonly Predicate[] {
  const byField = new Map<string, Predicate>();
  for (const predicate of flatten(filter)) {
    const field = fieldOf(catalogue, predicate.field);
    const other = byField.get(predicate.field);
    byField.set(predicate.field, other === undefined ? predicate : both(other, predicate, field));
  }
  return [...byField.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

function flatten(filter: CaseFilter | GestionFilter): readonly Predicate[] {
  const { allOf, conditions: anyOf, ...own }: CaseFilter & GestionFilter = filter;
  const predicates = Object.entries(own).map(([field, wanted]) => toPredicate(field, wanted));
  if (anyOf !== undefined) {
    predicates.push({ kind: 'values', field: 'condition', values: checkValues(anyOf, 'filter.conditions') });
  }
  if (predicates.length === 0) throw badUserInput('filter', 'must have at least one condition');
  return [...predicates, ...(allOf ?? []).flatMap(flatten)];
}

function toPredicate(field: string, wanted: ValueCondition | InstantRange | string | boolean): Predicate {
  if (typeof wanted !== 'object') return { kind: 'values', field, values: [String(wanted)] };
  if ('eq' in wanted) return onValues(field, checkValues([wanted.eq], `filter.${field}.eq`));
  if ('in' in wanted) return onValues(field, checkValues(wanted.in, `filter.${field}.in`));
  return toRange(field, wanted);
}

/** A word for nothing, such as `N/A`, is nobody's id or document number: nothing is found by it. */
function onValues(field: string, values: readonly string[]): Predicate {
  return { kind: 'values', field, values: values.filter((value) => canIdentify(field, value)) };
}

function checkValues(values: readonly string[], argument: string): readonly string[] {
  if (values.length === 0) throw badUserInput(argument, 'must have at least one value');
  if (values.length > maxFilterValues) throw badUserInput(argument, `must have at most ${maxFilterValues} values`);
  if (values.some(isBlank)) throw badUserInput(argument, 'must not be empty');
  if (!values.every((value) => value.isWellFormed())) throw badUserInput(argument, 'must consist of whole characters');
  return [...new Set(values.map((value) => value.normalize('NFC')))].sort();
}

function toRange(field: string, { gte, lt }: InstantRange): Predicate {
  if (gte === undefined && lt === undefined) throw badUserInput(`filter.${field}`, 'needs gte, lt or both');
  return { kind: 'range', field, gte: gte?.getTime() ?? null, lt: lt?.getTime() ?? null };
}

/** The predicate that holds where two on the same field hold. */
function both(a: Predicate, b: Predicate, field: FilterField<never>): Predicate {
  if (a.kind === 'values' && b.kind === 'values') {
    // Two spellings of the same value are both kept: nobody knows which of them the CRM finds.
    const isIn =
      ({ values }: ValuesPredicate) =>
      (value: string) =>
        values.some((other) => isSameValue(field, value, other));
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
