import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { type Context, defaultTextMapGetter, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Clock } from '../../model/Clock.js';
import type { OperationSpan, Tracing } from './Tracing.js';

export interface TracingOptions {
  /** Where spans are sent: OTLP over HTTP, as JSON. */
  readonly url: URL;
  readonly clock: Clock;
  /** Masks secrets: an operation's name is the caller's. */
  readonly redact: (text: string) => string;
  /** How long spans are collected before they are sent. */
  readonly delayMs?: number;
}

/** What a collector that is down may cost at the end of the process. */
const exportTimeoutMs = 2_000;

/**
 * Makes spans with OpenTelemetry: one for each operation, continuing the router's trace and its decision to sample, and
 * one for each call to the CRM. They carry names of closed lists, figures and the operation's name; no arguments.
 */
export function createTracing({ url, clock, redact, delayMs = 2_000 }: TracingOptions): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'wolkvox-crm-subgraph' }),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: url.href, timeoutMillis: exportTimeoutMs }),
        scheduledDelayMillis: delayMs,
        exportTimeoutMillis: exportTimeoutMs,
      }),
    ],
  });
  const tracer = provider.getTracer('wolkvox-crm-subgraph');
  const propagator = new W3CTraceContextPropagator();
  const operations = new AsyncLocalStorage<Context>();

  return {
    startOperation(headers: IncomingHttpHeaders): OperationSpan {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const span = tracer.startSpan('graphql', { kind: SpanKind.SERVER, startTime: clock.now() }, parent);
      const context = trace.setSpan(parent, span);
      return {
        run: (work) => operations.run(context, work),
        end({ kind, name, upstreamCalls, cacheHits, codes }) {
          if (kind !== null) span.updateName(`graphql ${kind}`).setAttribute('graphql.operation.type', kind);
          if (name !== null) span.setAttribute('graphql.operation.name', redact(name));
          span.setAttribute('crm.calls', upstreamCalls).setAttribute('crm.cache_hits', cacheHits);
          if (codes.length > 0) {
            span.setAttribute('graphql.error.codes', [...new Set(codes)]).setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end(clock.now());
        },
      };
    },
    upstreamCallEnded(endpoint, outcome, ms) {
      const parent = operations.getStore();
      // Calls of nobody's operation, such as those that look for lost writes, begin no trace.
      if (!parent) return;
      const endedAt = clock.now();
      const span = tracer.startSpan(`crm ${endpoint}`, { kind: SpanKind.CLIENT, startTime: endedAt - ms }, parent);
      span.setAttribute('crm.endpoint', endpoint).setAttribute('crm.outcome', outcome);
      if (outcome !== 'answered' && outcome !== 'empty') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    },
    async stop() {
      let cancelTimer = (): void => undefined;
      const timeUp = new Promise<void>((resolve) => {
        cancelTimer = clock.setTimer(resolve, exportTimeoutMs);
      });
      await Promise.race([provider.shutdown(), timeUp]);
      cancelTimer();
    },
  };
}
