import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type Report, type ReportedError, reportDiagnosis, reportErrors } from '../errors/reportErrors.js';
import { type VariableProblem, variableProblems } from '../errors/variableProblems.js';
import type { ErrorLog } from '../observability/createErrorLog.js';

/** How errors are reported, whatever the operation. */
export interface ErrorReportingOptions {
  readonly isProduction: boolean;
  readonly errorLog: ErrorLog;
}

/** An operation that ended with errors, as far as it is known. */
export interface FailedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

/** What the caller is told of the errors that an operation ended with. */
export function reportOperation(
  errors: readonly GraphQLError[],
  { schema, document, operation, variables, requestId }: FailedOperation,
  { isProduction, errorLog }: ErrorReportingOptions,
): readonly ReportedError[] {
  if (operation && errors.every(isVariableError)) {
    const problems = variableProblems(schema, operation, variables);
    if (problems.length > 0) return reportVariables(problems, requestId, !isProduction);
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
export function reportVariables(
  problems: readonly VariableProblem[],
  requestId: string,
  withHints: boolean,
): readonly ReportedError[] {
  const code = 'BAD_USER_INPUT';
  const reports: readonly Report[] = withHints
    ? problems.map(({ place, hint }) => ({ code, argument: place, ...(hint !== null && { hint }) }))
    : [...new Set(problems.map(({ place }) => place))].map((argument) => ({ code, argument }));
  return reports.map((report) => reportDiagnosis(report, requestId, withHints));
}

function isVariableError(error: GraphQLError): boolean {
  return error.path === undefined && error.extensions['code'] === 'BAD_USER_INPUT';
}
