import type { FailureClass } from '../classify.js';

export interface RetryQuestion {
  readonly failureClass: FailureClass;
  /** Attempts made, the failed one included. */
  readonly attempt: number;
  /** Milliseconds until the operation has to be answered. */
  readonly remainingMs: number;
  /** How long the CRM asked to wait, or how long it is left alone anyway; null where nothing asks for it. */
  readonly waitMs: number | null;
  /** Between 0 and 1, 1 excluded. */
  readonly random: number;
}

const firstDelayMs = 200;
const maxDelayMs = 2_000;
/** Less time than this is not worth an attempt. */
const leastAttemptMs = 50;

/**
 * How long to wait before a failed read is tried again, in milliseconds; null when it is not. Full jitter, and never
 * past the deadline. Writes never come here.
 */
export function decideRetry(question: RetryQuestion): number | null {
  const { attempt, remainingMs, waitMs, random } = question;
  if (attempt >= maxAttempts(question.failureClass)) return null;
  const jitterMs = random * Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  const delayMs = (waitMs ?? 0) + jitterMs;
  return delayMs + leastAttemptMs > remainingMs ? null : delayMs;
}

function maxAttempts(failureClass: FailureClass): number {
  switch (failureClass) {
    case 'gateway':
    case 'rateLimited':
    case 'simultaneous':
      return 3;
    case 'broken':
      return 2;
    case 'auth':
    case 'quota':
    case 'maintenance':
    case 'serverError':
    case 'refused':
    case 'badResponse':
    case 'timeout':
    case 'unreachable':
    case 'aborted':
      return 1;
  }
}
