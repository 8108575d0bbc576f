import type { WriteReserve } from '../../model/WriteReserve.js';

/** The reserve in calls, a broken call counting as a whole one; 0 for a share of a limit nobody knows. */
export function reservedCalls(reserve: WriteReserve, limit: number | null): number {
  if ('calls' in reserve) return limit === null ? reserve.calls : Math.min(reserve.calls, limit);
  // Binary fractions make 7.000000000000001 of 70 × 0.1.
  return limit === null ? 0 : Math.ceil(limit * reserve.fraction - 1e-9);
}
