import type { Clock } from '../model/Clock.js';
import type { Config } from '../server/settings/config.js';
import type { RedisConnection } from '../store/redis/connection/RedisConnection.js';
import { RedisLimits } from '../store/redis/limits/RedisLimits.js';
import { placeMarginMs, type SharedLimitsOptions } from '../wolkvox/pipeline/SharedLimiter.js';
import { TenantZone } from '../wolkvox/TenantZone.js';

/** Keeps the limits toward the CRM together with the other replicas. */
export function shareLimits(
  connection: RedisConnection,
  config: Config,
  timeZone: string,
  clock: Clock,
): SharedLimitsOptions {
  const zone = new TenantZone(timeZone);
  const placeMs = config.attemptTimeoutMs + placeMarginMs;
  const { concurrency, requestsPerSecond, dailyQuota, writeReserve } = config;
  const limits = new RedisLimits({
    connection,
    concurrency,
    intervalMs: requestsPerSecond === null ? 0 : 1_000 / requestsPerSecond,
    placeMs,
    dailyQuota,
    writeReserve,
    nextResets: () => {
      const next = zone.nextMidnight(clock.now()).getTime();
      return [next, zone.nextMidnight(next).getTime()];
    },
  });
  return { limits, placeMs, lostConcurrency: config.redis?.lostConcurrency ?? 0 };
}
