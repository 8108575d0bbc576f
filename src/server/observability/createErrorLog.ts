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

/** A failure's cause as a log line may tell it: the call that failed, or an exception without its words. */
export function describeCause(cause: unknown): { readonly call?: string; readonly error?: ErrorDescription } {
  if (cause instanceof Error && callFailure.test(cause.message)) return { call: cause.message };
  return cause === undefined ? {} : { error: describeError(cause) };
}
