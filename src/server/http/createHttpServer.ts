import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { badRequest } from '../errors/badRequest.js';
import { Refusal } from '../errors/Refusal.js';
import type { Logger } from '../observability/createLogger.js';
import { describeError } from '../observability/describeError.js';
import type { Metrics } from '../observability/Metrics.js';
import { answerClientError, answerOnSocket } from './answerClientError.js';
import { drainRefusedBodies } from './drainRefusedBodies.js';
import { requestIdentity } from './requestIdentity.js';
import { sendFailure } from './sendFailure.js';
import { isHangUp, toFailure } from './toFailure.js';

export interface HttpServerOptions {
  /** The methods of each path that is served, as the `Allow` header lists them. */
  readonly methods: Readonly<Record<string, string>>;
  readonly maxBodyBytes: number;
  /** In how many milliseconds a request has to have arrived, headers and body. */
  readonly requestTimeoutMs?: number | undefined;
  readonly isDraining: () => boolean;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Slower senders are cut off. Node checks twice a second, so that they are gone within 10 s. */
const defaultRequestTimeoutMs = 9_000;
const connectionsCheckingIntervalMs = 500;
/** Routers keep idle connections for 15 s; whoever closes last loses a request. */
const keepAliveTimeoutMs = 65_000;
/** What of a refused body is still taken in. */
const drainLimits = { maxBytes: 64 * 1024 ** 2, idleMs: 1_000 };

/** What every answer carries, whatever it is. */
const headersOfAll = ({ id }: Pick<FastifyRequest, 'id'>) => ({
  'x-request-id': id,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
});

/** Makes an HTTP server without routes that answers every failure in the form of the contract. It does not listen yet. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { log, metrics, methods, isDraining, requestTimeoutMs = defaultRequestTimeoutMs } = options;
  const refuse = (reply: FastifyReply, failure: Refusal): FastifyReply => {
    const { code, statusCode: status } = failure;
    metrics.requestRefused(code);
    log.debug({ requestId: reply.request.id, status, code }, 'refused');
    return sendFailure(reply, failure);
  };
  const app = fastify({
    logger: false,
    genReqId: (request) => requestIdentity(request.headers),
    bodyLimit: options.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Draining is answered in the form of the contract, by the route.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, request, reply) => {
      // No hook runs for what has no address.
      refuse(reply.headers(headersOfAll(request)), badRequest('HTTP'));
    },
    http: {
      connectionsCheckingInterval: connectionsCheckingIntervalMs,
      headersTimeout: requestTimeoutMs,
      // Node would answer with an empty body.
      requireHostHeader: false,
    },
  });
  // Node would answer with an empty body here too.
  app.server.on('checkExpectation', (request, response) => {
    app.routing(request, response);
  });
  app.server.on('connect', (_request, socket: Socket) => {
    answerOnSocket(socket, 'METHOD');
  });
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headersOfAll(request));
    // Before its body is read, and so whatever its body is.
    if (request.is404) refuse(reply, methodOrPathFailure(request, methods));
    else done();
  });
  app.setNotFoundHandler((request, reply) => refuse(reply, methodOrPathFailure(request, methods)));
  drainRefusedBodies(app, { ...drainLimits, isDraining });
  app.setErrorHandler((error, request, reply) => {
    const failure = toFailure(error);
    if (failure) return refuse(reply, failure);
    if (!isHangUp(error)) {
      metrics.requestRefused('INTERNAL_SERVER_ERROR');
      log.error({ requestId: request.id, error: describeError(error) }, 'unexpected error');
    }
    return sendFailure(reply, new Refusal('INTERNAL_SERVER_ERROR', 500));
  });
  return app;
}

/** What to answer where no route takes a request: its method or its path is wrong. */
function methodOrPathFailure({ url }: FastifyRequest, methods: HttpServerOptions['methods']): Refusal {
  const path = url.split('?', 1)[0] ?? url;
  const allowed = Object.hasOwn(methods, path) ? methods[path] : undefined;
  return allowed === undefined ? badRequest('PATH') : badRequest('METHOD', { allow: allowed });
}
