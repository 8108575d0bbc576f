import { CallFailure } from '../../model/CallFailure.js';
import type { Fault } from '../../model/Fault.js';
import type { Logger } from './createLogger.js';
import { describeError, type ErrorDescription } from './describeError.js';

/** What the log is told of the errors that a caller is told of by their codes. */
export interface ErrorLog {
  /** An exception that nobody foresaw. */
  unexpected(error: unknown, requestId: string): void;
  /** An expected failure that is not the caller's doing. */
  failed(fault: Fault, requestId: string): void;
}

/** The client's words for a failed call: an endpoint's name, what became of it, the status. Anything else stays out. */
const callFailure = /^[A-Za-z]+\/[A-Za-z]+: [A-Za-z ]{1,80}(?: \d{3})?$/;

/** Makes the log of errors: a line for each, with the request it belongs to. */
export function createErrorLog(log: Logger): ErrorLog {
  return {
    unexpected: (error, requestId) => {
      log.error({ requestId, error: describeError(error) }, 'unexpected error');
    },
    failed: ({ code, cause }, requestId) => {
      log.warn({ requestId, code, ...describeCause(cause) }, 'failure');
    },
  };
}

/** A failure's cause as a log line may tell it. */
export interface CauseInLog {
  /** Endpoint, class and status in one. */
  readonly call?: string;
  readonly failure?: string;
  /** What was seen: `dns`, `refused`, `tls`, `timeout`, `reset`, `html`, `redirect`, `status` and the like. */
  readonly cause?: string;
  readonly status?: number | null;
  /** The setting to look at. */
  readonly setting?: string;
  readonly error?: ErrorDescription;
}

/** Tells the call that failed and what was seen of it, or an exception without its words. */
export function describeCause(cause: unknown): CauseInLog {
  if (cause instanceof CallFailure) {
    const { failure, cause: seen, status, setting } = cause.details;
    return { call: cause.message, failure, cause: seen, status, ...(setting !== undefined && { setting }) };
  }
  if (cause instanceof Error && callFailure.test(cause.message)) return { call: cause.message };
  return cause === undefined ? {} : { error: describeError(cause) };
}
