import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../model/Clock.js';
import type { Config, UpstreamAddress } from '../server/settings/config.js';
import type { Logger } from '../server/observability/createLogger.js';
import { FileQuotaStore } from '../store/embedded/FileQuotaStore.js';
import { InMemoryJournalStore } from '../store/embedded/InMemoryJournalStore.js';
import { LmdbJournalStore } from '../store/embedded/LmdbJournalStore.js';
import type { JournalStore } from '../store/JournalStore.js';
import type { QuotaStore } from '../store/QuotaStore.js';
import type { RedisConnection } from '../store/redis/connection/RedisConnection.js';
import { RedisJournalStore } from '../store/redis/journal/RedisJournalStore.js';

/** What outlives the process. */
export interface State {
  readonly journal: JournalStore;
  /** Null where the count begins anew with each start. */
  readonly quotaStore: QuotaStore | null;
  /** The connection that replicas share their state by; null where there is one process. */
  readonly redis: RedisConnection | null;
}

export interface StateOptions {
  readonly config: Pick<Config, 'dataDir' | 'redis'>;
  readonly upstream: UpstreamAddress;
  /** The emulator forgets its records when it ends; a journal that outlived them would replay what is gone. */
  readonly isEmulated: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told what keeps the journal from opening or writing. */
  readonly onJournalTrouble: (error: unknown) => void;
}

/**
 * Opens what is kept in Redis or in `DATA_DIR`. Rejects with a `StartFailure` where Redis cannot be used and no waiting
 * mends that; a folder that cannot be written leaves the reads.
 */
export async function openState(options: StateOptions): Promise<State> {
  const { config, upstream, isEmulated, clock, log, onJournalTrouble } = options;
  if (isEmulated) return { journal: new InMemoryJournalStore(), quotaStore: null, redis: null };
  const quotaStore = new FileQuotaStore(join(config.dataDir, 'quota.json'));
  if (config.redis !== null) {
    // The library is slow to load, and most have no Redis.
    const { connectRedis } = await import('./connectRedis.js');
    const redis = await connectRedis({ settings: config.redis, upstream, clock, log });
    return { journal: openSharedJournal(redis, upstream, onJournalTrouble), quotaStore, redis };
  }
  const journal = new LmdbJournalStore({
    folder: join(config.dataDir, 'journal'),
    now: () => clock.now(),
    onTrouble: onJournalTrouble,
  });
  return { journal, quotaStore, redis: null };
}

/** The tenant's journal in Redis. A new one begins with a secret that the CRM's token yields: every replica finds the same. */
export function openSharedJournal(
  connection: RedisConnection,
  { token, operation }: Pick<UpstreamAddress, 'token' | 'operation'>,
  onTrouble?: (error: unknown) => void,
): JournalStore {
  const initialSecret = Buffer.from(hkdfSync('sha256', token, operation, 'write journal secret', 32));
  return new RedisJournalStore({ connection, initialSecret, ...(onTrouble && { onTrouble }) });
}
