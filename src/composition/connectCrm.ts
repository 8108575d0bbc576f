import { randomUUID } from 'node:crypto';
import { createUndiciTransport } from '../http/UndiciTransport.js';
import type { Clock } from '../model/Clock.js';
import type { TenantCapabilities } from '../reading/capabilities/TenantCapabilities.js';
import { LiveFeed } from '../live/LiveFeed.js';
import type { LiveObserver } from '../live/LiveObserver.js';
import { createChangeReader } from '../reading/createChangeReader.js';
import { createReader } from '../reading/createReader.js';
import type { Config, UpstreamAddress } from '../server/settings/config.js';
import { createWolkvoxClient } from '../wolkvox/createWolkvoxClient.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import type { WolkvoxObserver } from '../wolkvox/Observer.js';
import { createWriter } from '../writing/createWriter.js';
import type { WriteObserver } from '../writing/WriteObserver.js';
import type { State } from './openState.js';
import { shareLimits } from './shareLimits.js';
import { shareReading } from './shareReading.js';
import { tellOwnWrites } from './tellOwnWrites.js';

export interface CrmOptions {
  readonly config: Config;
  readonly capabilities: TenantCapabilities;
  readonly upstream: UpstreamAddress;
  readonly state: State;
  readonly clock: Clock;
  readonly observer: WolkvoxObserver;
  readonly writeObserver: WriteObserver;
  readonly liveObserver: LiveObserver;
  readonly onJournalTrouble: (error: unknown) => void;
  /** Puts something between the client and those who use it; nothing where left out. */
  readonly watchCalls?: ((client: WolkvoxClient) => WolkvoxClient) | undefined;
}

/** Builds what speaks to the CRM, bottom up: transport, client, reader, writer. No call is made yet. */
export function connectCrm({ config, capabilities, upstream, state, clock, ...observers }: CrmOptions) {
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
    observer: observers.observer,
    quotaStore: state.quotaStore,
    ...(state.redis && { shared: shareLimits(state.redis, config, capabilities.value('timeZone'), clock) }),
  });
  const watched = observers.watchCalls?.(client) ?? client;
  const reader = createReader({
    client: watched,
    clock,
    scanLimitCalls: config.scanLimitCalls,
    capabilities,
    cacheTtlMs: config.cacheTtlMs,
    cacheStaleMs: config.cacheStaleMs,
    cursorSecret: upstream.token,
    ...(state.redis && { shared: shareReading(state.redis, { config, upstream, capabilities, clock }) }),
  });
  const live =
    config.maxSubscriptions === 0
      ? null
      : new LiveFeed({
          reader: createChangeReader(watched, capabilities),
          findCase: (id, call) => reader.findCase({ field: 'id', value: id }, call),
          invalidate: (effect) => {
            // Replicas that cannot be told now are told when Redis is back.
            reader.invalidate(effect).catch(() => undefined);
          },
          quota: () => client.quota(),
          clock,
          intervalMs: config.liveIntervalMs,
          quotaShare: config.liveQuotaShare,
          id: randomUUID().slice(0, 8),
          observer: observers.liveObserver,
        });
  const writer = createWriter({
    client: watched,
    journal: state.journal,
    clock,
    tenant: upstream.operation,
    token: upstream.token,
    graceMs: config.reconcileGraceMs,
    markerField: config.markerField,
    areActivitiesReadable: capabilities.value('activitiesReadable'),
    onWritten: (effect) => reader.invalidate(effect),
    ...(live !== null && { listener: tellOwnWrites(live) }),
    onTrouble: observers.onJournalTrouble,
    observer: observers.writeObserver,
  });
  return { transport, client, reader, live, writer };
}
