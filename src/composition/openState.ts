import { join } from 'node:path';
import type { Clock } from '../model/Clock.js';
import type { Config } from '../server/config.js';
import { FileQuotaStore } from '../store/embedded/FileQuotaStore.js';
import { InMemoryJournalStore } from '../store/embedded/InMemoryJournalStore.js';
import { LmdbJournalStore } from '../store/embedded/LmdbJournalStore.js';
import type { JournalStore } from '../store/JournalStore.js';
import type { QuotaStore } from '../store/QuotaStore.js';

/** What outlives the process. */
export interface State {
  readonly journal: JournalStore;
  /** Null where the count begins anew with each start. */
  readonly quotaStore: QuotaStore | null;
}

export interface StateOptions {
  readonly config: Pick<Config, 'dataDir'>;
  /** The emulator forgets its records when it ends; a journal that outlived them would replay what is gone. */
  readonly isEmulated: boolean;
  readonly clock: Clock;
  /** Told what keeps the journal from opening or writing. */
  readonly onJournalTrouble: (error: unknown) => void;
}

/** Opens what is kept in `DATA_DIR`. Never throws: a folder that cannot be written leaves the reads. */
export function openState({ config, isEmulated, clock, onJournalTrouble }: StateOptions): State {
  if (isEmulated) return { journal: new InMemoryJournalStore(), quotaStore: null };
  return {
    journal: new LmdbJournalStore({
      folder: join(config.dataDir, 'journal'),
      now: () => clock.now(),
      onTrouble: onJournalTrouble,
    }),
    quotaStore: new FileQuotaStore(join(config.dataDir, 'quota.json')),
  };
}
