import type { Clock } from '../../model/Clock.js';
import { JournalUnavailable, type JournalEntry, type JournalStore } from '../../store/JournalStore.js';
import { StoreUnavailable } from '../../store/StoreUnavailable.js';
import type { JournalCipher } from '../journal/JournalCipher.js';
import { isNeighbour, neighbourhoodOf } from './keptForRecovery.js';
import type { Reconciler } from './Reconciler.js';
import { retryPauseMs } from './retryPause.js';
import type { WriteJournal } from '../journal/WriteJournal.js';

const tickMs = 1000;
const compactionMs = 10 * 60_000;
/** An entry that cannot be read is tried again so often: it costs no call. */
const unreadableEntryPauseMs = 15 * 60_000;
/** After a look that failed no entry is looked for: however many are open, a CRM that is down is not stormed. */
const pauseAfterFailureMs = 5000;
const callBudgetMs = 10_000;

export interface JournalRecoveryOptions {
  readonly store: JournalStore;
  readonly journal: WriteJournal;
  readonly reconciler: Reconciler;
  readonly clock: Clock;
  readonly cipher: () => Promise<JournalCipher>;
  /** Names this process among those that share the journal. */
  readonly holder: string;
  readonly isRunning: (key: string) => boolean;
  readonly retentionMs: number;
  readonly onWritten: () => void | Promise<void>;
  /** Told of what should not happen; for logs. */
  readonly onTrouble: (error: unknown) => void;
}

/** When an open entry is looked for again. */
interface Retry {
  readonly dueAt: number;
  /** Whether the last look failed because the CRM could not be read. */
  readonly isUnreadable: boolean;
}

/**
 * Recovers in the background what a crash or a lost answer left open, one entry at a time and ever more rarely, and
 * removes settled entries whose retention is over.
 */
export class JournalRecovery {
  readonly #retries = new Map<string, Retry>();
  #cancelTimer: (() => void) | null = null;
  #compactAt = 0;
  #pausedUntil = 0;
  #working: Promise<void> | null = null;
  #calls = new AbortController();

  constructor(private readonly options: JournalRecoveryOptions) {}

  /** Begins at once with what the last process left open. */
  start(): void {
    if (this.#cancelTimer !== null) return;
    this.#calls = new AbortController();
    this.#schedule(0);
  }

  /** Stops, and resolves when nothing of it is under way. */
  async stop(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#calls.abort();
    await this.#working;
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer = this.options.clock.setTimer(() => {
      this.#working = this.work().finally(() => {
        this.#working = null;
        if (this.#cancelTimer !== null) this.#schedule(tickMs);
      });
    }, delayMs);
  }

  /** One round: every open entry that is due, then what is old. Never rejects. */
  async work(): Promise<void> {
    const { store, clock, onTrouble } = this.options;
    try {
      if (!store.isWritable() || !(await store.holdRecovery(this.options.holder))) return;
      const keys = await store.unsettledKeys();
      this.#forgetRetriesExcept(keys);
      for (const key of this.#dueKeys(keys)) {
        if (this.#calls.signal.aborted) return;
        if (clock.now() < this.#pausedUntil) break;
        if (!this.options.isRunning(key)) await this.#recoverIfReadable(key);
      }
      if (clock.now() >= this.#compactAt) {
        this.#compactAt = clock.now() + compactionMs;
        await this.#compact(keys);
      }
    } catch (error) {
      if (!(error instanceof JournalUnavailable || error instanceof StoreUnavailable)) onTrouble(error);
    }
  }

  /** An entry that cannot be read does not keep the others from being settled. */
  async #recoverIfReadable(key: string): Promise<void> {
    try {
      await this.#recover(key);
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error;
      const dueAt = this.options.clock.now() + unreadableEntryPauseMs;
      if (this.options.store.isWritable()) this.#retries.set(key, { dueAt, isUnreadable: false });
    }
  }

  async #recover(key: string): Promise<void> {
    const { journal, reconciler, clock, onWritten } = this.options;
    const cipher = await this.options.cipher();
    let entry: JournalEntry | null = await journal.read(key);
    if (entry === null || journal.isHeldElsewhere(entry)) return;
    // Reserved and left: nothing was sent, so the key is free again.
    if (entry.state === 'RESERVED') await journal.reject(key, entry);
    if (entry.state === 'SENT') entry = await journal.markUnknown(key, entry);
    if (entry?.state !== 'UNKNOWN') return;
    const reconciliation = await reconciler.reconcile(key, entry, cipher, {
      deadlineAt: clock.now() + callBudgetMs,
      signal: this.#calls.signal,
      onCall: () => undefined,
    });
    switch (reconciliation.kind) {
      case 'applied':
        await onWritten();
        this.#retryNow();
        return;
      case 'notApplied':
        await journal.reject(key, entry);
        this.#retryNow();
        return;
      case 'stillUnknown':
        if (reconciliation.because === 'unreadable') this.#pausedUntil = clock.now() + pauseAfterFailureMs;
        else this.#retryNow();
        this.#postpone(key, entry, reconciliation.because === 'unreadable');
    }
  }

  /** The keys whose retry is due, the one that has waited longest first. */
  #dueKeys(keys: readonly string[]): readonly string[] {
    const now = this.options.clock.now();
    return keys
      .map((key) => ({ key, dueAt: this.#retries.get(key)?.dueAt ?? 0 }))
      .filter(({ dueAt }) => dueAt <= now)
      .sort((left, right) => left.dueAt - right.dueAt)
      .map(({ key }) => key);
  }

  /** The end of the grace, when absence can be concluded, is not missed. */
  #postpone(key: string, entry: JournalEntry, isUnreadable: boolean): void {
    const now = this.options.clock.now();
    const absentFrom = this.options.reconciler.absentFrom(entry);
    const pauseMs = retryPauseMs({ openMs: now - (entry.settledAt ?? now), isUnreadable });
    const dueAt = absentFrom > now ? Math.min(absentFrom, now + pauseMs) : now + pauseMs;
    this.#retries.set(key, { dueAt, isUnreadable });
  }

  /** The CRM can be read: entries that wait only because it could not be are due at once. */
  #retryNow(): void {
    for (const [key, retry] of this.#retries) {
      if (retry.isUnreadable) this.#retries.set(key, { ...retry, dueAt: 0, isUnreadable: false });
    }
  }

  #forgetRetriesExcept(keys: readonly string[]): void {
    const open = new Set(keys);
    for (const key of this.#retries.keys()) if (!open.has(key)) this.#retries.delete(key);
  }

  /** Forgets what is old, except what an open write still needs to tell its record from others. */
  async #compact(unsettledKeys: readonly string[]): Promise<void> {
    const { store, clock, retentionMs, reconciler } = this.options;
    const cipher = await this.options.cipher();
    const open = await Promise.all(unsettledKeys.map((key) => this.#readIfPossible(key)));
    const neighbourhoods = open
      .filter((entry) => entry !== null)
      .map((entry) => neighbourhoodOf(entry, reconciler.absentFrom(entry), cipher))
      .filter((neighbourhood) => neighbourhood !== null);
    await store.removeSettledBefore(clock.now() - retentionMs, (entry) => isNeighbour(entry, neighbourhoods));
  }

  /** Null where the entry is gone, or cannot be read and so will never need its neighbours. */
  async #readIfPossible(key: string): Promise<JournalEntry | null> {
    const { store } = this.options;
    try {
      return await store.get(key);
    } catch (error) {
      if (!(error instanceof JournalUnavailable) || !store.isWritable()) throw error;
      return null;
    }
  }
}
