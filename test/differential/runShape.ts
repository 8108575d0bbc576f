import type { Operation } from './operations.js';
import { makeTenant } from './makeTenant.js';
import { startSubgraphInProcess } from './startSubgraphInProcess.js';
import { TenantRun } from './TenantRun.js';
import type { TenantShape } from './TenantShape.js';
import { type ReceivedCall, VendorServer } from './VendorServer.js';

/** What came of a tenant. */
export interface Outcome {
  readonly faults: readonly string[];
  readonly comparisons: number;
  /** What the CRM received. */
  readonly calls: readonly ReceivedCall[];
}

/** Makes the tenant, starts its CRM and a subgraph over it, and carries out the operations one after the other. */
export async function runShape(shape: TenantShape, operations: readonly Operation[]): Promise<Outcome> {
  const vendor = await VendorServer.start();
  const tenant = makeTenant(shape);
  vendor.serve(tenant);
  const subgraph = await startSubgraphInProcess(settingsOf(shape, vendor));
  const run = new TenantRun(tenant, vendor, subgraph.url);
  try {
    for (const operation of operations) await run.run(operation);
  } finally {
    await subgraph.stop();
    await vendor.stop();
  }
  return { faults: run.faults, comparisons: run.comparisons, calls: vendor.calls };
}

function settingsOf(shape: TenantShape, vendor: VendorServer): Readonly<Record<string, string>> {
  return {
    WOLKVOX_BASE_URL: vendor.url,
    WOLKVOX_OPERATION: vendor.operation,
    WOLKVOX_TOKEN: vendor.token,
    WOLKVOX_TIME_ZONE: shape.zone,
    WOLKVOX_CONCURRENCY: '4',
    WOLKVOX_DAILY_QUOTA: '10000000',
    WOLKVOX_ATTEMPT_TIMEOUT_MS: '20000',
    WOLKVOX_ACTIVITIES_READABLE: String(shape.areActivitiesReadable),
    OPERATION_DEADLINE_MS: '60000',
    OPERATION_LIMIT_CALLS: '100000',
    CACHE_TTL_MS: String(shape.cacheTtlMs),
    SCAN_LIMIT_CALLS: String(shape.scanLimitCalls),
  };
}
