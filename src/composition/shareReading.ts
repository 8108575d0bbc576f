import { hkdfSync } from 'node:crypto';
import type { Clock } from '../model/Clock.js';
import type { TenantCapabilities } from '../reading/capabilities/TenantCapabilities.js';
import type { SharedReading } from '../reading/createReader.js';
import type { Config, UpstreamAddress } from '../server/settings/config.js';
import type { RedisConnection } from '../store/redis/connection/RedisConnection.js';
import { EffectSeal } from '../store/redis/pages/EffectSeal.js';
import { RedisPageStore } from '../store/redis/pages/RedisPageStore.js';
import { RedisWriteLog } from '../store/redis/pages/RedisWriteLog.js';
import { createPageCodecs } from '../wolkvox/records/createPageCodecs.js';

/** By how much the right to read a page for all outlives an attempt. */
const claimMarginMs = 1_000;

/** Shares pages, and the news of writes, with the other replicas. What is shared only those can read that have the token. */
export function shareReading(
  connection: RedisConnection,
  parts: {
    readonly config: Config;
    readonly upstream: UpstreamAddress;
    readonly capabilities: TenantCapabilities;
    readonly clock: Clock;
  },
): SharedReading {
  const { config, upstream, capabilities, clock } = parts;
  const { token, operation } = upstream;
  const secretFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', token, operation, use, 32));
  const seal = new EffectSeal(secretFor('shared writes'));
  return {
    writes: new RedisWriteLog({ connection, seal }),
    pages: new RedisPageStore({
      connection,
      seal,
      secret: secretFor('shared pages'),
      freshMs: config.cacheTtlMs,
      maxBytes: config.redis?.pageBytes ?? 0,
      claimMs: config.attemptTimeoutMs + claimMarginMs,
      clock,
    }),
    codecs: createPageCodecs(capabilities.value('timeZone'), capabilities.value('statusConditions')),
  };
}
