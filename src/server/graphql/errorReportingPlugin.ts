import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { type GraphQLError, OperationTypeNode } from 'graphql';
import type { ErrorLog } from '../observability/createErrorLog.js';
import type { ServerContext } from './ServerContext.js';
import { statusOf } from '../errors/errorCatalogue.js';
import {
  type Report,
  type ReportedError,
  reportDiagnosis,
  reportErrors,
  retryAfterSeconds,
} from '../errors/reportErrors.js';
import { type VariableProblem, variableProblems } from '../errors/variableProblems.js';

export interface ErrorReportingOptions {
  readonly isProduction: boolean;
  readonly errorLog: ErrorLog;
}

/** Replaces whatever errors an operation ended with by reports out of the catalogue, and keeps the HTTP status to the contract. */
export function errorReportingPlugin(options: ErrorReportingOptions): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: (requestContext) => {
          const { response, contextValue } = requestContext;
          contextValue.record.isAnswered = true;
          if (response.body.kind !== 'single' || !requestContext.errors?.length) return Promise.resolve();
          const errors = report(requestContext, options);
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

function report(
  { errors = [], schema, document, operation, request, contextValue }: GraphQLRequestContext<ServerContext>,
  { isProduction, errorLog }: ErrorReportingOptions,
): readonly ReportedError[] {
  const { requestId } = contextValue;
  if (operation && errors.every(isVariableError)) {
    const problems = variableProblems(schema, operation, request.variables ?? {});
    if (problems.length > 0) {
      return describe(problems, !isProduction).map((report) => reportDiagnosis(report, requestId, !isProduction));
    }
  }
  return reportErrors(errors, {
    requestId,
    withHints: !isProduction,
    document,
    onUnexpected: (error) => {
      errorLog.unexpected(error, requestId);
    },
    onFailure: (fault) => {
      errorLog.failed(fault, requestId);
    },
  });
}

/** With hints, every problem; without them, every place once, for nothing tells two problems of one place apart. */
function describe(problems: readonly VariableProblem[], withHints: boolean): readonly Report[] {
  const code = 'BAD_USER_INPUT';
  if (!withHints) return [...new Set(problems.map(({ place }) => place))].map((argument) => ({ code, argument }));
  return problems.map(({ place, hint }) => ({ code, argument: place, ...(hint !== null && { hint }) }));
}

function isVariableError(error: GraphQLError): boolean {
  return error.path === undefined && error.extensions['code'] === 'BAD_USER_INPUT';
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
