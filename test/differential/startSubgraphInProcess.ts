import { createUndiciTransport } from '../../src/http/UndiciTransport.js';
import { createLoaders } from '../../src/loaders/createLoaders.js';
import { TenantCapabilities } from '../../src/reading/capabilities/TenantCapabilities.js';
import { createReader } from '../../src/reading/createReader.js';
import { createWolkvoxClient } from '../../src/wolkvox/createWolkvoxClient.js';
import { systemClock } from '../../src/wolkvox/systemClock.js';
import { startTestApp } from '../server/startTestApp.js';
import type { TenantShape } from './TenantShape.js';
import type { VendorServer } from './VendorServer.js';

/** The subgraph over HTTP, in this process. */
export interface RunningSubgraph {
  readonly url: string;
  stop(): Promise<void>;
}

/** As `main.ts` sets it, the most that an answer of the CRM may have. */
const maxResponseBytes = 4 * 1024 ** 2;
const concurrency = 4;

/**
 * Starts a subgraph that knows nothing yet, with the settings of the tenant. In this process, because a process of its
 * own for each of thousands of tenants would be most of the work; everything from the socket of the caller to the
 * socket of the CRM is the program's own.
 */
export async function startSubgraphInProcess(vendor: VendorServer, shape: TenantShape): Promise<RunningSubgraph> {
  const transport = createUndiciTransport({
    baseUrl: new URL(vendor.url),
    connections: concurrency,
    maxResponseBytes,
    proxyUrl: null,
  });
  const client = createWolkvoxClient({
    operation: vendor.operation,
    token: vendor.token,
    timeZone: shape.zone,
    transport,
    concurrency,
    requestsPerSecond: null,
    attemptTimeoutMs: 20_000,
    dailyQuota: 10_000_000,
    writeReserve: { calls: 0 },
    attachmentFormat: 'base64',
    clock: systemClock,
    random: Math.random,
  });
  const reader = createReader({
    client,
    clock: systemClock,
    scanLimitCalls: shape.scanLimitCalls,
    capabilities: new TenantCapabilities({
      settings: { timeZone: shape.zone, activitiesReadable: shape.areActivitiesReadable },
      clock: systemClock,
    }),
    cacheTtlMs: shape.cacheTtlMs,
    cacheStaleMs: 600_000,
  });
  await client.ready;
  const app = await startTestApp({
    environment: { OPERATION_DEADLINE_MS: '60000', OPERATION_LIMIT_CALLS: '100000', LOG_LEVEL: 'error' },
    loaders: (call) => createLoaders(reader, call, systemClock),
  });
  return {
    url: app.url,
    async stop() {
      await app.close();
      await client.close();
      await transport.close();
    },
  };
}
