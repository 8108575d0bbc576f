import type { LimitName } from '../limits/LimitName.js';
import type { ErrorCode } from './errorCatalogue.js';

/** What an error comes down to. Holds nothing that may not be told to the caller, except `unexpected`. */
export interface Diagnosis {
  readonly code: ErrorCode;
  /** Names from the schema or the caller's own document, for BAD_USER_INPUT. */
  readonly argument?: string;
  /** Fixed words about the argument. */
  readonly problem?: string;
  /** With OPERATION_TOO_COMPLEX: the limit that the operation is beyond. */
  readonly limit?: LimitName;
  readonly retryAfterMs?: number;
  readonly resetsAt?: Date;
  /** What the GraphQL library says about names in the document; told in development only. */
  readonly hint?: string;
  /** Two errors with the same source are one: the same failed call took both places down. */
  readonly source: object;
  /** An exception that nobody foresaw, for the log. */
  readonly unexpected?: unknown;
}
