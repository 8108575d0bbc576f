import { failureReason, type FailureReason } from './failureReason.js';

export type { FailureReason };

/** One POST to the one host the transport was made for. The CRM is asked in no other way. */
export interface TransportRequest {
  /** Path and query, beginning with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Total time of this attempt in milliseconds, connecting and body included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A complete response: the body arrived whole, within the byte cap. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Why no response came of a request. */
export type TransportFailureKind =
  /** No connection: refused, unknown host, TLS. */
  | 'unreachable'
  /** Time ran out. */
  | 'timeout'
  /** The connection broke, or what came over it is not HTTP. */
  | 'broken'
  /** The body is larger than the cap. */
  | 'tooLarge'
  /** The caller gave up. */
  | 'aborted';

/** What `send` rejects with. Its cause is for logs: the error of the library. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  constructor(
    readonly kind: TransportFailureKind,
    /** Whether any byte of the request may have left this process. False only when that is certain. */
    readonly mayHaveBeenSent: boolean,
    cause?: unknown,
  ) {
    super(kind, { cause });
  }

  /** What was seen of the failure. */
  get reason(): FailureReason {
    switch (this.kind) {
      case 'timeout':
      case 'tooLarge':
      case 'aborted':
        return this.kind;
      case 'unreachable':
      case 'broken':
        return failureReason(this.cause);
    }
  }
}

/** Moves bytes; knows nothing of the CRM. Rejects with `TransportFailure` only. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /**
   * Leaves the present connections: those in use finish, none is used again. For when an answer on one of them belonged
   * to another request, so that all later ones might as well.
   */
  renewConnections(): void;
  /** Closes idle connections and lets those in use finish. */
  close(): Promise<void>;
}
