import { join } from 'node:path';
import { createUndiciTransport } from './http/UndiciTransport.js';
import { createLoaders } from './loaders/createLoaders.js';
import { readTenantProfile } from './reading/capabilities/readTenantProfile.js';
import { TenantCapabilities } from './reading/capabilities/TenantCapabilities.js';
import type { TenantProfile } from './reading/capabilities/TenantProfile.js';
import { createReader } from './reading/createReader.js';
import { closeServer } from './server/closeServer.js';
import { type Config, readConfig, type UpstreamAddress } from './server/config.js';
import { createUpstreamObserver } from './server/createUpstreamObserver.js';
import { type DevelopmentEmulator, startDevelopmentEmulator } from './server/developmentEmulator.js';
import { isOpenToAnybody } from './server/access/isOpenToAnybody.js';
import { createShutdown, endOnSignals, endOnUncaught } from './server/lifecycle.js';
import { listen } from './server/listen.js';
import { createLogger, type Logger, processSink } from './server/observability/createLogger.js';
import { createRedactor } from './server/observability/createRedactor.js';
import { createWriteLog } from './server/observability/createWriteLog.js';
import { describeError } from './server/observability/describeError.js';
import { Metrics } from './server/observability/Metrics.js';
import { reportWrites } from './server/observability/reportWrites.js';
import { packageVersion } from './server/packageVersion.js';
import { OperationGate } from './server/OperationGate.js';
import { Readiness } from './server/Readiness.js';
import { StartFailure } from './server/StartFailure.js';
import { FileQuotaStore } from './store/embedded/FileQuotaStore.js';
import { InMemoryJournalStore } from './store/embedded/InMemoryJournalStore.js';
import { LmdbJournalStore } from './store/embedded/LmdbJournalStore.js';
import { createWolkvoxClient } from './wolkvox/createWolkvoxClient.js';
import { reservedFields } from './wolkvox/reservedFields.js';
import { systemClock } from './wolkvox/systemClock.js';
import { createWriter } from './writing/createWriter.js';

/** An orderly end takes no longer; whoever stops this process gives it 15 s as a rule. */
const shutdownLimitMs = 13_500;

main().catch((error: unknown) => {
  const log = createLogger('info', (text) => text, processSink(2));
  if (error instanceof StartFailure) for (const problem of error.problems) log.fatal(problem);
  else log.fatal({ error: describeError(error) }, 'cannot start');
  process.exit(1);
});

/** Reads the settings, finds a CRM to speak to, and serves it. */
async function main(): Promise<void> {
  const reading = readConfig();
  if (!reading.ok) throw new StartFailure(reading.problems);
  const { config } = reading;
  const profile = readTenantProfile(config.tenantProfileFile);
  if (!profile.ok) throw new StartFailure(profile.problems);
  const [emulator, graphqlParts] = await Promise.all([
    config.upstream ? null : startDevelopmentEmulator(),
    loadGraphQLParts(),
  ]);
  const upstream = config.upstream ?? emulator?.upstream;
  if (!upstream) throw new StartFailure(['WOLKVOX_BASE_URL is missing']);
  const redact = createRedactor([upstream.token, ...config.routerSecrets]);
  const log = createLogger(config.logLevel, redact, processSink(1));
  endOnUncaught(log);
  if (emulator) {
    log.warn(
      { emulator: upstream.baseUrl.origin },
      'NO TENANT IS SET: serving made-up data from the emulator; set WOLKVOX_BASE_URL, _OPERATION and _TOKEN',
    );
  }
  if (isOpenToAnybody(config)) {
    log.warn(
      'ANYBODY WHO REACHES THIS ADDRESS MAY READ AND CHANGE THE CRM: set ROUTER_SECRET or JWKS_URL, or leave HOST alone',
    );
  }
  const addresses = await serve({ config, profile: profile.profile, upstream, emulator, graphqlParts, redact, log });
  // Whoever started the process waits for this line, whatever the log level.
  createLogger('info', redact, processSink(1)).info({ ...addresses, version: packageVersion() }, 'listening');
}

interface ServeOptions {
  readonly config: Config;
  readonly profile: TenantProfile;
  readonly upstream: UpstreamAddress;
  readonly emulator: DevelopmentEmulator | null;
  readonly graphqlParts: Awaited<ReturnType<typeof loadGraphQLParts>>;
  /** Masks the secrets of this process in a text. */
  readonly redact: (text: string) => string;
  readonly log: Logger;
}

interface Addresses {
  /** Of GraphQL. */
  readonly url: string;
  /** Of the metrics, where they have a port of their own. */
  readonly metricsUrl?: string;
}

