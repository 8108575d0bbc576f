import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTenant } from '../makeTenant.js';
import { Random } from '../Random.js';
import { isObject } from '../Shown.js';
import { type RunningSubgraph, startSubgraphInProcess } from '../startSubgraphInProcess.js';
import { TenantClock } from '../TenantClock.js';
import type { TenantShape } from '../TenantShape.js';
import { VendorServer } from '../VendorServer.js';
import { CrmDesk } from './CrmDesk.js';
import { Intents } from './Intents.js';

/** What came of one tenant's writes. */
export interface WriteOutcome {
  readonly faults: readonly string[];
  readonly attempts: number;
}

const settings = {
  WOLKVOX_ATTEMPT_TIMEOUT_MS: '300',
  OPERATION_DEADLINE_MS: '1500',
  RECONCILE_GRACE_MS: '400',
  WOLKVOX_CONCURRENCY: '4',
  WOLKVOX_DAILY_QUOTA: '10000000',
};
const callers = 4;
const mostRounds = 60;

/**
 * Lets callers write to a CRM that loses answers, with equal and other keys, through restarts; then has the CRM be well,
 * asks every key again until it is settled, and compares what callers were told with what the CRM holds.
 */
export async function runWrites(shape: TenantShape, steps: number): Promise<WriteOutcome> {
  const random = new Random(shape.seed + 1);
  const vendor = await VendorServer.start();
  const tenant = makeTenant(shape);
  const desk = new CrmDesk(tenant, new TenantClock(shape.zone), random, random.chance(0.5));
  vendor.serve(tenant, desk.handle);
  const intents = new Intents(tenant, random, Math.max(4, Math.floor(steps / 4)));
  const dataDir = mkdtempSync(join(tmpdir(), 'differential-'));
  const start = (): Promise<RunningSubgraph> =>
    startSubgraphInProcess({
      ...settings,
      DATA_DIR: dataDir,
      WOLKVOX_BASE_URL: vendor.url,
      WOLKVOX_OPERATION: vendor.operation,
      WOLKVOX_TOKEN: vendor.token,
      WOLKVOX_TIME_ZONE: shape.zone,
      CACHE_TTL_MS: String(shape.cacheTtlMs),
    });
  let subgraph = await start();
  const ask = async (index: number, isOther = false): Promise<void> => {
    const { document, input } = intents.mutation(index, isOther);
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables: { input } }),
    });
    const body: unknown = await response.json();
    intents.hear(index, isOther, isObject(body) ? body : {}, desk.commits);
  };
  let attempts = 0;
  try {
    for (let step = 0; step < steps; step += callers) {
      const batch = Array.from({ length: callers }, () => {
        const index = intents.any();
        return { index, isOther: intents.isSettled(index) && random.chance(0.3) };
      });
      // Some do not wait for the first answer before they ask again.
      if (random.chance(0.3) && batch[0] !== undefined) batch.push(batch[0]);
      attempts += batch.length;
      await Promise.all(batch.map(({ index, isOther }) => ask(index, isOther)));
      if (random.chance(0.04)) {
        await subgraph.stop();
        subgraph = await start();
      }
    }
    desk.faultPercent = 0;
    for (let round = 0; round < mostRounds && intents.open.length > 0; round += 1) {
      for (const index of intents.open) {
        attempts += 1;
        await ask(index);
      }
      await sleep(200);
    }
    intents.checkAll(desk.commits, tenant.cases);
  } finally {
    await subgraph.stop();
    await vendor.stop();
    // A file may still be on its way while the machine is busy.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  return { faults: intents.faults, attempts };
}
