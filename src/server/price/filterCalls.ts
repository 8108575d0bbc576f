import { fieldsOfContact, maxFilterValues } from '../../model/filters.js';
import { maxPageLimit } from '../../model/search.js';

/** What the price of a list depends on besides its filter. */
export interface ListSize {
  /** Whether the list has a condition already, such as the contact whose cases they are. */
  readonly isNarrowed: boolean;
  /** Whether an order is asked for, other than the CRM's own. */
  readonly isOrdered: boolean;
  /** Rows up to the end of the page, from the start of the list. */
  readonly wanted: number;
  readonly scanLimitCalls: number;
}

/**
 * The calls that a list can cost by its filter, beyond doubt: one for a single search; one for each value where several
 * are asked for, and one more where a row may leave its contact open; up to `scanLimitCalls` where rows have to be compared
 * here.
 */
export function filterCalls(filter: unknown, { isNarrowed, isOrdered, wanted, scanLimitCalls }: ListSize): number {
  const entries = isObject(filter)
    ? Object.entries(filter).filter(([, value]) => value !== null && value !== undefined)
    : [];
  const searches = entries.map(([, condition]) => valuesAskedFor(condition));
  const isOneSearch = entries.length + (isNarrowed ? 1 : 0) <= 1 && searches.every((count) => count > 0);
  const lookUps = !isOneSearch && entries.some(([field]) => fieldsOfContact.has(field)) ? 1 : 0;
  const pages = isOneSearch ? 1 : Math.max(1, Math.ceil(wanted / maxPageLimit));
  const calls = Math.max(isOneSearch ? 1 : scanLimitCalls, ...searches.map((count) => count * pages + lookUps));
  // Reading a list from its end takes a call to know where that is.
  return isOrdered ? Math.max(calls, 2 * Math.max(1, ...searches)) : calls;
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
