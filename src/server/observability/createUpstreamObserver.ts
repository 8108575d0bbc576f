import type { Logger } from './createLogger.js';
import type { Metrics } from './Metrics.js';
import type { Tracing } from './Tracing.js';

/** What the CRM's client tells while it works; the same as its observer, which this layer does not know by name. */
export interface UpstreamObserver {
  callStarted(event: { readonly endpoint: string; readonly attempt: number }): void;
  callFinished(event: { readonly endpoint: string; readonly outcome: string; readonly ms: number }): void;
  fieldUnreadable(endpoint: string, path: string): void;
  breakerChanged(event: {
    readonly endpoint: string;
    readonly module: string | null;
    readonly state: 'open' | 'closed';
  }): void;
}

/** Makes figures, log lines and, where they are asked for, spans of what happens between this process and the CRM. */
export function createUpstreamObserver(log: Logger, metrics: Metrics, tracing: Tracing | null): UpstreamObserver {
  return {
    callStarted: () => undefined,
    callFinished: ({ endpoint, outcome, ms }) => {
      metrics.upstreamCallEnded(endpoint, outcome, ms);
      tracing?.upstreamCallEnded(endpoint, outcome, ms);
    },
    fieldUnreadable: (endpoint, path) => {
      log.warn({ endpoint, field: path }, 'upstream.drift');
    },
    breakerChanged: ({ endpoint, module, state }) => {
      metrics.breakerChanged(endpoint, module, state === 'open');
      log.warn({ endpoint, module, state }, 'upstream.breaker');
    },
  };
}
