import { describe, expect, test } from '@jest/globals';
import type { CaseCondition } from '../../src/model/CaseRecord.js';
import { isOverdue } from '../../src/resolvers/isOverdue.js';

const due = new Date('2026-03-05T12:00:00Z');
const before = new Date('2026-03-05T11:00:00Z');
const after = new Date('2026-03-05T13:00:00Z');

function judge(given: {
  dueAt?: Date | null;
  closedAt?: Date | null;
  condition?: CaseCondition;
  isExpired?: boolean | null;
  now?: Date;
}): boolean | null {
  const { dueAt = due, closedAt = null, condition = 'OPEN', isExpired = null, now = before } = given;
  return isOverdue({ dueAt, closedAt, isExpired, status: { name: null, condition } }, now.getTime());
}

describe('a case', () => {
  test('is overdue once its due time has passed, unless it was closed by then', () => {
    expect(judge({ now: before })).toBe(false);
    expect(judge({ now: due })).toBe(false);
    expect(judge({ now: after })).toBe(true);
    expect(judge({ now: after, closedAt: before })).toBe(false);
    expect(judge({ now: after, closedAt: due })).toBe(false);
  });

  test('stays overdue when it was closed too late', () => {
    expect(judge({ closedAt: after })).toBe(true);
  });

  test('is not overdue while it is on hold, for its clock is stopped', () => {
    expect(judge({ condition: 'ON_HOLD', now: after })).toBe(false);
    expect(judge({ condition: 'ON_HOLD', now: after, isExpired: false })).toBe(false);
    expect(judge({ condition: 'ON_HOLD', now: after, isExpired: true })).toBe(false);
    expect(judge({ condition: 'ON_HOLD', dueAt: null, now: after })).toBeNull();
  });

  test('is neither without a due time', () => {
    expect(judge({ dueAt: null, now: after })).toBeNull();
  });

  test('that is closed nobody knows when is what the CRM says it is', () => {
    expect(judge({ condition: 'CLOSED', isExpired: true })).toBe(true);
    expect(judge({ condition: 'CLOSED', isExpired: false, now: after })).toBe(false);
    expect(judge({ condition: 'CLOSED', now: after })).toBeNull();
  });
});
