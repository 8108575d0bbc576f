import { type DocumentNode, execute, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Clock } from '../../model/Clock.js';
import type { Scopes } from '../access/Caller.js';
import { type ErrorReportingOptions, reportOperation } from '../graphql/reportOperation.js';
import type { OpenContext } from '../graphql/requestContext.js';
import type { Logger } from '../observability/createLogger.js';
import type { Metrics } from '../observability/Metrics.js';
import type { EventResult } from './ResultStream.js';
import type { SharedExecutions } from './SharedExecutions.js';
import { toGraphQLError } from './toGraphQLError.js';

/** What the runs of all subscriptions have in common. */
export interface RunOptions {
  readonly schema: GraphQLSchema;
  readonly executions: SharedExecutions;
  readonly clock: Pick<Clock, 'now'>;
  readonly reporting: ErrorReportingOptions;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** An operation that has been validated. */
export interface PreparedSubscription {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
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

/** One subscription while it runs: has its events executed, and notes what it was sent. */
export class SubscriptionRun {
  readonly #startedAt: number;
  readonly #name: string;
  readonly #codes = new Set<string>();
  #events = 0;
  #upstreamCalls = 0;

  constructor(
    private readonly options: RunOptions,
    private readonly prepared: PreparedSubscription,
    private readonly subscriber: Subscriber,
    private readonly openContext: () => OpenContext,
  ) {
    const rootFields = new Set(Object.keys(options.schema.getSubscriptionType()?.getFields() ?? {}));
    this.#name = options.executions.nameOf({ ...prepared, scopes: subscriber.scopes }, rootFields);
    this.#startedAt = options.clock.now();
  }

  /** The result of an event; never rejects. Subscriptions that are alike share it, with the request id of one of them. */
  async execute(event: unknown): Promise<EventResult> {
    const { executions, metrics } = this.options;
    const result = await executions.run(event, this.#name, () => this.#executeAnew(event));
    const codes = (result.errors ?? []).map(({ extensions }) => String(extensions['code']));
    this.#events += 1;
    for (const code of codes) this.#codes.add(code);
    metrics.eventAnswered(codes);
    return result;
  }

  /** Writes the subscription's line in the log. */
  end(): void {
    const { log, clock } = this.options;
    log.info(
      {
        requestId: this.subscriber.requestId,
        operation: this.prepared.operation.name?.value.slice(0, 64) ?? null,
        kind: 'subscription',
        transport: this.subscriber.transport,
        ms: Math.max(0, Math.round(clock.now() - this.#startedAt)),
        events: this.#events,
        upstreamCalls: this.#upstreamCalls,
        codes: [...this.#codes],
      },
      'subscription',
    );
  }

  async #executeAnew(rootValue: unknown): Promise<EventResult> {
    const { schema, reporting } = this.options;
    const { document, operation, operationName, variables } = this.prepared;
    const { context, finish } = this.openContext();
    try {
      const { data = null, errors } = await execute({
        schema,
        document,
        operationName,
        rootValue,
        contextValue: context,
        variableValues: variables,
      });
      if (!errors) return { data };
      const failed = { schema, document, operation, variables, requestId: this.subscriber.requestId };
      return { errors: reportOperation(errors, failed, reporting).map(toGraphQLError), data };
    } finally {
      this.#upstreamCalls += context.record.upstreamCalls;
      finish();
    }
  }
}
