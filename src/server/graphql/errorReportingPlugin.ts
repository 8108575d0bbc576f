import type { ApolloServerPlugin } from '@apollo/server';
import type { ServerContext } from './ServerContext.js';
import { retryAfterSeconds } from '../errors/reportErrors.js';
import { type ErrorReportingOptions, reportOperation } from './reportOperation.js';
import { statusOfFailure } from './statusOfFailure.js';

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
          const status = statusOfFailure(operation, response.body.singleResult.data, errors);
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
