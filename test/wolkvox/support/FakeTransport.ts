import type { Transport, TransportRequest, TransportResponse } from '../../../src/http/Transport.js';
import { TransportFailure } from '../../../src/http/Transport.js';
import type { TransportFailureKind } from '../../../src/http/Transport.js';

type Answer = TransportResponse | TransportFailure | Promise<TransportResponse>;
/** Answers the request that is the `nth`, counted from 1. */
export type Script = (request: TransportRequest, nth: number) => Answer;

/** A transport without a network: keeps what it was asked and answers by a script. */
export class FakeTransport implements Transport {
  readonly requests: TransportRequest[] = [];
  inFlight = 0;
  renewals = 0;
  maxInFlight = 0;

  constructor(public script: Script) {}

  /** The bodies sent, parsed. */
  get bodies(): readonly unknown[] {
    return this.requests.map(({ body }): unknown => JSON.parse(body));
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.requests.push(request);
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    try {
      const answer = await this.script(request, this.requests.length);
      if (answer instanceof TransportFailure) throw answer;
      return answer;
    } finally {
      this.inFlight -= 1;
    }
  }

  renewConnections(): void {
    this.renewals += 1;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export function respond(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): TransportResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-length': String(text.length), ...headers }, body: Buffer.from(text) };
}

/** The envelope of a search, with the vendor's spelling. */
export function found(rows: readonly unknown[], extra: Readonly<Record<string, unknown>> = {}): TransportResponse {
  return respond({ code: '200', error: 'null', ...extra, msg: `${rows.length} records were are found`, data: rows });
}

/** The envelope of an error as it is assumed to be: status as number, reason phrase, text. */
export function refused(
  status: number,
  msg: string,
  headers: Readonly<Record<string, string>> = {},
): TransportResponse {
  return respond({ code: status, error: 'ERROR', msg }, status, headers);
}

export function fail(kind: TransportFailureKind, mayHaveBeenSent = true): TransportFailure {
  return new TransportFailure(kind, mayHaveBeenSent);
}
