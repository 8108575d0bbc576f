import type {
  CaseFilter as CaseFilterInput,
  CollectionGestionFilter as GestionFilterInput,
  DateTimeRange,
  IdFilter,
  StringFilter,
} from '../__generated__/resolvers.js';
import { badUserInput } from '../model/Fault.js';
import type { CaseFilter, GestionFilter, InstantRange, ValueCondition } from '../model/filters.js';

/**
 * A filter on cases as the model knows it: nulls count as left out. BAD_USER_INPUT for a field condition without content,
 * or with both or neither of `eq` and `in`. Whether values and combination make sense is checked where the filter is read,
 * by the catalogue of its fields.
 */
export function decodeCaseFilter(input: CaseFilterInput): CaseFilter {
  return decode(input);
}

/** The same for a filter on collection steps. */
export function decodeGestionFilter(input: GestionFilterInput): GestionFilter {
  return decode(input);
}

type Condition = CaseFilterInput[keyof CaseFilterInput] | GestionFilterInput[keyof GestionFilterInput];

/** Goes by the form of each condition, which the schema has checked: which fields there are is for schema and catalogue. */
function decode(input: CaseFilterInput | GestionFilterInput): CaseFilter & GestionFilter {
  const given = Object.entries<Condition>(input).filter(
    ([, condition]) => condition !== null && condition !== undefined,
  );
  return Object.fromEntries(given.map(([field, condition]) => [field, decodeCondition(field, condition)]));
}

function decodeCondition(field: string, condition: Condition): unknown {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return condition;
  if ('gte' in condition || 'lt' in condition) return decodeRange(condition);
  if ('eq' in condition || 'in' in condition) return decodeValues(field, condition);
  throw badUserInput(`filter.${field}`, 'must have at least one condition');
}

function decodeValues(field: string, { eq, in: values }: StringFilter | IdFilter): ValueCondition {
  const hasOne = typeof eq === 'string';
  if (hasOne && !Array.isArray(values)) return { eq };
  if (!hasOne && Array.isArray(values)) return { in: values };
  throw badUserInput(`filter.${field}`, 'needs exactly one of eq and in');
}

function decodeRange({ gte, lt }: DateTimeRange): InstantRange {
  return { ...(gte instanceof Date && { gte }), ...(lt instanceof Date && { lt }) };
}
