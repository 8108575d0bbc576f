import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { ServerContext } from './ServerContext.js';
import { statusOf } from '../errors/errorCatalogue.js';
import { type ReportedError, retryAfterSeconds } from '../errors/reportErrors.js';
import { type ErrorReportingOptions, reportOperation } from './reportOperation.js';

/** Replaces whatever errors an operation ended with by reports out of the catalogue, and keeps the HTTP status to the contract. */
export function errorReportingPlugin(options: ErrorReportingOptions): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: (requestContext) => {
          const { response, contextValue } = requestContext;
          contextValue.record.isAnswered = true;
          if (response.body.kind !== 'single' || !requestContext.errors?.length) return Promise.resolve();
          const { errors: raised, schema, document, operation, request } = requestContext;
          const { requestId } = contextValue;
          const failed = { schema, document, operation, variables: request.variables ?? {}, requestId };
          const errors = reportOperation(raised, failed, options);
          contextValue.record.codes = errors.map(({ extensions }) => extensions.code);
          response.body.singleResult.errors = errors;
          const status = statusWhenNothingRan(requestContext, errors);
          if (status !== null) response.http.status = status;
          if (status === 503) response.http.headers.set('retry-after', retryAfterSeconds(errors));
          return Promise.resolve();
        },
      }),
    unexpectedErrorProcessingRequest: ({ requestContext, error }) => {
      options.errorLog.unexpected(error, requestContext.contextValue.requestId);
      return Promise.resolve();
    },
  };
}

/**
 * The status of an answer without data. A mutation of which every field was refused because this server cannot write now
 * counts as one: callers and routers may send it elsewhere. Null when something ran.
 */
function statusWhenNothingRan(
  { operation, response }: GraphQLRequestContext<ServerContext>,
  errors: readonly ReportedError[],
): number | null {
  const [first] = errors;
  if (!first || response.body?.kind !== 'single') return null;
  const { data } = response.body.singleResult;
  if (data === undefined) return statusOf(first.extensions.code);
  const wroteNothing =
    operation?.operation === OperationTypeNode.MUTATION &&
    (data === null || Object.values(data).every((value) => value === null));
  return wroteNothing && errors.every(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE') ? 503 : null;
}
