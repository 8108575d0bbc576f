import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { badRequest } from '../errors/badRequest.js';
import { Refusal } from '../errors/Refusal.js';
import { type ReportedError, reportDiagnosis } from '../errors/reportErrors.js';
import { toReport } from '../errors/toReport.js';
import { variableProblems } from '../errors/variableProblems.js';
import type { OperationGate } from '../graphql/OperationGate.js';
import { type ErrorReportingOptions, reportOperation, reportVariables } from '../graphql/reportOperation.js';
import { type ContextSources, openContext } from '../graphql/requestContext.js';
import { type DocumentCheck, parseOptions } from '../limits/DocumentCheck.js';
import { tooComplex } from '../limits/tooComplex.js';
import { maxValidationErrors, validationRules } from '../limits/validationRules.js';
import type { Logger } from '../observability/createLogger.js';
import type { Metrics } from '../observability/Metrics.js';
import { type CallLimits, exceedsCalls } from '../price/exceedsCalls.js';
import { fragmentsOf } from '../price/fragmentsOf.js';
import type { Readiness } from '../process/Readiness.js';
import type { GraphQLRequest } from '../request/readGraphQLRequest.js';
import type { OpenSubscriptions } from './OpenSubscriptions.js';
import { ResultStream } from './ResultStream.js';
import { SharedExecutions } from './SharedExecutions.js';
import { type PreparedSubscription, type Subscriber, SubscriptionRun } from './SubscriptionRun.js';

export interface SubscriptionOptions {
  readonly schema: GraphQLSchema;
  readonly isProduction: boolean;
  readonly isSecretAsked: boolean;
  readonly callLimits: CallLimits;
  readonly sources: ContextSources;
  readonly documents: DocumentCheck;
  readonly gate: OperationGate;
  readonly readiness: Readiness;
  readonly open: OpenSubscriptions;
  readonly reporting: ErrorReportingOptions;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** A subscription that runs, or why it does not. */
export type StartedSubscription =
  | { readonly kind: 'running'; readonly operation: ExecutionArgs; readonly results: ResultStream }
  | { readonly kind: 'refused'; readonly errors: readonly ReportedError[] };

/** How long a consumer may leave a result unread. */
const patienceMs = 30_000;
const rememberedDocuments = 500;

/**
 * Starts subscriptions: the same limits, rules, prices, places and errors as for other operations, and for each event a
 * context of its own. A subscription takes a place among the operations under way while it starts, and one among the open
 * subscriptions until it ends.
 */
export class SubscriptionStarter {
  readonly #validated = new LRUCache<string, DocumentNode>({ max: rememberedDocuments });
  readonly #rules: readonly ValidationRule[];
  readonly #executions = new SharedExecutions();

  constructor(private readonly options: SubscriptionOptions) {
    const { isProduction, isSecretAsked } = options;
    this.#rules = [
      ...specifiedRules,
      ...(isProduction ? [NoSchemaIntrospectionCustomRule] : []),
      ...validationRules(isProduction, isSecretAsked),
    ];
  }

  /** Rejects with a `Refusal` for what is turned away before the document is looked into. */
  async start(request: GraphQLRequest, subscriber: Subscriber): Promise<StartedSubscription> {
    const { documents, gate, readiness, open } = this.options;
    if (readiness.isDraining) throw new Refusal('SERVICE_UNAVAILABLE', 503);
    const kind = documents.check(request);
    if (kind !== null && kind !== OperationTypeNode.SUBSCRIPTION) throw badRequest('SUBSCRIPTION');
    const leaveGate = gate.enter('read');
    try {
      const prepared = this.#prepare(request, subscriber.requestId);
      if ('errors' in prepared) return { kind: 'refused', errors: prepared.errors };
      const leave = open.enter(subscriber.connection);
      const started = await this.#subscribe(prepared, subscriber, leave);
      if (started.kind === 'refused') leave();
      return started;
    } finally {
      leaveGate();
    }
  }

  /** Parses, validates and checks the variables, or says what is wrong. */
  #prepare(
    { query, operationName = null, variables: given }: GraphQLRequest,
    requestId: string,
  ): PreparedSubscription | { readonly errors: readonly ReportedError[] } {
    const { schema, reporting } = this.options;
    const variables = given ?? {};
    const failed = { schema, document: undefined, operation: undefined, variables, requestId };
    let document = this.#validated.get(query);
    if (document === undefined) {
      try {
        document = parse(query, parseOptions);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        return { errors: reportOperation([withCode(error, 'GRAPHQL_PARSE_FAILED')], failed, reporting) };
      }
      const problems = validate(schema, document, this.#rules, { maxErrors: maxValidationErrors });
      if (problems.length > 0) {
        const errors = problems.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
        return { errors: reportOperation(errors, { ...failed, document }, reporting) };
      }
      this.#validated.set(query, document);
    }
    const operation = getOperationAST(document, operationName);
    if (!operation) return { errors: [reportDiagnosis({ code: 'OPERATION_RESOLUTION_FAILURE' }, requestId)] };
    const wrong = variableProblems(schema, operation, variables);
    if (wrong.length > 0) return { errors: reportVariables(wrong, requestId, !reporting.isProduction) };
    return { document, operation, operationName, variables };
  }

  async #subscribe(
    prepared: PreparedSubscription,
    subscriber: Subscriber,
    leave: () => void,
  ): Promise<StartedSubscription> {
    const { schema, sources, reporting, callLimits } = this.options;
    const { document, operation, operationName, variables } = prepared;
    const { requestId } = subscriber;
    const { context, finish } = this.#openContext(subscriber);
    try {
      const priced = { schema, operation, fragments: fragmentsOf(document), variables, loaders: context.loaders };
      const { scanLimitCalls, operationLimitCalls } = callLimits;
      if (exceedsCalls({ ...priced, scanLimitCalls }, operationLimitCalls)) {
        return { kind: 'refused', errors: [toReport(tooComplex('upstreamCalls'), requestId)] };
      }
      const args = { schema, document, operationName, variableValues: variables, contextValue: context };
      const source = await createSourceEventStream(args);
      if (!(Symbol.asyncIterator in source)) {
        const failed = { schema, document, operation, variables, requestId };
        return { kind: 'refused', errors: reportOperation(source.errors ?? [], failed, reporting) };
      }
      const shared = { ...this.options, executions: this.#executions, clock: sources.clock };
      const run = new SubscriptionRun(shared, prepared, subscriber, () => this.#openContext(subscriber));
      const results = new ResultStream({
        events: source[Symbol.asyncIterator](),
        execute: (event) => run.execute(event),
        clock: sources.clock,
        onStalled: subscriber.onStalled,
        patienceMs,
        onEnd: () => {
          leave();
          run.end();
        },
      });
      return { kind: 'running', operation: args, results };
    } finally {
      finish();
    }
  }

  #openContext({ requestId, scopes }: Subscriber) {
    return openContext({ requestId, mediaType: 'application/json', scopes }, this.options.sources);
  }
}

/** The error as the engine would report it. */
function withCode({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  });
}
