import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Scopes } from '../access/Caller.js';
import { badRequest } from '../errors/badRequest.js';
import { Refusal } from '../errors/Refusal.js';
import { type ReportedError, reportDiagnosis } from '../errors/reportErrors.js';
import { toReport } from '../errors/toReport.js';
import { variableProblems } from '../errors/variableProblems.js';
import type { OperationGate } from '../graphql/OperationGate.js';
import { type ErrorReportingOptions, reportOperation, reportVariables } from '../graphql/reportOperation.js';
import { type ContextSources, type OpenContext, openContext } from '../graphql/requestContext.js';
import type { ServerContext } from '../graphql/ServerContext.js';
import { type DocumentCheck, parseOptions } from '../limits/DocumentCheck.js';
import { noServiceSdl } from '../limits/noServiceSdl.js';
import { noUnknownOperations } from '../limits/noUnknownOperations.js';
import { tooComplex } from '../limits/tooComplex.js';
import type { Logger } from '../observability/createLogger.js';
import type { Metrics } from '../observability/Metrics.js';
import { type CallLimits, exceedsCalls } from '../price/exceedsCalls.js';
import { fragmentsOf } from '../price/fragmentsOf.js';
import type { Readiness } from '../process/Readiness.js';
import type { GraphQLRequest } from '../request/readGraphQLRequest.js';
import type { OpenSubscriptions } from './OpenSubscriptions.js';
import { type EventResult, ResultStream } from './ResultStream.js';
import { toGraphQLError } from './toGraphQLError.js';

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

/** Who subscribes, and by which way. */
export interface Subscriber {
  readonly requestId: string;
  readonly scopes: Scopes | null;
  /** What subscriptions are counted by. */
  readonly connection: object;
  readonly transport: 'websocket' | 'sse';
  /** Ends the connection: nobody reads what is sent on it. */
  readonly onStalled: () => void;
}

/** A subscription that runs, or why it does not. */
export type StartedSubscription =
  | { readonly kind: 'running'; readonly operation: ExecutionArgs; readonly results: ResultStream }
  | { readonly kind: 'refused'; readonly errors: readonly ReportedError[] };

/** How long a consumer may leave a result unread. */
const patienceMs = 30_000;
const rememberedDocuments = 500;

interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Starts subscriptions: the same limits, rules, prices, places and errors as for other operations, and for each event a
 * context of its own. A subscription takes a place among the operations under way while it starts, and one among the open
 * subscriptions until it ends.
 */
export class SubscriptionStarter {
  readonly #validated = new LRUCache<string, DocumentNode>({ max: rememberedDocuments });
  readonly #rules: readonly ValidationRule[];

  constructor(private readonly options: SubscriptionOptions) {
    const { isProduction, isSecretAsked } = options;
    this.#rules = [
      ...specifiedRules,
      noUnknownOperations,
      ...(isProduction ? [NoSchemaIntrospectionCustomRule] : []),
      ...(isProduction && !isSecretAsked ? [noServiceSdl] : []),
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
  ): Prepared | { readonly errors: readonly ReportedError[] } {
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
      const problems = validate(schema, document, this.#rules, { maxErrors: 20 });
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

  async #subscribe(prepared: Prepared, subscriber: Subscriber, leave: () => void): Promise<StartedSubscription> {
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
      const run = new SubscriptionRun(this.options, prepared, subscriber, () => this.#openContext(subscriber));
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

/** One subscription while it runs: executes its events, and notes what it did. */
class SubscriptionRun {
  readonly #startedAt: number;
  #events = 0;
  #upstreamCalls = 0;
  readonly #codes = new Set<string>();

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly prepared: Prepared,
    private readonly subscriber: Subscriber,
    private readonly begin: () => OpenContext,
  ) {
    this.#startedAt = options.sources.clock.now();
  }

  /** Executes the operation on an event; never rejects. */
  async execute(event: unknown): Promise<EventResult> {
    const { schema, reporting, metrics } = this.options;
    const { document, operation, variables } = this.prepared;
    const { context, finish } = this.begin();
    const result = await this.#run(event, context).finally(finish);
    const errors =
      result.errors &&
      reportOperation(
        result.errors,
        { schema, document, operation, variables, requestId: this.subscriber.requestId },
        reporting,
      );
    const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
    this.#events += 1;
    this.#upstreamCalls += context.record.upstreamCalls;
    for (const code of codes) this.#codes.add(code);
    metrics.eventAnswered(codes);
    return { ...(errors && { errors: errors.map(toGraphQLError) }), data: result.data ?? null };
  }

  async #run(rootValue: unknown, contextValue: ServerContext) {
    const { document, operationName, variables } = this.prepared;
    return execute({
      schema: this.options.schema,
      document,
      operationName,
      rootValue,
      contextValue,
      variableValues: variables,
    });
  }

  /** Writes the subscription's line in the log. */
  end(): void {
    const { log, sources } = this.options;
    log.info(
      {
        requestId: this.subscriber.requestId,
        operation: this.prepared.operation.name?.value.slice(0, 64) ?? null,
        kind: 'subscription',
        transport: this.subscriber.transport,
        ms: Math.max(0, Math.round(sources.clock.now() - this.#startedAt)),
        events: this.#events,
        upstreamCalls: this.#upstreamCalls,
        codes: [...this.#codes],
      },
      'subscription',
    );
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
