import type { FastifyInstance } from 'fastify';
import type { Loaders } from '../../src/loaders/Loaders.js';
import { reservedFields } from '../../src/wolkvox/reservedFields.js';
import type { LiveCases } from '../../src/live/LiveCases.js';
import type { CallContext } from '../../src/model/CallContext.js';
import type { Clock } from '../../src/model/Clock.js';
import { type Config, readConfig } from '../../src/server/settings/config.js';
import { createApp } from '../../src/server/createApp.js';
import type { Scopes } from '../../src/server/access/Caller.js';
import { enforceScopes } from '../../src/server/access/enforceScopes.js';
import { startGraphQLServer } from '../../src/server/graphql/graphqlServer.js';
import { createLogger } from '../../src/server/observability/createLogger.js';
import { createRedactor } from '../../src/server/observability/createRedactor.js';
import { Metrics } from '../../src/server/observability/Metrics.js';
import type { Tracing } from '../../src/server/observability/Tracing.js';
import { OpenSubscriptions } from '../../src/server/live/OpenSubscriptions.js';
import { OperationGate } from '../../src/server/graphql/OperationGate.js';
import { createPriceOperation } from '../../src/server/price/createPriceOperation.js';
import { Readiness } from '../../src/server/process/Readiness.js';
import { createSubgraphSchema } from '../../src/server/graphql/subgraphSchema.js';
import type { Writer } from '../../src/writing/Writer.js';
import { metricSources } from '../support/metricSources.js';

export interface TestAppOptions {
  /** Settings as in the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly loaders?: (call: CallContext) => Partial<Loaders>;
  readonly writer?: Partial<Writer>;
  readonly live?: LiveCases;
  readonly clock?: Clock;
  readonly isJournalWritable?: () => boolean;
  readonly requestTimeoutMs?: number;
  readonly tracing?: Tracing;
  readonly checkToken?: (authorization: string | undefined) => Promise<Scopes>;
}

export interface TestApp {
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly server: FastifyInstance;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly readiness: Readiness;
  readonly gate: OperationGate;
  readonly post: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly query: (document: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

const realClock: Clock = {
  now: () => Date.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

const unused = (): Promise<never> => Promise.reject(new Error('this test did not expect that to be asked for'));
const notCounted = {
  limit: null,
  used: 0,
  remaining: null,
  resetsAt: null,
  isEstimate: true,
  reservedForWrites: 0,
};

/** The host with the real schema and resolvers, over loaders and a writer of the test's own, on a free port. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const config = settings(options.environment ?? {});
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(config.logLevel, createRedactor(config.routerSecrets), {
    write: (line) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  });
  const gate = new OperationGate(config.maxInFlight);
  const readiness = new Readiness(options.isJournalWritable ?? (() => true));
  const metrics = new Metrics(metricSources({ inFlight: () => gate.inFlight, quota: () => notCounted }), {
    withProcess: false,
  });
  const schema = createSubgraphSchema();
  if (options.checkToken) enforceScopes(schema);
  const graphql = await startGraphQLServer({
    schema,
    isProduction: config.isProduction,
    isSecretAsked: config.routerSecrets.length > 0,
    callLimits: config,
    readiness,
    log,
  });
  const app = await createApp({
    settings: config,
    schema,
    graphql,
    runner: {
      sources: {
        createLoaders: (call) => ({
          findCase: unused,
          findContact: unused,
          findOwner: unused,
          findCompany: unused,
          findActivity: unused,
          findGestion: unused,
          listCases: unused,
          listActivities: unused,
          listGestiones: unused,
          listNothing: () => {
            throw new Error('this test did not expect an empty list');
          },
          explainCases: () => {
            throw new Error('this test did not expect a plan');
          },
          quota: () => Promise.resolve(notCounted),
          vocabulary: () => null,
          clear: () => undefined,
          ...options.loaders?.(call),
        }),
        writer: {
          createCase: unused,
          updateCase: unused,
          createContact: unused,
          updateContact: unused,
          createActivity: unused,
          updateRecord: unused,
          ...options.writer,
        },
        forms: null,
        writeRules: {
          writableModules: config.writableModules,
          closedStatusNames: config.closedStatusNames,
          isReservedOnContacts: reservedFields.onContacts,
          isReservedOnRecords: reservedFields.onRecords,
        },
        priceOperation: createPriceOperation(schema, config.scanLimitCalls),
        live: options.live ?? null,
        operationDeadlineMs: config.operationDeadlineMs,
        clock: options.clock ?? realClock,
      },
      metrics,
      tracing: options.tracing ?? null,
      log,
    },
    checkToken: options.checkToken ?? null,
    gate,
    readiness,
    subscriptions: options.live ? new OpenSubscriptions(config.maxSubscriptions) : null,
    metrics,
    log,
    ...(options.requestTimeoutMs !== undefined && { requestTimeoutMs: options.requestTimeoutMs }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  readiness.startServing();
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const post: TestApp['post'] = (body, headers = {}) =>
    fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url: `${origin}/graphql`,
    origin,
    port,
    server: app,
    lines,
    readiness,
    gate,
    post,
    query: async (query, variables) => readAnswer(await post({ query, variables })),
    close: async () => {
      app.server.closeAllConnections();
      await app.close();
      await graphql.stop();
    },
  };
}

/** Reads an answer that has to be in the form of the contract. */
export async function readAnswer(response: Response): Promise<Answer> {
  const body = (await response.json()) as Omit<Answer, 'status' | 'headers'>;
  return { status: response.status, headers: response.headers, ...body };
}

function settings(environment: Readonly<Record<string, string>>): Config {
  const reading = readConfig({
    WOLKVOX_BASE_URL: 'http://127.0.0.1:9',
    WOLKVOX_OPERATION: 'demo',
    WOLKVOX_TOKEN: 'a-token-of-no-tenant',
    DATA_DIR: 'not-used-here',
    ...environment,
  });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.config;
}
