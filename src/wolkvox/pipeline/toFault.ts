import { CallFailure } from '../../model/CallFailure.js';
import { Fault } from '../../model/Fault.js';
import type { Failure } from '../classify.js';

/** What a caller is told to wait where nothing better is known. */
const defaultRetryAfterMs = 1_000;

/** The fault an operation ends with, made of the last attempt's failure. Its cause says where and how, never what. */
export function toFault(
  failure: Failure,
  context: {
    readonly endpoint: string;
    /** The setting to look at, where one is the likely cause. */
    readonly setting: string | null;
    readonly pausedForMs: number;
    readonly resetsAt: Date | null;
  },
): Fault {
  const cause = new CallFailure({
    endpoint: context.endpoint,
    failure: failure.class,
    cause: failure.cause,
    status: failure.status,
    ...(context.setting !== null && { setting: context.setting }),
  });
  switch (failure.code) {
    case 'QUOTA_EXHAUSTED':
      return new Fault(failure.code, context.resetsAt === null ? { cause } : { cause, resetsAt: context.resetsAt });
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_RATE_LIMITED':
    case 'OVERLOADED':
    case 'SERVICE_UNAVAILABLE':
      return new Fault(failure.code, { cause, retryAfterMs: Math.max(context.pausedForMs, defaultRetryAfterMs) });
    case 'UPSTREAM_BAD_RESPONSE':
      return new Fault(failure.code, { cause, isTooLarge: failure.isTooLarge ?? false });
    case 'UPSTREAM_AUTH_FAILED':
    case 'BAD_USER_INPUT':
      return new Fault(failure.code, { cause });
  }
}
