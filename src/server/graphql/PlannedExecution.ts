import { type GraphQLSchema, getVariableValues, OperationTypeNode } from 'graphql';
import { retryAfterSeconds } from '../errors/reportErrors.js';
import type { OperationPlan } from '../execution/OperationPlan.js';
import type { OperationPlans } from '../execution/OperationPlans.js';
import { type CallLimits, exceedsCalls } from '../price/exceedsCalls.js';
import type { Readiness } from '../process/Readiness.js';
import type { GraphQLRequest } from '../request/readGraphQLRequest.js';
import { type ErrorReportingOptions, reportOperation } from './reportOperation.js';
import type { SentAnswer } from './SentAnswer.js';
import type { ServerContext } from './ServerContext.js';
import { statusOfFailure } from './statusOfFailure.js';

export interface PlannedExecutionOptions {
  readonly schema: GraphQLSchema;
  readonly plans: OperationPlans;
  readonly callLimits: CallLimits;
  readonly readiness: Readiness;
  readonly reporting: ErrorReportingOptions;
}

/** The engine reports as many problems with variables. */
const maxVariableErrors = 50;

/**
 * Answers operations that have a plan, without the engine: their documents have been parsed and validated before. It
 * takes those that nothing speaks against; what has to be refused is left to the engine, which says why.
 */
export class PlannedExecution {
  constructor(private readonly options: PlannedExecutionOptions) {}

  /** The answer to a request; null, and nothing begun, when it has no plan or the engine has to refuse it. */
  answer(request: GraphQLRequest, context: ServerContext): Promise<SentAnswer> | null {
    const { schema, plans, readiness } = this.options;
    const plan = plans.find(request.query, request.operationName ?? null);
    if (plan === undefined) return null;
    const { operation } = plan;
    if (operation.operation === OperationTypeNode.MUTATION && !readiness.canWrite) return null;
    const variables = request.variables ?? {};
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
      maxErrors: maxVariableErrors,
    });
    if (coerced === undefined || this.#isRefused(plan, variables, context)) return null;
    const { record } = context;
    record.kind = operation.operation;
    record.name = operation.name?.value.slice(0, 64) ?? null;
    return this.#execute(plan, variables, coerced, context);
  }

  #isRefused(plan: OperationPlan, variables: Readonly<Record<string, unknown>>, { loaders }: ServerContext): boolean {
    const { schema, callLimits } = this.options;
    const { operationLimitCalls, scanLimitCalls } = callLimits;
    const { operation, fragments } = plan;
    try {
      return exceedsCalls({ schema, operation, fragments, variables, scanLimitCalls, loaders }, operationLimitCalls);
    } catch {
      // The engine meets it as well, and reports it.
      return true;
    }
  }

  async #execute(
    plan: OperationPlan,
    variables: Readonly<Record<string, unknown>>,
    coerced: Readonly<Record<string, unknown>>,
    context: ServerContext,
  ): Promise<SentAnswer> {
    const { schema } = this.options;
    const { document, operation } = plan;
    const { data, errors = [] } = await plan.execute(context, coerced);
    const { record, requestId, mediaType } = context;
    record.isAnswered = true;
    record.isPlanned = true;
    const headers = { 'content-type': `${mediaType}; charset=utf-8` };
    if (errors.length === 0) return { status: 200, headers, body: JSON.stringify({ data }) };
    const failed = { schema, document, operation, variables, requestId };
    const reports = reportOperation(errors, failed, this.options.reporting);
    record.codes = reports.map(({ extensions }) => extensions.code);
    const status = statusOfFailure(operation, data, reports);
    return {
      status: status ?? 200,
      headers: status === 503 ? { ...headers, 'retry-after': retryAfterSeconds(reports) } : headers,
      body: JSON.stringify({ errors: reports, data }),
    };
  }
}
