import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../model/Clock.js';
import { tokenEnd } from '../access/tokenEnd.js';
import { statusOf } from '../errors/errorCatalogue.js';
import { type ReportedError, reportDiagnosis, retryAfterSeconds } from '../errors/reportErrors.js';
import type { AnswerWithEvents } from '../graphql/graphqlRoutes.js';
import type { ResultStream } from './ResultStream.js';
import type { SubscriptionStarter } from './SubscriptionStarter.js';

/** A comment now and then keeps proxies from closing a connection on which nothing happens. */
const pingMs = 12_000;
const ping = ':\n\n';

export interface EventStreamOptions {
  readonly starter: SubscriptionStarter;
  readonly clock: Clock;
  /** Raised when the process ends. */
  readonly draining: AbortSignal;
}

/**
 * Makes what answers with events, one connection for each subscription (graphql-sse's distinct connections). The library's own handler takes results as fast as there are any, and piles them up for a
 * consumer that does not read; here each is made when the one before it has been taken. A stream that ends without `complete` was ended by this server, and clients come back; one
 * whose token has run out ends with an error and `complete`.
 */
export function createEventStreams({ starter, clock, draining }: EventStreamOptions): AnswerWithEvents {
  return async (request, reply, operation, scopes) => {
    const { socket } = request.raw;
    const started = await starter.start(operation, {
      requestId: request.id,
      scopes,
      connection: socket,
      transport: 'sse',
      onStalled: () => socket.destroy(),
    });
    if (started.kind === 'refused') return refuse(reply, started.errors);
    const { results } = started;
    const end = (): void => void results.return();
    draining.addEventListener('abort', end, { once: true });
    reply.raw.once('close', () => {
      draining.removeEventListener('abort', end);
      end();
    });
    const endsAt = scopes === null ? null : tokenEnd(request.headers.authorization);
    const expired = { errors: [reportDiagnosis({ code: 'UNAUTHENTICATED' }, request.id)], data: null };
    return reply
      .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
      .send(
        Readable.from(toEvents(results, clock, endsAt === null ? null : { endsAt, expired }), { highWaterMark: 1 }),
      );
  };
}

function refuse(reply: FastifyReply, errors: readonly ReportedError[]): FastifyReply {
  const status = statusOf(errors[0]?.extensions.code ?? 'INTERNAL_SERVER_ERROR');
  if (status === 503) void reply.header('retry-after', retryAfterSeconds(errors));
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ errors });
}

interface TokenEnd {
  readonly endsAt: number;
  /** What is told then. */
  readonly expired: { readonly errors: readonly ReportedError[]; readonly data: null };
}

async function* toEvents(
  results: ResultStream,
  clock: Clock,
  token: TokenEnd | null,
): AsyncGenerator<string, undefined> {
  // Some browsers take a stream for open with its first byte only.
  yield ping;
  let next = results.next();
  for (;;) {
    const untilEnd = token === null ? Infinity : token.endsAt - clock.now();
    if (token !== null && untilEnd <= 0) {
      void results.return();
      yield `event: next\ndata: ${JSON.stringify(token.expired)}\n\n`;
      yield 'event: complete\ndata:\n\n';
      return;
    }
    const result = await within(next, Math.min(pingMs, untilEnd), clock);
    if (result === null) yield ping;
    else if (result.done === true) return;
    else {
      yield `event: next\ndata: ${JSON.stringify(result.value)}\n\n`;
      next = results.next();
    }
  }
}

/** What a promise resolves with, or null when that takes longer. */
function within<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(() => {
      resolve(null);
    }, ms);
    promise.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error instanceof Error ? error : new Error('a result failed'));
      },
    );
  });
}
