import { Fault, type FaultCode } from '../../model/Fault.js';
import type { Quota } from '../../model/Quota.js';

/** How long what was read is good for, in milliseconds since it was read. */
export interface Lifetime {
  /** Fresh for; 0 means that nothing is remembered. */
  readonly ttlMs: number;
  /** Kept for, to stand in when the CRM cannot answer. */
  readonly staleMs: number;
}

/** `fresh` answers anybody, `stale` stands in, `gone` does neither. */
export type Age = 'fresh' | 'stale' | 'gone';

/** The age of what was read at an instant. A clock that was set back makes everything from its future gone. */
export function ageOf(readAt: number, now: number, { ttlMs, staleMs }: Lifetime): Age {
  const ageMs = now - readAt;
  if (ageMs < 0 || ttlMs === 0) return 'gone';
  if (ageMs < ttlMs) return 'fresh';
  return ageMs < staleMs ? 'stale' : 'gone';
}

/** The failures that mean that the CRM cannot answer or be asked now, as opposed to an answer that nobody likes. */
const cannotAnswer: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_RATE_LIMITED',
  'QUOTA_EXHAUSTED',
  'SERVICE_UNAVAILABLE',
]);

/** Whether an older answer may stand in for one that failed this way. */
export function allowsStale(fault: unknown): boolean {
  return fault instanceof Fault && cannotAnswer.has(fault.code);
}

/** Below this share of the day's calls the rest is for what has to be read now. */
const lowShare = 0.05;

/** Whether so little of the day's allowance is left for reads that older answers do where there are any. */
export function isQuotaLow({ limit, remaining, reservedForWrites }: Quota): boolean {
  if (limit === null || remaining === null) return false;
  return remaining - reservedForWrites <= limit * lowShare;
}
