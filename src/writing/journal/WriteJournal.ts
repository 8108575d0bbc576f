import type { Clock } from '../../model/Clock.js';
import {
  JournalUnavailable,
  type JournalEntry,
  type JournalStore,
  type ReplaceResult,
} from '../../store/JournalStore.js';

type Change = Partial<Omit<JournalEntry, 'version' | 'inputHash' | 'reservedAt'>>;

/** What the CRM calls a record; null where it left that blank. */
export interface CreatedRecord {
  readonly id: string | null;
  readonly caseNumber: string | null;
}

/** What a write came to. */
export type Settlement = ({ readonly state: 'APPLIED' } & CreatedRecord) | { readonly state: 'REJECTED' | 'UNKNOWN' };

/** The steps an entry can take, each durable when its promise resolves, each only from the entry as it was read. */
export class WriteJournal {
  /** Ends that are known but could not be written down; the entry says SENT meanwhile, which is true as well. */
  readonly #unwritten = new Map<string, { readonly sent: JournalEntry; readonly change: Change }>();

  constructor(
    private readonly store: JournalStore,
    private readonly clock: Clock,
    private readonly holder: string,
  ) {}

  async read(key: string): Promise<JournalEntry | null> {
    const unwritten = this.#unwritten.get(key);
    if (unwritten !== undefined) {
      await this.#write(key, unwritten.sent, unwritten.change);
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
      settledByHand: false,
    };
    return (await this.store.replace(key, stored?.version ?? null, entry)) === 'replaced' ? entry : null;
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

  /** An operator says how the write has ended: as this record, or not at all. Only from the entry as it was read. */
  settleByHand(key: string, entry: JournalEntry, id: string | null, binding: string | null): Promise<ReplaceResult> {
    const now = this.clock.now();
    const end = id === null ? rejectedEnd : appliedEnd({ id, caseNumber: null }, binding);
    return this.store.replace(
      key,
      entry.version,
      next(entry, { ...end, settledAt: now, heldUntil: now, settledByHand: true }),
    );
  }

  /** Nothing was written and will not be: the key is free again. Null when the entry has changed since it was read. */
  reject(key: string, entry: JournalEntry): Promise<JournalEntry | null> {
    return this.#advance(key, entry, { ...rejectedEnd, settledAt: this.clock.now() });
  }

  /** The write was found as this record. Nothing is written where the record is another key's. */
  claim(key: string, entry: JournalEntry, found: CreatedRecord, binding: string | null): Promise<ReplaceResult> {
    return this.store.replace(
      key,
      entry.version,
      next(entry, { ...appliedEnd(found, binding), settledAt: this.clock.now() }),
    );
  }

  /**
   * Writes down what became of a write that this process made itself, from the entry under which it was sent. It knows
   * best: what others have guessed meanwhile gives way, but not what an operator has settled, unless the CRM has confirmed
   * the write. Says whether the settlement stands: an APPLIED whose record is bound to another key is written as UNKNOWN.
   * Does not reject: an end that cannot be written now is written before the entry is next read.
   */
  async conclude(
    key: string,
    sent: JournalEntry,
    settlement: Settlement,
    binding: string | null = null,
  ): Promise<'settled' | 'boundToAnother'> {
    const now = this.clock.now();
    const change = { ...endOf(sent, settlement, binding), settledAt: now, heldUntil: now };
    try {
      return await this.#write(key, sent, change);
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error;
      this.#unwritten.set(key, { sent, change });
      return 'settled';
    }
  }

  async #write(key: string, sent: JournalEntry, change: Change): Promise<'settled' | 'boundToAnother'> {
    let stored: JournalEntry | null = sent;
    while (stored !== null && !this.#isTaken(stored, change)) {
      const result: ReplaceResult = await this.store.replace(key, stored.version, next(stored, change));
      if (result === 'replaced') return 'settled';
      if (result === 'boundToAnother') {
        await this.#write(key, stored, { ...change, ...endOf(sent, { state: 'UNKNOWN' }, null) });
        return 'boundToAnother';
      }
      stored = await this.store.get(key);
    }
    return 'settled';
  }

  /** Whether what is stored outweighs the end that this process has to write down. */
  #isTaken({ state, holder, settledByHand }: JournalEntry, change: Change): boolean {
    if (state === 'APPLIED') return true;
    if (settledByHand) return change.state !== 'APPLIED';
    return state === 'SENT' && holder !== this.holder;
  }

  async #advance(key: string, entry: JournalEntry, change: Change): Promise<JournalEntry | null> {
    const changed = next(entry, change);
    return (await this.store.replace(key, entry.version, changed)) === 'replaced' ? changed : null;
  }
}

function next(entry: JournalEntry, change: Change): JournalEntry {
  return { ...entry, ...change, version: entry.version + 1 };
}

/** What is needed to look for a write is kept only while somebody may have to look. */
function endOf(sent: JournalEntry, settlement: Settlement, binding: string | null): Change {
  switch (settlement.state) {
    case 'APPLIED':
      return appliedEnd(settlement, binding);
    case 'REJECTED':
      return rejectedEnd;
    case 'UNKNOWN':
      return {
        state: 'UNKNOWN',
        evidence: sent.evidence,
        id: null,
        caseNumber: null,
        binding: null,
        settledByHand: false,
      };
  }
}

function appliedEnd({ id, caseNumber }: CreatedRecord, binding: string | null): Change {
  return { state: 'APPLIED', evidence: null, id, caseNumber, binding, settledByHand: false };
}

const rejectedEnd: Change = { state: 'REJECTED', evidence: null, settledByHand: false };
