import type { Quota } from '../../model/Quota.js';

/** Below this share of the day's calls the rest is for what has to be read now. */
const lowShare = 0.05;

/** Whether so little of the day's allowance is left for reads that older answers do where there are any. */
export function isQuotaLow({ limit, remaining, reservedForWrites }: Quota): boolean {
  if (limit === null || remaining === null) return false;
  return remaining - reservedForWrites <= limit * lowShare;
}
