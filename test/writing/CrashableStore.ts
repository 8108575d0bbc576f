import type { JournalEntry, JournalStore, KeyedEntry, ReplaceResult } from '../../src/store/JournalStore.js';

/** The journal as one process sees it, until that process crashes between two of its steps: then nothing comes back. */
export class CrashableStore implements JournalStore {
  readonly isShared: boolean;
  #stepsLeft = Number.POSITIVE_INFINITY;

  constructor(
    private readonly store: JournalStore,
    private readonly pass: <T>(step: () => Promise<T>, label: string) => Promise<T> = (step) => step(),
  ) {
    this.isShared = store.isShared;
  }

  /** The process makes this many more steps. A step may be the last thing it does, or just miss being done. */
  crashAfter(steps: number): void {
    this.#stepsLeft = steps;
  }

  isWritable(): boolean {
    return this.store.isWritable();
  }
  secret(): Promise<Buffer> {
    return this.store.secret();
  }
  get(key: string): Promise<JournalEntry | null> {
    return this.#step(() => this.store.get(key), 'get');
  }
  replace(key: string, storedVersion: number | null, entry: JournalEntry): Promise<ReplaceResult> {
    return this.#step(() => this.store.replace(key, storedVersion, entry), `replace ${entry.state}`);
  }
  bornAt(): Promise<number | null> {
    return this.store.bornAt();
  }
  holdRecovery(holder: string): Promise<boolean> {
    return this.store.holdRecovery(holder);
  }
  adoptSecret(secret: Buffer): Promise<boolean> {
    return this.store.adoptSecret(secret);
  }
  entries(): AsyncIterable<KeyedEntry> {
    return this.store.entries();
  }
  unsettledKeys(): Promise<readonly string[]> {
    return this.#step(() => this.store.unsettledKeys(), 'unsettledKeys');
  }
  removeSettledBefore(instant: number, isKept: (entry: JournalEntry) => boolean): Promise<number> {
    return this.#step(() => this.store.removeSettledBefore(instant, isKept), 'removeSettledBefore');
  }
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #step<T>(step: () => Promise<T>, label: string): Promise<T> {
    if (this.#stepsLeft <= 0) return never();
    this.#stepsLeft -= 1;
    const result = await this.pass(step, label);
    return this.#stepsLeft <= 0 ? never() : result;
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
