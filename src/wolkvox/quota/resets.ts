import type { TenantZone } from '../TenantZone.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The first reset of the day's count after an instant, at the hour of a known one. All in milliseconds since the epoch. */
export function nextReset(zone: TenantZone, known: number, now: number): number {
  const isAtMidnight = zone.nextMidnight(known - 1).getTime() === known;
  if (isAtMidnight) return zone.nextMidnight(now).getTime();
  return known + Math.ceil((now + 1 - known) / dayMs) * dayMs;
}

/** The reset that is so many hours away. The CRM tells whole ones: where they lead to within an hour of midnight, midnight is meant. */
export function resetIn(zone: TenantZone, hours: number, now: number): number {
  const roughly = now + hours * hourMs;
  const midnight = zone.nextMidnight(now).getTime();
  return Math.abs(roughly - midnight) <= hourMs ? midnight : Math.ceil(roughly / hourMs) * hourMs;
}
