import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors/Refusal.js';
import { reportDiagnosis } from '../errors/reportErrors.js';
import { acceptedMediaType } from '../http/acceptedMediaType.js';
import type { Logger } from '../observability/createLogger.js';
import type { Metrics } from '../observability/Metrics.js';
import type { Tracing } from '../observability/Tracing.js';
import { type ContextSources, openContext } from './requestContext.js';
import type { ServerContext } from './ServerContext.js';

/** What running an operation takes: all but the operation. */
export interface OperationRunner {
  readonly sources: ContextSources;
  readonly metrics: Metrics;
  /** Null where no spans are asked for. */
  readonly tracing: Tracing | null;
  readonly log: Logger;
  /** Runs the operation, sets the reply's status and headers, and resolves with its body. */
  readonly execute: (context: ServerContext) => Promise<unknown>;
}

/** Everything below ends by itself at the deadline; who has not ended this much later is not waited for. */
const graceMs = 150;

/** Runs one operation from its context to its line in the log, and resolves with the body of the answer. */
export async function runOperation(
  request: FastifyRequest,
  reply: FastifyReply,
  scopes: ServerContext['scopes'],
  { sources, metrics, tracing, log, execute }: OperationRunner,
): Promise<unknown> {
  const mediaType = acceptedMediaType(request.headers.accept) ?? 'application/json';
  const { context, abandon, finish } = openContext({ requestId: request.id, mediaType, scopes }, sources);
  const onClose = (): void => {
    if (!reply.raw.writableFinished) abandon();
  };
  reply.raw.once('close', onClose);
  const { record } = context;
  const span = tracing?.startOperation(request.headers);
  const work = (): Promise<unknown> => execute(context);
  try {
    const body = await withinTime(span ? span.run(work) : work(), sources);
    if (body === tooLate) {
      const report = reportDiagnosis({ code: 'UPSTREAM_TIMEOUT' }, request.id);
      record.codes = [report.extensions.code];
      void reply.code(200).header('content-type', `${mediaType}; charset=utf-8`);
      return JSON.stringify({ errors: [report], data: null });
    }
    // The engine answered by itself, without the operation's plugins: a fault, and not in the form of the contract.
    if (!record.isAnswered) throw new Refusal('INTERNAL_SERVER_ERROR', 500);
    return body;
  } finally {
    finish();
    reply.raw.off('close', onClose);
    span?.end(record);
    const ms = Math.max(0, sources.clock.now() - record.startedAt);
    metrics.operationRan(record.isPlanned ? 'plan' : 'engine');
    metrics.operationAnswered(record.kind === 'subscription' ? 'none' : (record.kind ?? 'none'), record.codes, ms);
    log.info(
      {
        requestId: request.id,
        operation: record.name,
        kind: record.kind,
        ms: Math.round(ms),
        upstreamCalls: record.upstreamCalls,
        cacheHits: record.cacheHits,
        codes: [...new Set(record.codes)],
      },
      'operation',
    );
  }
}

const tooLate = Symbol('too late');

/** Waits for the answer no longer than the deadline and a grace. */
async function withinTime(answer: Promise<unknown>, { clock, operationDeadlineMs }: ContextSources): Promise<unknown> {
  let cancelTimer = (): void => undefined;
  const timeUp = new Promise<typeof tooLate>((resolve) => {
    cancelTimer = clock.setTimer(() => {
      resolve(tooLate);
    }, operationDeadlineMs + graceMs);
  });
  try {
    return await Promise.race([answer, timeUp]);
  } finally {
    cancelTimer();
  }
}
