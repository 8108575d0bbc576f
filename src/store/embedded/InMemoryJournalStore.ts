import { randomBytes } from 'node:crypto';
import {
  isSettledBefore,
  isUnsettled,
  type JournalEntry,
  type JournalStore,
  type KeyedEntry,
  type ReplaceResult,
} from '../JournalStore.js';

/** A journal that lasts as long as the process: for tests, and the plainest statement of what a store has to do. */
export class InMemoryJournalStore implements JournalStore {
  readonly #entries = new Map<string, JournalEntry>();
  readonly #bindings = new Map<string, string>();
  #secret: Buffer;

  constructor(
    secret: Buffer = randomBytes(32),
    readonly isShared = false,
  ) {
    this.#secret = secret;
  }

  isWritable(): boolean {
    return true;
  }

  secret(): Promise<Buffer> {
    return Promise.resolve(this.#secret);
  }

  bornAt(): Promise<number | null> {
    return Promise.resolve(null);
  }

  holdRecovery(): Promise<boolean> {
    return Promise.resolve(true);
  }

  adoptSecret(secret: Buffer): Promise<boolean> {
    const isAdoptable = this.#entries.size === 0 || this.#secret.equals(secret);
    if (isAdoptable) this.#secret = secret;
    return Promise.resolve(isAdoptable);
  }

  get(key: string): Promise<JournalEntry | null> {
    return Promise.resolve(this.#entries.get(key) ?? null);
  }

  replace(key: string, storedVersion: number | null, entry: JournalEntry): Promise<ReplaceResult> {
    if ((this.#entries.get(key)?.version ?? null) !== storedVersion) return Promise.resolve('changed');
    if (entry.binding !== null) {
      const boundTo = this.#bindings.get(entry.binding);
      if (boundTo !== undefined && boundTo !== key) return Promise.resolve('boundToAnother');
      this.#bindings.set(entry.binding, key);
    }
    this.#entries.set(key, entry);
    return Promise.resolve('replaced');
  }

  unsettledKeys(): Promise<readonly string[]> {
    return Promise.resolve([...this.#entries].filter(([, { state }]) => isUnsettled(state)).map(([key]) => key));
  }

  async *entries(): AsyncGenerator<KeyedEntry> {
    for (const [key, entry] of [...this.#entries]) yield await Promise.resolve({ key, entry });
  }

  removeSettledBefore(instant: number, isKept: (entry: JournalEntry) => boolean): Promise<number> {
    let removed = 0;
    for (const [key, entry] of this.#entries) {
      if (!isSettledBefore(entry, instant) || isKept(entry)) continue;
      const { binding } = entry;
      if (binding !== null && this.#bindings.get(binding) === key) this.#bindings.delete(binding);
      this.#entries.delete(key);
      removed += 1;
    }
    return Promise.resolve(removed);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