/** Builds everything there is by hand, bottom up, and listens. Resolves with the addresses it is reached at. */
async function serve({
  config,
  profile,
  upstream,
  emulator,
  graphqlParts,
  redact,
  log,
}: ServeOptions): Promise<Addresses> {
  const clock = systemClock;
  const capabilities = new TenantCapabilities({
    profile,
    settings: { timeZone: config.timeZone, activitiesReadable: config.areActivitiesReadable },
    clock,
    onContradiction: ({ capability, safeValue }) => {
      metrics.capabilityContradicted(capability);
      log.warn({ capability, value: safeValue }, 'upstream.contradiction');
    },
  });
  const gate = new OperationGate(config.maxInFlight);
  const onJournalTrouble = (error: unknown) => {
    log.error({ error: describeError(error) }, 'the write journal failed');
  };
  // The emulator forgets its records when it ends; a journal that outlived them would replay what is gone.
  const journal = emulator
    ? new InMemoryJournalStore()
    : new LmdbJournalStore({
        folder: join(config.dataDir, 'journal'),
        now: () => clock.now(),
        onTrouble: onJournalTrouble,
      });
  const readiness = new Readiness(() => journal.isWritable());
  const metrics = new Metrics(
    {
      now: () => clock.now(),
      inFlight: () => gate.inFlight,
      quota: () => client.quota(),
      queue: () => client.queue(),
      isJournalWritable: () => journal.isWritable(),
      capabilities: () => capabilities.facts(),
      countOpenWrites: () => writer.countOpen(),
    },
    { withProcess: true },
  );
  const tracing = config.tracesUrl ? await startTracing(config.tracesUrl, redact) : null;
  const transport = createUndiciTransport({
    baseUrl: upstream.baseUrl,
    connections: config.concurrency,
    maxResponseBytes: capabilities.value('maxPageBytes'),
    proxyUrl: config.proxyUrl,
  });
  const client = createWolkvoxClient({
    operation: upstream.operation,
    token: upstream.token,
    timeZone: capabilities.value('timeZone'),
    statusConditions: capabilities.value('statusConditions'),
    transport,
    concurrency: config.concurrency,
    requestsPerSecond: config.requestsPerSecond,
    attemptTimeoutMs: config.attemptTimeoutMs,
    dailyQuota: config.dailyQuota,
    writeReserve: config.writeReserve,
    attachmentFormat: config.attachmentFormat,
    clock,
    random: Math.random,
    observer: createUpstreamObserver(log, metrics, tracing),
    // The emulator counts from nought whenever it starts.
    quotaStore: emulator ? null : new FileQuotaStore(join(config.dataDir, 'quota.json')),
  });
  const reader = createReader({
    client,
    clock,
    scanLimitCalls: config.scanLimitCalls,
    capabilities,
    cacheTtlMs: config.cacheTtlMs,
    cacheStaleMs: config.cacheStaleMs,
    cursorSecret: upstream.token,
  });

  const writer = createWriter({
    client,
    journal,
    clock,
    tenant: upstream.operation,
    token: upstream.token,
    graceMs: config.reconcileGraceMs,
    markerField: config.markerField,
    areActivitiesReadable: capabilities.value('activitiesReadable'),
    onWritten: () => {
      reader.invalidateAll();
    },
    onTrouble: onJournalTrouble,
    observer: createWriteLog(log),
  });

  const { createSubgraphSchema, enforceScopes, startGraphQLServer, createApp, createProbeServer } = graphqlParts;
  const schema = createSubgraphSchema();
  if (config.jwt) enforceScopes(schema);
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
        createLoaders: (call) => createLoaders(reader, call, clock),
        writer: reportWrites(writer, metrics, log),
        writeRules: {
          writableModules: config.writableModules,
          closedStatusNames: config.closedStatusNames,
          isReservedOnContacts: reservedFields.onContacts,
          isReservedOnRecords: reservedFields.onRecords,
        },
        operationDeadlineMs: config.operationDeadlineMs,
        clock,
      },
      metrics,
      tracing,
      log,
    },
    checkToken: config.jwt ? await tokenCheck(config.jwt, log) : null,
    gate,
    readiness,
    metrics,
    log,
  });
  const { host, port, metricsPort } = config;
  const probes = metricsPort === null ? null : createProbeServer({ readiness, metrics, log });
  endOnSignals(
    createShutdown({
      readiness,
      idle: () => gate.idle(),
      closables: [
        { name: 'server', close: () => closeServer(app) },
        { name: 'engine', close: () => graphql.stop() },
        { name: 'writer', close: () => writer.drain() },
        { name: 'journal', close: () => journal.close() },
        { name: 'client', close: () => client.close() },
        { name: 'transport', close: () => transport.close() },
        { name: 'traces', close: async () => tracing?.stop() },
        { name: 'probes', close: async () => probes && closeServer(probes) },
        { name: 'emulator', close: async () => emulator?.stop() },
      ],
      log,
      limitMs: shutdownLimitMs,
    }),
  );
  await client.ready;
  const probesOrigin = probes ? await listen(probes, { host, port: metricsPort ?? 0, setting: 'METRICS_PORT' }) : null;
  const origin = await listen(app, { host, port, setting: 'PORT' });
  writer.start();
  readiness.startServing();
  return {
    url: `${origin}/graphql`,
    ...(probesOrigin !== null && { metricsUrl: `${probesOrigin}/metrics` }),
  };
}

/** The engine is slow to load: wrong settings are told before, and the emulator starts meanwhile. */
async function loadGraphQLParts() {
  const [schema, scopes, engine, app, probes] = await Promise.all([
    import('./server/subgraphSchema.js'),
    import('./server/access/enforceScopes.js'),
    import('./server/graphqlServer.js'),
    import('./server/createApp.js'),
    import('./server/probes/createProbeServer.js'),
  ]);
  return { ...schema, ...scopes, ...engine, ...app, ...probes };
}

/** Spans bring libraries along that nobody else needs. */
async function startTracing(url: URL, redact: (text: string) => string) {
  const { createTracing } = await import('./server/observability/createTracing.js');
  return createTracing({ url, clock: systemClock, redact });
}

/** Token checks bring a library along that nobody else needs. */
async function tokenCheck(jwt: NonNullable<Config['jwt']>, log: Logger) {
  const [{ createTokenCheck }, { createIssuerKeys }] = await Promise.all([
    import('./server/access/createTokenCheck.js'),
    import('./server/access/createIssuerKeys.js'),
  ]);
  const keys = createIssuerKeys({
    url: jwt.jwksUrl,
    now: () => systemClock.now(),
    onTrouble: (error) => {
      log.error({ error: describeError(error) }, 'the keys of callers’ tokens cannot be had');
    },
  });
  return createTokenCheck(jwt, keys);
}
