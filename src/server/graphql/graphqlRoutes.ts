import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Scopes } from '../access/Caller.js';
import type { Admission } from '../access/createAdmission.js';
import { acceptsEvents } from '../http/acceptedMediaType.js';
import { badRequest } from '../errors/badRequest.js';
import { Refusal } from '../errors/Refusal.js';
import { addGraphQLBodyParser } from '../request/addGraphQLBodyParser.js';
import { checkAcceptedForm, checkAnswerHeaders, checkBodyHeaders } from '../request/checkGraphQLHeaders.js';
import { type GraphQLRequest, readGraphQLParameters } from '../request/readGraphQLRequest.js';
import type { DocumentCheck } from '../limits/DocumentCheck.js';
import { sandboxPage, sandboxPolicy } from '../pages/sandboxPage.js';
import type { OperationGate } from './OperationGate.js';
import type { Readiness } from '../process/Readiness.js';
import { type OperationRunner, runOperation } from './runOperation.js';
import type { ServerContext } from './ServerContext.js';
import type { BodyLimits } from '../settings/bodyLimits.js';
import type { GraphQLServer } from './graphqlServer.js';

/** Answers a subscription with server-sent events. */
export type AnswerWithEvents = (
  request: FastifyRequest,
  reply: FastifyReply,
  operation: GraphQLRequest,
  scopes: Scopes | null,
) => Promise<FastifyReply>;

export interface GraphQLRouteOptions {
  readonly settings: { readonly isProduction: boolean; readonly maxBodyBytes: BodyLimits };
  readonly schema: GraphQLSchema;
  readonly graphql: GraphQLServer;
  readonly runner: Omit<OperationRunner, 'execute'>;
  readonly admission: Admission;
  /** Answers subscriptions with events; null where they are turned off. */
  readonly answerWithEvents: AnswerWithEvents | null;
  readonly documents: DocumentCheck;
  readonly gate: OperationGate;
  readonly readiness: Readiness;
}

/** The plugin of `/graphql`: operations by POST, and in development queries and Sandbox by GET. */
export const graphqlRoutes: FastifyPluginCallback<GraphQLRouteOptions> = (app, options, done) => {
  const { settings, schema, graphql, readiness, documents } = options;
  const scopes = new WeakMap<FastifyRequest, Scopes | null>();

  /** Throws a `Refusal` for callers who may not ask, and while the process ends. */
  const admit = async (request: FastifyRequest): Promise<void> => {
    scopes.set(request, await options.admission.admit(request));
    if (readiness.isDraining) throw new Refusal('SERVICE_UNAVAILABLE', 503);
    checkAnswerHeaders(request.headers);
  };
  const run = async (
    request: FastifyRequest,
    reply: FastifyReply,
    operation: GraphQLRequest,
    kind: OperationTypeNode | null,
  ): Promise<unknown> => {
    // Of a document that cannot be read nobody knows what it was to be: who takes events is told as a subscriber.
    const takesEvents = acceptsEvents(request.headers.accept);
    if (kind === OperationTypeNode.SUBSCRIPTION || (kind === null && takesEvents)) {
      if (options.answerWithEvents === null || !takesEvents) throw badRequest('SUBSCRIPTION');
      return options.answerWithEvents(request, reply, operation, scopes.get(request) ?? null);
    }
    checkAcceptedForm(request.headers);
    const leave = options.gate.enter(kind === OperationTypeNode.MUTATION ? 'write' : 'read');
    try {
      const execute = async (context: ServerContext): Promise<string> => {
        const { status, headers, body } = await graphql.answer(operation, context);
        void reply.code(status).headers(headers);
        return body;
      };
      return await runOperation(request, reply, scopes.get(request) ?? null, { ...options.runner, execute });
    } finally {
      leave();
    }
  };

  addGraphQLBodyParser(app, { limits: settings.maxBodyBytes, schema, draining: readiness.draining });
  app.route<{ Body: GraphQLRequest | undefined }>({
    method: 'POST',
    url: '/graphql',
    // All of this happens before the body is read.
    onRequest: async (request) => {
      await admit(request);
      checkBodyHeaders(request.headers);
    },
    handler: async (request, reply) => {
      // Fastify does not call the body's parser when there is no body.
      if (request.body === undefined) throw badRequest('BODY');
      return run(request, reply, request.body, documents.check(request.body));
    },
  });
  app.get('/graphql', { exposeHeadRoute: false }, async (request, reply) => {
    const parameters = new URLSearchParams(request.url.split('?', 2)[1]);
    const isExecution = parameters.has('query') || parameters.has('extensions');
    if (settings.isProduction || (isExecution && isCrossSite(request))) {
      // Whoever sends a hash is told to send the document instead; nothing is executed.
      if (isExecution && !parameters.has('query')) readGraphQLParameters(parameters);
      throw badRequest('METHOD', { allow: 'POST' });
    }
    if (!isExecution) return showPage(request, reply);
    await admit(request);
    const operation = readGraphQLParameters(parameters);
    const kind = documents.check(operation);
    if (kind === OperationTypeNode.MUTATION) throw badRequest('METHOD', { allow: 'POST' });
    return run(request, reply, operation, kind);
  });
  done();
};

/** Shows Sandbox to who takes a page; it executes nothing by itself. */
function showPage({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!/text\/html|text\/\*|\*\/\*/i.test(headers.accept ?? '*/*')) throw badRequest('METHOD', { allow: 'GET, POST' });
  return reply.type('text/html; charset=utf-8').header('content-security-policy', sandboxPolicy).send(sandboxPage);
}

/** Whether a page of another site had its reader's browser ask, unasked: it must not spend the CRM's calls. */
function isCrossSite({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] === 'cross-site';
}
