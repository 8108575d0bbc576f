import { randomBytes } from 'node:crypto';
import { isUnsettled, type JournalEntry, type JournalStore } from '../JournalStore.js';

/** A journal that lasts as long as the process: for tests, and the plainest statement of what a store has to do. */
export class InMemoryJournalStore implements JournalStore {
  readonly #entries = new Map<string, JournalEntry>();
  readonly #bindings = new Map<string, string>();
  readonly #secret: Buffer;

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

  get(key: string): Promise<JournalEntry | null> {
    return Promise.resolve(this.#entries.get(key) ?? null);
  }

  replace(key: string, storedVersion: number | null, entry: JournalEntry): Promise<boolean> {
    const isExpected = (this.#entries.get(key)?.version ?? null) === storedVersion;
    if (isExpected) {
      this.#entries.set(key, entry);
      if (entry.binding !== null && !this.#bindings.has(entry.binding)) this.#bindings.set(entry.binding, key);
    }
    return Promise.resolve(isExpected);
  }

  bind(binding: string, key: string): Promise<boolean> {
    const boundTo = this.#bindings.get(binding);
    if (boundTo === undefined) this.#bindings.set(binding, key);
    return Promise.resolve(boundTo === undefined || boundTo === key);
  }

  unsettledKeys(): Promise<readonly string[]> {
    return Promise.resolve([...this.#entries].filter(([, { state }]) => isUnsettled(state)).map(([key]) => key));
  }

  removeSettledBefore(instant: number): Promise<number> {
    let removed = 0;
    for (const [key, { state, settledAt, binding }] of this.#entries) {
      if (isUnsettled(state) || settledAt === null || settledAt >= instant) continue;
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
