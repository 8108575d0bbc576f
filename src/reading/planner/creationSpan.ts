import type { InstantSpan } from '../../model/search.js';

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
