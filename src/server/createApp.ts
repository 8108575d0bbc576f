import type { Socket } from 'node:net';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { Config } from './config.js';
import { createSecretCheck } from './access/createSecretCheck.js';
import type { Scopes } from './access/createTokenCheck.js';
import { Refusal } from './errors/Refusal.js';
import { addGraphQLBodyParser } from './http/addGraphQLBodyParser.js';
import { answerClientError, answerOnSocket } from './http/answerClientError.js';
import { checkGraphQLHeaders } from './http/checkGraphQLHeaders.js';
import { drainRefusedBodies } from './http/drainRefusedBodies.js';
import type { GraphQLRequest } from './http/readGraphQLRequest.js';
import { requestIdentity } from './http/requestIdentity.js';
import { type Failure, sendFailure } from './http/sendFailure.js';
import { isHangUp, toFailure } from './http/toFailure.js';
import { DocumentCheck } from './limits/DocumentCheck.js';
import type { Logger } from './observability/createLogger.js';
import { describeError } from './observability/describeError.js';
import type { Metrics } from './observability/Metrics.js';
import type { OperationGate } from './OperationGate.js';
import type { Readiness } from './Readiness.js';
import { runOperation, type OperationRunner } from './runOperation.js';
import type { ServerContext } from './ServerContext.js';

export interface AppOptions {
  readonly settings: Pick<Config, 'isProduction' | 'routerSecrets' | 'maxBodyBytes'>;
  readonly graphql: ApolloServer<ServerContext>;
  readonly runner: Omit<OperationRunner, 'execute'>;
  /** Verifies a caller's bearer token; null where none is asked for. */
  readonly checkToken: ((authorization: string | undefined) => Promise<Scopes>) | null;
  readonly gate: OperationGate;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** In how many milliseconds a request has to have arrived, headers and body. */
  readonly requestTimeoutMs?: number;
}

/** Who sends slower than this is cut off; with what the look-out takes on top, that is within 10 s. */
const defaultRequestTimeoutMs = 9_000;
/** How often Node looks for slow senders. */
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

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

