import type { TenantForms } from '../forms/TenantForms.js';
import type { LiveCases } from '../live/LiveCases.js';
import { createLoaders } from '../loaders/createLoaders.js';
import type { Clock } from '../model/Clock.js';
import type { Reader } from '../reading/Reader.js';
import type { Config } from '../server/settings/config.js';
import type { Logger } from '../server/observability/createLogger.js';
import { describeError } from '../server/observability/describeError.js';
import type { Metrics } from '../server/observability/Metrics.js';
import type { Tracing } from '../server/observability/Tracing.js';
import type { OpenSubscriptions } from '../server/live/OpenSubscriptions.js';
import type { OperationGate } from '../server/graphql/OperationGate.js';
import type { Readiness } from '../server/process/Readiness.js';
import { reservedFields } from '../wolkvox/reservedFields.js';
import type { Writer } from '../writing/Writer.js';

export interface GraphQLAppOptions {
  readonly config: Config;
  readonly reader: Reader;
  readonly writer: Writer;
  /** The tenant's own fields, typed; null without a manifest. */
  readonly forms: TenantForms | null;
  /** The changes of cases; null where subscriptions are turned off. */
  readonly live: LiveCases | null;
  readonly subscriptions: OpenSubscriptions | null;
  readonly clock: Clock;
  readonly gate: OperationGate;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly tracing: Tracing | null;
  readonly log: Logger;
}

/** Builds what callers speak to: schema, engine, HTTP server. It does not listen yet. */
export async function createGraphQLApp({ config, reader, writer, forms, live, clock, ...rest }: GraphQLAppOptions) {
  const { gate, readiness, subscriptions, metrics, tracing, log } = rest;
  const { createSubgraphSchema, createPriceOperation, enforceScopes, startGraphQLServer, createApp } =
    await loadGraphQLParts();
  const schema = createSubgraphSchema(forms?.sdl);
  if (config.jwt) enforceScopes(schema);
  const engine = await startGraphQLServer({
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
    graphql: engine,
    runner: {
      sources: {
        createLoaders: (call) => createLoaders(reader, call, clock),
        writer,
        forms,
        writeRules: {
          writableModules: config.writableModules,
          closedStatusNames: config.closedStatusNames,
          isReservedOnContacts: reservedFields.onContacts,
          isReservedOnRecords: reservedFields.onRecords,
        },
        priceOperation: createPriceOperation(schema, config.scanLimitCalls),
        live,
        operationDeadlineMs: config.operationDeadlineMs,
        clock,
      },
      metrics,
      tracing,
      log,
    },
    checkToken: config.jwt ? await createJwtCheck(config.jwt, clock, log) : null,
    gate,
    readiness,
    subscriptions,
    metrics,
    log,
  });
  return { app, engine };
}

/** The engine is slow to load. Called early, it loads while other things are waited for. */
export async function loadGraphQLParts() {
  const [schema, scopes, price, engine, app] = await Promise.all([
    import('../server/graphql/subgraphSchema.js'),
    import('../server/access/enforceScopes.js'),
    import('../server/price/createPriceOperation.js'),
    import('../server/graphql/graphqlServer.js'),
    import('../server/createApp.js'),
  ]);
  return { ...schema, ...scopes, ...price, ...engine, ...app };
}

/** Token checks bring a library along that nobody else needs. */
async function createJwtCheck(jwt: NonNullable<Config['jwt']>, clock: Clock, log: Logger) {
  const [{ createTokenCheck }, { createIssuerKeys }] = await Promise.all([
    import('../server/access/createTokenCheck.js'),
    import('../server/access/createIssuerKeys.js'),
  ]);
  const keys = createIssuerKeys({
    url: jwt.jwksUrl,
    now: () => clock.now(),
    onTrouble: (error) => {
      log.error({ error: describeError(error) }, 'Cannot fetch JWKS.');
    },
  });
  return createTokenCheck(jwt, keys);
}
