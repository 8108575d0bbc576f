import type { ErrorCode } from './errorCatalogue.js';
import type { LimitName } from './LimitName.js';
import type { RequestProblem } from './requestProblems.js';

/** What an error comes down to. Holds nothing that may not be told to the caller, except `unexpected`. */
export interface Diagnosis {
  readonly code: ErrorCode;
  /** Names from the schema or the caller's own document, for BAD_USER_INPUT. */
  readonly argument?: string;
  /** Fixed words about the argument or the limit. */
  readonly problem?: string;
  /** With OPERATION_TOO_COMPLEX: the limit that the operation is beyond. */
  readonly limit?: LimitName;
  /** With BAD_REQUEST: what is wrong with the request. */
  readonly reason?: RequestProblem;
  readonly retryAfterMs?: number;
  readonly resetsAt?: Date;
  /** More about names of the document and the schema; told in development only. */
  readonly hint?: string;
  /** Errors with the same source have one cause, which the log is told once. */
  readonly source: object;
  /** An exception that nobody foresaw, for the log. */
  readonly unexpected?: unknown;
}