/** Makes the HTTP server of the contract: `/graphql`, health and metrics. It does not listen yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { settings, log, metrics, requestTimeoutMs = defaultRequestTimeoutMs } = options;
  const refuse = (reply: FastifyReply, failure: Failure): FastifyReply => {
    const { code, statusCode: status } = failure;
    metrics.requestRefused(code);
    log.debug({ requestId: reply.request.id, status, code }, 'refused');
    return sendFailure(reply, failure);
  };
  const app = fastify({
    logger: false,
    genReqId: (request) => requestIdentity(request.headers),
    bodyLimit: settings.maxBodyBytes.withAttachments,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Draining is answered by a hook of our own, in the form of the contract.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, request, reply) => {
      // No hook runs for what has no address.
      refuse(reply.headers(headersOfAll(request)), { code: 'BAD_REQUEST', statusCode: 400 });
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
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headersOfAll(request));
    // Before its body is read, and so whatever its body is.
    if (request.is404) refuse(reply, methodOrPathFailure(request, settings.isProduction));
    else done();
  });
  drainRefusedBodies(app, drainLimits);
  // Whoever keeps a connection is told to take another process for the next request.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (options.readiness.isDraining) void reply.header('connection', 'close');
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const failure = toFailure(error);
    if (failure) return refuse(reply, failure);
    if (!isHangUp(error)) {
      metrics.requestRefused('INTERNAL_SERVER_ERROR');
      log.error({ requestId: request.id, error: describeError(error) }, 'unexpected error');
    }
    return sendFailure(reply, { code: 'INTERNAL_SERVER_ERROR', statusCode: 500 });
  });
  app.server.on('connect', (_request, socket: Socket) => {
    answerOnSocket(socket, 405);
  });
  if (!settings.isProduction) {
    const { default: cors } = await import('@fastify/cors');
    await app.register(cors, {
      origin: ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'],
      methods: ['GET', 'POST'],
      maxAge: 600,
    });
  }
  const checkSecret = createSecretCheck(settings.routerSecrets);
  addGraphQLBodyParser(app, settings.maxBodyBytes);
  addGraphQLRoute(app, options, checkSecret);
  addHealthRoutes(app, options.readiness);
  addMetricsRoute(app, options, checkSecret);
  if (!settings.isProduction) addSandboxRoute(app, options.graphql);
  return app;
}

function addGraphQLRoute(
  app: FastifyInstance,
  { settings, graphql, runner, checkToken, gate, readiness }: AppOptions,
  checkSecret: ReturnType<typeof createSecretCheck>,
): void {
  const contexts = new WeakMap<FastifyRequest, ServerContext>();
  const handle = fastifyApolloHandler(graphql, {
    context: (request) => {
      const context = contexts.get(request);
      return context ? Promise.resolve(context) : Promise.reject(new Error('a request came without its context'));
    },
  });
  const scopes = new WeakMap<FastifyRequest, Scopes>();
  const execute = async (request: FastifyRequest, reply: FastifyReply, context: ServerContext): Promise<unknown> => {
    contexts.set(request, context);
    return handle.call(app, request, reply);
  };
  const documents = new DocumentCheck();
  app.route<{ Body: GraphQLRequest | undefined }>({
    method: 'POST',
    url: '/graphql',
    // All of this happens before the body is read.
    onRequest: async (request) => {
      if (settings.routerSecrets.length > 0 && !checkSecret(request.headers['router-authorization'])) {
        throw new Refusal('UNAUTHENTICATED', 401);
      }
      if (checkToken) scopes.set(request, await checkToken(request.headers.authorization));
      if (readiness.isDraining) throw new Refusal('SERVICE_UNAVAILABLE', 503);
      checkGraphQLHeaders(request.headers);
    },
    handler: async (request, reply) => {
      // Fastify does not call the body's parser when there is no body.
      if (request.body === undefined) throw new Refusal('BAD_REQUEST', 400);
      const leave = gate.enter(documents.check(request.body) === OperationTypeNode.MUTATION ? 'write' : 'read');
      try {
        return await runOperation(request, reply, scopes.get(request) ?? null, { ...runner, execute });
      } finally {
        leave();
      }
    },
  });
}

function addHealthRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get('/livez', () => ({ status: 'alive' }));
  app.get('/readyz', (_request, reply) => {
    const { unreadiness } = readiness;
    return reply.code(unreadiness === null ? 200 : 503).send({ status: unreadiness ?? 'ready' });
  });
}

function addMetricsRoute(
  app: FastifyInstance,
  { settings, metrics }: AppOptions,
  checkSecret: ReturnType<typeof createSecretCheck>,
): void {
  app.get('/metrics', async (request, reply) => {
    if (settings.isProduction && !checkSecret(request.headers['router-authorization'])) {
      throw new Refusal('UNAUTHENTICATED', 401);
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

/** `GET /graphql` shows Sandbox to people and executes nothing for anybody. */
function addSandboxRoute(app: FastifyInstance, graphql: ApolloServer<ServerContext>): void {
  app.get('/graphql', { exposeHeadRoute: false }, async (request, reply) => {
    const isExecution = new URLSearchParams(request.url.slice(pathOf(request.url).length)).has('query');
    const wantsPage = /text\/html|text\/\*|\*\/\*/i.test(request.headers.accept ?? '*/*');
    if (isExecution || !wantsPage) return sendFailure(reply, methodNotAllowed('GET, POST'));
    const page = await graphql.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'GET',
        headers: new HeaderMap([['accept', 'text/html']]),
        search: '',
        body: undefined,
      },
      context: () => Promise.reject(new Error('the landing page executes nothing')),
    });
    return reply.type('text/html; charset=utf-8').send(page.body.kind === 'complete' ? page.body.string : '');
  });
}

function methodNotAllowed(allow: string): Failure {
  return { code: 'BAD_REQUEST', statusCode: 405, headers: { allow } };
}

/** What to answer where no route takes a request: its method or its path is wrong. */
function methodOrPathFailure(request: FastifyRequest, isProduction: boolean): Failure {
  switch (pathOf(request.url)) {
    case '/graphql':
      return methodNotAllowed(isProduction ? 'POST' : 'GET, POST');
    case '/livez':
    case '/readyz':
    case '/metrics':
      return methodNotAllowed('GET, HEAD');
    default:
      return { code: 'BAD_REQUEST', statusCode: 404 };
  }
}
