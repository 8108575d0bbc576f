import { join } from 'node:path';
import type { Clock } from '../model/Clock.js';
import { TenantCapabilities } from '../reading/capabilities/TenantCapabilities.js';
import type { TenantProfile } from '../reading/capabilities/TenantProfile.js';
import type { FormsManifest } from '../forms/FormsManifest.js';
import { closeServer } from '../server/process/closeServer.js';
import type { Config, UpstreamAddress } from '../server/settings/config.js';
import { createUpstreamObserver } from '../server/observability/createUpstreamObserver.js';
import { type Closable, createShutdown, shutdownLimitMs } from '../server/process/lifecycle.js';
import { listen } from '../server/process/listen.js';
import { createLiveObserver } from '../server/observability/createLiveObserver.js';
import { createJournalLog } from '../server/observability/createJournalLog.js';
import type { Logger } from '../server/observability/createLogger.js';
import { createStartupLog } from '../server/observability/createStartupLog.js';
import { createWriteObserver } from '../server/observability/createWriteObserver.js';
import { Metrics } from '../server/observability/Metrics.js';
import { OpenSubscriptions } from '../server/live/OpenSubscriptions.js';
import { OperationGate } from '../server/graphql/OperationGate.js';
import { Readiness } from '../server/process/Readiness.js';
import { StartupCheck } from '../startup/StartupCheck.js';
import { FileInstant } from '../store/embedded/FileInstant.js';
import { connectCrm } from './connectCrm.js';
import { createGraphQLApp } from './createGraphQLApp.js';
import { openState } from './openState.js';
import { createForms } from './readForms.js';

export interface ServeOptions {
  readonly config: Config;
  readonly profile: TenantProfile;
  /** What types the tenant's own fields; null: nothing does. */
  readonly formsManifest: FormsManifest | null;
  readonly upstream: UpstreamAddress;
  readonly isEmulated: boolean;
  readonly version: string;
  readonly clock: Clock;
  /** Masks the secrets of this process in a text. */
  readonly redact: (text: string) => string;
  readonly log: Logger;
  /** Log lines dropped since the start. */
  readonly droppedLogLines: () => number;
  /** What to close after everything else. */
  readonly closables: readonly Closable[];
  /** Told how to end in order, as soon as there is something to close. */
  readonly onShutdown: (shutDown: (signal: string) => Promise<number>) => void;
}

/** Where the process is reached. */
export interface Addresses {
  /** Of GraphQL. */
  readonly url: string;
  /** Of the metrics, where they have a port of their own. */
  readonly metricsUrl?: string;
}

/** Builds everything, bottom up, and listens. Rejects with a `StartFailure` when a port cannot be had. */
export async function serve(options: ServeOptions): Promise<Addresses> {
  const { config, profile, formsManifest, upstream, isEmulated, clock, redact, log } = options;
  const capabilities = new TenantCapabilities({
    profile,
    settings: { timeZone: config.timeZone, activitiesReadable: config.areActivitiesReadable },
    clock,
    onContradiction: ({ capability, safeValue }) => {
      metrics.capabilityContradicted(capability);
      log.warn({ capability, value: safeValue }, 'upstream.contradiction');
    },
  });
  const onJournalTrouble = createJournalLog(log, config.dataDir);
  const state = await openState({ config, upstream, isEmulated, clock, log, onJournalTrouble });
  const { journal } = state;
  const gate = new OperationGate(config.maxInFlight);
  const subscriptions = config.maxSubscriptions === 0 ? null : new OpenSubscriptions(config.maxSubscriptions);
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
      droppedLogLines: options.droppedLogLines,
      subscriptions: () => subscriptions?.count ?? 0,
      liveIntervalMs: () => live?.intervalMs() ?? null,
      isRedisReady: state.redis ? () => state.redis?.state === 'ready' : undefined,
    },
    { withProcess: true, version: options.version },
  );
  state.redis?.onHeartbeat((ms) => {
    metrics.redisAnswered(ms);
  });
  const tracing = config.tracesUrl ? await startTracing(config.tracesUrl, clock, redact) : null;
  const startupCheck =
    config.startupCheck !== 'off' && !isEmulated
      ? new StartupCheck({
          clock,
          mayCall: config.startupCheck === 'call',
          memory: new FileInstant(join(config.dataDir, 'startup-check')),
          report: createStartupLog(log, capabilities.value('timeZone')),
        })
      : null;
  const { transport, client, reader, live, writer } = connectCrm({
    config,
    capabilities,
    upstream,
    state,
    clock,
    observer: createUpstreamObserver(log, metrics, tracing),
    writeObserver: createWriteObserver(log, metrics),
    liveObserver: createLiveObserver(log, metrics),
    onJournalTrouble,
    watchCalls: startupCheck ? (client) => startupCheck.watch(client) : undefined,
  });
  const probes = config.metricsPort === null ? null : await createProbes({ readiness, metrics, log });
  const { app, engine } = await createGraphQLApp({
    config,
    reader,
    writer,
    forms: formsManifest && createForms(formsManifest, capabilities.value('timeZone')),
    live,
    subscriptions,
    clock,
    gate,
    readiness,
    metrics,
    tracing,
    log,
  });
  options.onShutdown(
    createShutdown({
      readiness,
      idle: () => gate.idle(),
      closables: [
        {
          name: 'startup check',
          close: () => {
            startupCheck?.stop();
            return Promise.resolve();
          },
        },
        {
          name: 'live',
          close: () => {
            live?.stop();
            return Promise.resolve();
          },
        },
        { name: 'server', close: () => closeServer(app) },
        { name: 'engine', close: () => engine.stop() },
        { name: 'writer', close: () => writer.drain() },
        { name: 'journal', close: () => journal.close() },
        { name: 'client', close: () => client.close() },
        { name: 'redis', close: async () => state.redis?.close() },
        { name: 'transport', close: () => transport.close() },
        { name: 'traces', close: async () => tracing?.stop() },
        { name: 'probes', close: async () => probes && closeServer(probes) },
        ...options.closables,
      ],
      log,
      limitMs: shutdownLimitMs(config.operationDeadlineMs),
    }),
  );
  await client.ready;
  const { host, port, metricsPort } = config;
  const probesOrigin = probes ? await listen(probes, { host, port: metricsPort ?? 0, setting: 'METRICS_PORT' }) : null;
  const origin = await listen(app, { host, port, setting: 'PORT' });
  writer.start();
  readiness.startServing();
  startupCheck?.start();
  return {
    url: `${origin}/graphql`,
    ...(probesOrigin !== null && { metricsUrl: `${probesOrigin}/metrics` }),
  };
}

/** Spans bring libraries along that nobody else needs. */
async function startTracing(url: URL, clock: Clock, redact: (text: string) => string) {
  const { createTracing } = await import('../server/observability/createTracing.js');
  return createTracing({ url, clock, redact });
}

/** The HTTP server is slow to load: wrong settings are told before. */
async function createProbes(options: { readiness: Readiness; metrics: Metrics; log: Logger }) {
  const { createProbeServer } = await import('../server/probes/createProbeServer.js');
  return createProbeServer(options);
}
