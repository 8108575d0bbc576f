import type { ErrorCode } from './errorCatalogue.js';
import type { LimitName } from './LimitName.js';
import type { RequestProblem } from './requestProblems.js';

/** What is known of a refusal besides its code. */
export interface RefusalDetails {
  readonly retryAfterMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** With BAD_REQUEST: what is wrong with the request. */
  readonly reason?: RequestProblem;
  /** With OPERATION_TOO_COMPLEX: the limit that the operation is beyond. */
  readonly limit?: LimitName;
  /** What the operation does beyond the limit, in fixed words. */
  readonly problem?: string;
  /** More about names of the document and the schema; told in development only. */
  readonly hint?: string;
}

/**
 * A request or operation that the host itself turns away. `statusCode` is the HTTP status where the whole request is
 * turned away; a refusal of a single field keeps the status of the operation.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: ErrorCode,
    readonly statusCode: number,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
  }
}
