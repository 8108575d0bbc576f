/** The closed list of codes an operation can fail with below the GraphQL layer. */
export type FaultCode =
  | 'BAD_USER_INPUT'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_RATE_LIMITED'
  | 'QUOTA_EXHAUSTED'
  | 'UPSTREAM_BAD_RESPONSE'
  | 'UPSTREAM_AUTH_FAILED'
  | 'OVERLOADED'
  | 'SERVICE_UNAVAILABLE';

/** What is known of a fault besides its code. */
export interface FaultDetails {
  /** For BAD_USER_INPUT: the argument at fault, a name from the schema such as `filter.status.in`. Never a value. */
  readonly argument?: string;
  /** For BAD_USER_INPUT: what is wrong with it, in fixed words that repeat no value of the caller. */
  readonly problem?: string;
  /** For BAD_USER_INPUT: more about the names of the schema, for developers. Production does not tell it. */
  readonly hint?: string;
  /** When to try again, milliseconds from now, where the CRM or our own pacing says so. */
  readonly retryAfterMs?: number;
  /** For QUOTA_EXHAUSTED: when the count starts again. */
  readonly resetsAt?: Date;
  /** For UPSTREAM_BAD_RESPONSE: whether the answer was larger than what is taken, so that asking for less may help. */
  readonly isTooLarge?: boolean;
  /** What really happened, for logs: passes the redactor there and never reaches a caller. */
  readonly cause?: unknown;
}

/**
 * An expected failure. The same instance may reject many waiting promises: one failed upstream call is one fault, and
 * one line in the log.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly argument: string | undefined;
  readonly problem: string | undefined;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly resetsAt: Date | undefined;
  readonly isTooLarge: boolean;

  constructor(
    readonly code: FaultCode,
    details: FaultDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.argument = details.argument;
    this.problem = details.problem;
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
    this.resetsAt = details.resetsAt;
    this.isTooLarge = details.isTooLarge ?? false;
  }
}

/**
 * A caller's mistake: names the argument and says what is wrong, in words that repeat no value. `hint` adds names of the
 * schema, for developers only.
 */
export function badUserInput(argument: string, problem: string, hint?: string): Fault {
  return new Fault('BAD_USER_INPUT', { argument, problem, ...(hint !== undefined && { hint }) });
}
