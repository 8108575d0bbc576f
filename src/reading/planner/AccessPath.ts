import type { InstantSpan, Search } from '../../model/search.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

/** One list that the CRM can give: the answer of a search, or the records created in a span of time. */
export type Scan<SearchField extends string = string> =
  | { readonly kind: 'search'; readonly search: Search<SearchField> }
  | ({ readonly kind: 'createdBetween' } & InstantSpan);

/**
 * One way to read a list: the predicate that is pushed down to the CRM, one scan for each of its values, and the residual
 * predicates, which are evaluated on the rows.
 */
export interface AccessPath<SearchField extends string = string> {
  /** The filter field of the predicate that is pushed down. */
  readonly field: string;
  /** Distinct; in the order of the records where the values tell it. */
  readonly scans: readonly Scan<SearchField>[];
  readonly residual: readonly Predicate[];
  /** Whether no two records share a value of the field, so that every scan has one row at most. */
  readonly isUnique: boolean;
}

/** A short text that is the same for scans that list the same. Holds the value searched for: not for logs. */
export function scanKey(scan: Scan): string {
  return scan.kind === 'search'
    ? `${scan.search.field} ${scan.search.value}`
    : `created ${scan.from.toISOString()} ${scan.to.toISOString()}`;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** From before any CRM of this kind to after all: no record was created outside. */
export const allTime = { from: new Date('2000-01-01T00:00:00Z'), to: new Date('2100-01-01T00:00:00Z') } as const;

/**
 * The span of time to ask the CRM for when records created within a range are wanted. The CRM takes minutes and does
 * not say whether it includes the last one, so the span is a minute wider on both sides. An open end is the end of
 * tomorrow: clocks may differ, and requests of one day ask for the same pages. Empty, its end not behind its beginning,
 * where the range lies wholly before or after all records.
 */
export function creationSpan(
  { gte, lt }: { readonly gte: number | null; readonly lt: number | null },
  now: Date,
): InstantSpan {
  const fromMs = gte === null ? -Infinity : toMinute(gte) - minuteMs;
  const toMs = lt === null ? (Math.floor(now.getTime() / dayMs) + 2) * dayMs : toMinute(lt + minuteMs - 1) + minuteMs;
  const { from, to } = allTime;
  return { from: new Date(Math.max(from.getTime(), fromMs)), to: new Date(Math.min(to.getTime(), toMs)) };
}

/** How far outside the span a row may lie for clocks and zones alone. Beyond that, the CRM listed by another date. */
const toleranceMs = 3 * 60 * minuteMs;

/** Whether a row of a span shows that the CRM does not list by the date of creation. */
export function contradictsSpan(createdAt: Date | null, { from, to }: InstantSpan): boolean {
  if (createdAt === null) return false;
  return createdAt.getTime() < from.getTime() - toleranceMs || createdAt.getTime() > to.getTime() + toleranceMs;
}

function toMinute(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}
