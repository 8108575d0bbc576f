import type { CaseRecord } from '../model/CaseRecord.js';

/**
 * Whether a case ran past its due time: closed after it, or not closed although it has passed. Null without a due time.
 * While a case is on hold its clock is stopped, and it is not overdue. Where a case is closed and nobody knows when, the
 * CRM's own flag answers, null included.
 */
export function isOverdue(
  { dueAt, closedAt, status, isExpired }: Pick<CaseRecord, 'dueAt' | 'closedAt' | 'status' | 'isExpired'>,
  now: number,
): boolean | null {
  if (dueAt === null) return null;
  if (closedAt !== null) return closedAt > dueAt;
  if (status?.condition === 'ON_HOLD') return false;
  return status?.condition === 'CLOSED' ? (isExpired ?? null) : now > dueAt.getTime();
}
