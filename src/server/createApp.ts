import { type ApolloServer, HeaderMap } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import { addCors } from './access/addCors.js';
import { createSecretCheck } from './access/createSecretCheck.js';
import type { Scopes } from './access/createTokenCheck.js';
import type { Config } from './config.js';
import { Refusal } from './errors/Refusal.js';
import { addGraphQLBodyParser } from './http/addGraphQLBodyParser.js';
import { checkGraphQLHeaders } from './http/checkGraphQLHeaders.js';
import { createHttpServer, methodNotAllowed } from './http/createHttpServer.js';
import type { GraphQLRequest } from './http/readGraphQLRequest.js';
import { sendFailure } from './http/sendFailure.js';
import { DocumentCheck } from './limits/DocumentCheck.js';
import type { Logger } from './observability/createLogger.js';
import type { Metrics } from './observability/Metrics.js';
import type { OperationGate } from './OperationGate.js';
import { addProbes, probeMethods } from './probes/addProbes.js';
import type { Readiness } from './Readiness.js';
import { runOperation, type OperationRunner } from './runOperation.js';
import type { ServerContext } from './ServerContext.js';

export interface AppOptions {
  readonly settings: Pick<Config, 'isProduction' | 'routerSecrets' | 'maxBodyBytes' | 'corsOrigins'>;
  readonly schema: GraphQLSchema;
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

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

/** Makes the HTTP server of the contract: `/graphql`, health and metrics. It does not listen yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { settings, readiness, metrics, log } = options;
  const { isProduction, maxBodyBytes } = settings;
  const app = createHttpServer({
    methods: { '/graphql': isProduction ? 'POST' : 'GET, POST', ...probeMethods },
    maxBodyBytes: maxBodyBytes.withAttachments,
    requestTimeoutMs: options.requestTimeoutMs,
    isDraining: () => readiness.isDraining,
    metrics,
    log,
  });
  await addCors(app, { origins: settings.corsOrigins, isProduction, log });
  const checkSecret = createSecretCheck(settings.routerSecrets);
  addGraphQLBodyParser(app, { limits: maxBodyBytes, schema: options.schema, draining: readiness.draining });
  addGraphQLRoute(app, options, checkSecret);
  addProbes(app, { readiness, metrics, checkSecret: isProduction ? checkSecret : null });
  if (!isProduction) addSandboxRoute(app, options.graphql);
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
