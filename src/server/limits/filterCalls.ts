import { maxFilterValues } from '../../model/filters.js';

/**
 * The calls that a list can cost by its filter, beyond doubt: one for a single search; one for each value where several
 * are asked for; up to `scanLimitCalls` where rows have to be compared here. `isNarrowed` says that the list has a
 * condition already, such as the contact whose cases they are.
 */
export function filterCalls(filter: unknown, isNarrowed: boolean, scanLimitCalls: number): number {
  const conditions = isObject(filter)
    ? Object.values(filter).filter((value) => value !== null && value !== undefined)
    : [];
  const searches = conditions.map(valuesAskedFor);
  const isOneSearch = conditions.length + (isNarrowed ? 1 : 0) <= 1 && searches.every((count) => count > 0);
  return Math.max(isOneSearch ? 1 : scanLimitCalls, ...searches);
}

/**
 * How many different values one condition asks for; 0 for conditions that the CRM cannot search. One with more than the
 * most is refused later, without a call.
 */
function valuesAskedFor(condition: unknown): number {
  if (!isObject(condition)) return 0;
  const { eq, in: values } = condition;
  if (Array.isArray(values)) return Math.min(maxFilterValues, Math.max(1, new Set(values).size));
  return eq === undefined ? 0 : 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
