import type { LimitName } from '../limits/LimitName.js';
import type { ErrorCode } from './errorCatalogue.js';

/**
 * A request or operation that the host itself turns away. `statusCode` is the HTTP status where the whole request is
 * turned away; a refusal of a single field keeps the status of the operation.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** With OPERATION_TOO_COMPLEX: the limit that the operation is beyond. */
  readonly limit: LimitName | undefined;

  constructor(
    readonly code: ErrorCode,
    readonly statusCode: number,
    details: {
      readonly retryAfterMs?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly limit?: LimitName;
    } = {},
  ) {
    super(code);
    this.retryAfterMs = details.retryAfterMs;
    this.headers = details.headers ?? {};
    this.limit = details.limit;
  }
}
