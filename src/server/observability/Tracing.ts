import type { IncomingHttpHeaders } from 'node:http';
import type { OperationRecord } from './OperationRecord.js';

/** Makes spans of what the process does. The library behind it is only loaded where spans are asked for. */
export interface Tracing {
  /** Opens the span of an operation, beneath the one that the caller names in `traceparent`. */
  startOperation(headers: IncomingHttpHeaders): OperationSpan;
  /** Notes a call to the CRM that has just ended, beneath the operation that it was made for. */
  upstreamCallEnded(endpoint: string, outcome: string, ms: number): void;
  /** Sends what is left; resolves soon, even where nobody takes it. */
  stop(): Promise<void>;
}

/** The span of one operation. */
export interface OperationSpan {
  /** Does the work; calls to the CRM that it makes are noted beneath the span. */
  run<T>(work: () => Promise<T>): Promise<T>;
  end(record: OperationRecord): void;
}
