import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import { errorReportingPlugin } from './errorReportingPlugin.js';
import { diagnose } from '../errors/diagnose.js';
import { errorCatalogue } from '../errors/errorCatalogue.js';
import { Refusal } from '../errors/Refusal.js';
import { parseOptions } from '../limits/DocumentCheck.js';
import { tooComplex } from '../limits/tooComplex.js';
import { maxValidationErrors, validationRules } from '../limits/validationRules.js';
import { createErrorLog } from '../observability/createErrorLog.js';
import type { Logger } from '../observability/createLogger.js';
import { OperationPlans } from '../execution/OperationPlans.js';
import { type CallLimits, exceedsCalls } from '../price/exceedsCalls.js';
import { fragmentsOf } from '../price/fragmentsOf.js';
import type { Readiness } from '../process/Readiness.js';
import type { GraphQLRequest } from '../request/readGraphQLRequest.js';
import { executeRequest } from './executeRequest.js';
import { PlannedExecution } from './PlannedExecution.js';
import type { SentAnswer } from './SentAnswer.js';
import type { ServerContext } from './ServerContext.js';

export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly isProduction: boolean;
  /** Whether whoever gets this far has shown the router's secret, and so may see the SDL. */
  readonly isSecretAsked: boolean;
  /** How many calls to the CRM one operation and one list may cost at most. */
  readonly callLimits: CallLimits;
  readonly readiness: Readiness;
  readonly log: Logger;
}

/** Runs operations: along plans where it has them, and with the engine. */
export interface GraphQLServer {
  /** The answer to a request that is within the limits on documents. */
  readonly answer: (request: GraphQLRequest, context: ServerContext) => Promise<SentAnswer>;
  readonly stop: () => Promise<void>;
}

/**
 * Makes what runs operations, the GraphQL engine among it, and starts it: no traces, no reports, no persisted queries, no
 * batches, no error text but the catalogue's. In production there is no introspection.
 */
export async function startGraphQLServer(options: GraphQLServerOptions): Promise<GraphQLServer> {
  const { schema, isProduction, isSecretAsked, callLimits, readiness, log } = options;
  const plans = new OperationPlans(schema);
  const reporting = { isProduction, errorLog: createErrorLog(log) };
  const planned = new PlannedExecution({ schema, plans, callLimits, readiness, reporting });
  const server = new ApolloServer<ServerContext>({
    schema,
    nodeEnv: isProduction ? 'production' : 'development',
    introspection: !isProduction,
    hideSchemaDetailsFromClientErrors: isProduction,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    parseOptions,
    validationOptions: { maxErrors: maxValidationErrors },
    validationRules: [...validationRules(isProduction, isSecretAsked)],
    stringifyResult: (result) => JSON.stringify(result),
    // What an operation reports is written by the plugin; this stands in where no operation came to be.
    formatError: (_formatted, error) => {
      const { code } = diagnose(error);
      return { message: errorCatalogue[code].message, extensions: { code } };
    },
    logger: quietLogger(log),
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      // Pages are served by the routes.
      ApolloServerPluginLandingPageDisabled(),
      operationPlugin(readiness),
      callLimitPlugin(callLimits),
      learningPlugin(plans),
      errorReportingPlugin(reporting),
    ],
  });
  await server.start();
  return {
    answer: (request, context) => planned.answer(request, context) ?? executeRequest(server, request, context),
    stop: () => server.stop(),
  };
}

/** Notes what kind of operation runs, keeps writes out while they cannot be journalled, and sets the form of the answer. */
function operationPlugin(readiness: Readiness): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ contextValue, operation, operationName }) => {
          contextValue.record.kind = operation?.operation ?? null;
          contextValue.record.name = operationName?.slice(0, 64) ?? null;
          return operation?.operation === OperationTypeNode.MUTATION && !readiness.canWrite
            ? Promise.reject(new Refusal('SERVICE_UNAVAILABLE', 503))
            : Promise.resolve();
        },
        willSendResponse: ({ response, contextValue }) => {
          response.http.headers.set('content-type', `${contextValue.mediaType}; charset=utf-8`);
          return Promise.resolve();
        },
      }),
  };
}

/** Has the documents that pass planned, so that they need not come this way for ever. */
function learningPlugin(plans: OperationPlans): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: ({ source, request, document, operation }) => {
          plans.learn({ text: source, operationName: request.operationName ?? null, document, operation });
          return Promise.resolve();
        },
      }),
  };
}

/** Refuses operations that could cost more calls to the CRM than one operation may, before the first of them. */
function callLimitPlugin({ operationLimitCalls, scanLimitCalls }: CallLimits): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ schema, document, operation, request, contextValue: { loaders } }) => {
          if (!operation) return Promise.resolve();
          const { variables = {} } = request;
          const priced = { schema, operation, fragments: fragmentsOf(document), variables, scanLimitCalls, loaders };
          return exceedsCalls(priced, operationLimitCalls)
            ? Promise.reject(tooComplex('upstreamCalls'))
            : Promise.resolve();
        },
      }),
  };
}

/** The engine's own log texts may hold what a request held: only the fact of them goes on. */
function quietLogger(log: Logger) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => {
      log.warn('the GraphQL engine warns');
    },
    error: () => {
      log.error('the GraphQL engine reports an error');
    },
  };
}
