import type { Clock } from '../../model/Clock.js';
import { JournalUnavailable, type JournalEntry, type JournalStore } from '../../store/JournalStore.js';

type Change = Partial<Omit<JournalEntry, 'version' | 'inputHash' | 'reservedAt'>>;

/** What a write came to. */
export type Settlement =
  | { readonly state: 'APPLIED'; readonly id: string | null; readonly caseNumber: string | null }
  | { readonly state: 'REJECTED' | 'UNKNOWN' };

/** The steps an entry can take, each durable when its promise resolves, each only from the entry as it was read. */
export class WriteJournal {
  /** Ends that are known but could not be written down; the entry says SENT meanwhile, which is true as well. */
  readonly #unwritten = new Map<string, Change>();

  constructor(
    private readonly store: JournalStore,
    private readonly clock: Clock,
    private readonly holder: string,
  ) {}

  async read(key: string): Promise<JournalEntry | null> {
    const change = this.#unwritten.get(key);
    if (change !== undefined) {
      await this.#write(key, change);
      this.#unwritten.delete(key);
    }
    return this.store.get(key);
  }

  /** Whether another process may be working on the entry at this moment. */
  isHeldElsewhere({ state, holder, heldUntil }: JournalEntry): boolean {
    if (!this.store.isShared || holder === this.holder || this.clock.now() >= heldUntil) return false;
    return state === 'RESERVED' || state === 'SENT';
  }

  /**
   * Takes the key for one attempt to write; null when somebody else was faster. An attempt that has nothing to do
   * between reserving and sending begins as SENT, which spares it one wait for the disk.
   */
  async reserve(
    key: string,
    stored: JournalEntry | null,
    attempt: {
      readonly state: 'RESERVED' | 'SENT';
      readonly inputHash: string;
      readonly evidence: string | null;
      readonly heldUntil: number;
    },
  ): Promise<JournalEntry | null> {
    const now = this.clock.now();
    const entry: JournalEntry = {
      ...attempt,
      version: (stored?.version ?? 0) + 1,
      holder: this.holder,
      reservedAt: now,
      sentAt: attempt.state === 'SENT' ? now : null,
      settledAt: null,
      id: null,
      caseNumber: null,
      binding: null,
    };
    return (await this.store.replace(key, stored?.version ?? null, entry)) ? entry : null;
  }

  /** From here on the write may reach the CRM; null when the reservation was lost. */
  markSent(key: string, entry: JournalEntry): Promise<JournalEntry | null> {
    return this.#advance(key, entry, { state: 'SENT', sentAt: this.clock.now() });
  }

  /** Keeps other evidence for looking; null when the entry has changed. Since when it is looked for stays as it is. */
  renewEvidence(key: string, entry: JournalEntry, evidence: string): Promise<JournalEntry | null> {
    return this.#advance(key, entry, { evidence });
  }

  /** Nobody can tell from now on. Since when, is what the grace is counted from. */
  markUnknown(key: string, entry: JournalEntry): Promise<JournalEntry | null> {
    return this.#advance(key, entry, { state: 'UNKNOWN', settledAt: this.clock.now() });
  }

  /** Closes an entry that has not changed since it was read; null when it has. */
  settle(
    key: string,
    entry: JournalEntry,
    settlement: Settlement,
    binding: string | null = null,
  ): Promise<JournalEntry | null> {
    return this.#advance(key, entry, { ...settlement, binding, settledAt: this.clock.now() });
  }

  /**
   * Writes down what became of a write that this process made itself. It knows best: what others have guessed
   * meanwhile gives way. Does not reject: an end that cannot be written now is written before the entry is next read.
   */
  async conclude(key: string, settlement: Settlement, binding: string | null = null): Promise<void> {
    const now = this.clock.now();
    const change = { ...settlement, binding, settledAt: now, heldUntil: now };
    try {
      await this.#write(key, change);
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error;
      this.#unwritten.set(key, change);
    }
  }

  async #write(key: string, change: Change): Promise<void> {
    for (;;) {
      const stored = await this.store.get(key);
      const isTaken = stored?.state === 'APPLIED' || (stored?.state === 'SENT' && stored.holder !== this.holder);
      if (stored === null || isTaken) return;
      if ((await this.#advance(key, stored, change)) !== null) return;
    }
  }

  async #advance(key: string, entry: JournalEntry, change: Change): Promise<JournalEntry | null> {
    const next: JournalEntry = { ...entry, ...change, version: entry.version + 1 };
    return (await this.store.replace(key, entry.version, next)) ? next : null;
  }
}
