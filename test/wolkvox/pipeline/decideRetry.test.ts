import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { FailureClass } from '../../../src/wolkvox/classify.js';
import { decideRetry } from '../../../src/wolkvox/pipeline/decideRetry.js';
import { parseRetryAfter } from '../../../src/wolkvox/pipeline/parseRetryAfter.js';
import { RetryBudget } from '../../../src/wolkvox/pipeline/RetryBudget.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const classes: readonly FailureClass[] = [
  'auth',
  'quota',
  'simultaneous',
  'rateLimited',
  'maintenance',
  'gateway',
  'serverError',
  'refused',
  'badResponse',
  'timeout',
  'unreachable',
  'broken',
  'aborted',
];
const retried: readonly FailureClass[] = ['simultaneous', 'rateLimited', 'gateway', 'broken'];

describe('a failed read', () => {
  const question = { failureClass: 'gateway', attempt: 1, remainingMs: 10_000, waitMs: null, random: 0.5 } as const;

  test.each(classes)('of class %s is tried again only if that can help', (failureClass) => {
    const isRetried = decideRetry({ ...question, failureClass }) !== null;
    expect(isRetried).toBe(retried.includes(failureClass));
  });

  test('is sent three times at most, and twice when the connection broke', () => {
    expect(decideRetry({ ...question, attempt: 2 })).not.toBeNull();
    expect(decideRetry({ ...question, attempt: 3 })).toBeNull();
    expect(decideRetry({ ...question, failureClass: 'broken', attempt: 2 })).toBeNull();
  });

  test('waits at random up to a limit that doubles', () => {
    expect(decideRetry({ ...question, random: 0 })).toBe(0);
    expect(decideRetry({ ...question, random: 0.5 })).toBe(100);
    expect(decideRetry({ ...question, random: 0.5, attempt: 2 })).toBe(200);
  });

  test('is tried again while fifty milliseconds are left for it, and not with less', () => {
    expect(decideRetry({ ...question, waitMs: 400, random: 0, remainingMs: 450 })).toBe(400);
    expect(decideRetry({ ...question, waitMs: 400, random: 0, remainingMs: 449 })).toBeNull();
  });

  test('waits at least as long as the CRM asks, and never past the deadline', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...classes),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: -1_000, max: 20_000 }),
        fc.option(fc.integer({ min: 0, max: 300_000 })),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failureClass, attempt, remainingMs, waitMs, random) => {
          const delayMs = decideRetry({ failureClass, attempt, remainingMs, waitMs, random });
          if (delayMs === null) return;
          expect(attempt).toBeLessThan(3);
          expect(retried).toContain(failureClass);
          expect(delayMs).toBeGreaterThanOrEqual(waitMs ?? 0);
          expect(delayMs).toBeLessThanOrEqual((waitMs ?? 0) + 2_000);
          expect(delayMs).toBeLessThan(remainingMs);
        },
      ),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

describe('a Retry-After header', () => {
  const now = Date.UTC(2026, 0, 15, 15, 0, 0);

  test.each([
    ['7', 7_000],
    [' 120 ', 120_000],
    ['1.5', 1_500],
    ['1.25', 1_250],
    ['0', 0],
    ['-5', 0],
    ['86400', 300_000],
    ['Thu, 15 Jan 2026 15:00:30 GMT', 30_000],
    ['Thursday, 15-Jan-26 15:00:30 GMT', 30_000],
    ['Thu Jan 15 15:00:30 2026 GMT', 30_000],
    ['Thu, 15 Jan 2026 14:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 300_000],
  ])('of %j asks to wait %i ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  test.each([
    '',
    'soon',
    '1e3',
    '0x10',
    '120, 60',
    '2026-01-15',
    'Thu, 99 Jan 2026 15:00:30 GMT',
    'until Thu, 15 Jan 2026 15:00:30 GMT',
    'Thu, 15 Jan 2026 9:00:30 GMT',
    'Thu, 15 Jan 2026 15:00:3 GMT',
    '١٢',
    'NaN',
    'Infinity',
  ])('of %j asks for nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeNull();
  });

  test('asks for a bounded wait or nothing, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9. eE+-]{0,12}$/), fc.date().map(String)), (header) => {
        const waitMs = parseRetryAfter(header, now);
        if (waitMs === null) return;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(300_000);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

describe('the budget for retries', () => {
  test('leaves a lone request its retries', () => {
    const budget = new RetryBudget(() => 0);
    budget.onRequest();
    expect([budget.tryTake(), budget.tryTake()]).toEqual([true, true]);
  });

  test('is a tenth of the requests of ten seconds, whatever comes in which order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ requests: fc.integer({ min: 0, max: 60 }), waitMs: fc.integer({ min: 0, max: 3_000 }) }), {
          maxLength: 20,
        }),
        (steps) => {
          let now = 1_000_000;
          const budget = new RetryBudget(() => now);
          const requests: number[] = [];
          const retries: number[] = [];
          const within = (times: readonly number[]) => times.filter((at) => at > now - 11_000).length;
          for (const step of steps) {
            for (let count = 0; count < step.requests; count += 1) {
              budget.onRequest();
              requests.push(now);
              if (!budget.tryTake()) continue;
              retries.push(now);
              // Buckets of a second make the window between nine and ten seconds long.
              const recent = retries.filter((at) => at > now - 9_000).length;
              expect(recent).toBeLessThanOrEqual(Math.max(10, 0.1 * within(requests)));
            }
            now += step.waitMs;
          }
        },
      ),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('grows with the requests: three hundred of them may be followed by thirty retries', () => {
    const budget = new RetryBudget(() => 0);
    for (let count = 0; count < 300; count += 1) budget.onRequest();
    expect(Array.from({ length: 40 }, () => budget.tryTake()).filter(Boolean)).toHaveLength(30);
  });

  test('is full again after ten seconds', () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    for (let count = 0; count < 10; count += 1) expect(budget.tryTake()).toBe(true);
    expect(budget.tryTake()).toBe(false);
    now = 10_000;
    expect(budget.tryTake()).toBe(true);
  });
});
