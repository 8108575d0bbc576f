/**
 * Where a write stands. RESERVED: nothing was sent. SENT: it may be on its way. UNKNOWN: it was sent and nobody can
 * tell what became of it. APPLIED and REJECTED are known ends.
 */
export type JournalState = 'RESERVED' | 'SENT' | 'UNKNOWN' | 'APPLIED' | 'REJECTED';

/** What the journal keeps of one write. Instants are milliseconds since the epoch. No personal data in plain text. */
export interface JournalEntry {
  readonly state: JournalState;
  /** Counts the changes of this entry, from 1: what a change is conditional on. */
  readonly version: number;
  /** Keyed hash of the input. */
  readonly inputHash: string;
  /** The process that works on it, or did last. */
  readonly holder: string;
  /** Until when the holder may still be sending it. */
  readonly heldUntil: number;
  /** What is needed to look for the record, sealed; null when there is nothing to look for. */
  readonly evidence: string | null;
  readonly reservedAt: number;
  /** When it was last handed over for sending. */
  readonly sentAt: number | null;
  /** When its present state was reached, for every state but RESERVED and SENT. */
  readonly settledAt: number | null;
  /** What the CRM returned for an applied write. */
  readonly id: string | null;
  readonly caseNumber: string | null;
  /** The name of the record that this write made. One record is bound to one key: see `JournalStore.replace`. */
  readonly binding: string | null;
  /** Whether an operator said how it ended, rather than the CRM. */
  readonly settledByHand: boolean;
}

/** An entry with its key; null for one that cannot be read. */
export interface KeyedEntry {
  readonly key: string;
  readonly entry: JournalEntry | null;
}

/**
 * What came of a conditional change. `changed`: the stored entry had another version. `boundToAnother`: the record is
 * bound to another key. Nothing was written in either case.
 */
export type ReplaceResult = 'replaced' | 'changed' | 'boundToAnother';

/** The journal cannot be read or written; nothing has changed. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

/**
 * Keeps journal entries by key. What a resolved promise says is durable. Every method rejects with
 * `JournalUnavailable`, and nothing else, while the store cannot be used.
 */
export interface JournalStore {
  /** Whether other processes may be at work on the same journal now; if not, whoever held an entry before is gone. */
  readonly isShared: boolean;
  /** Whether writes can be taken now. Cheap; disks fill up and come back. */
  isWritable(): boolean;
  /** 32 random bytes, made once and kept with the store: the key of all its hashes. */
  secret(): Promise<Buffer>;
  get(key: string): Promise<JournalEntry | null>;
  /**
   * When this journal was begun, where it may have taken the place of one that was lost; milliseconds since the epoch. Null
   * where a journal is not lost without somebody's doing.
   */
  bornAt(): Promise<number | null>;
  /**
   * Makes the secret of another journal this one's, so that its entries can be moved here. False, and nothing changes,
   * where entries exist that were made with a different secret.
   */
  adoptSecret(secret: Buffer): Promise<boolean>;
  /**
   * Replaces the entry if the stored one has this version (null: if there is none) and its binding, if it has one, is
   * not bound to another key; binds it. Both conditions are tested in the transaction that writes: of several processes
   * and calls at once, one wins. The new entry's version has to be a higher one.
   */
  replace(key: string, storedVersion: number | null, entry: JournalEntry): Promise<ReplaceResult>;
  /** The keys of all entries that are RESERVED, SENT or UNKNOWN. */
  unsettledKeys(): Promise<readonly string[]>;
  /** All entries, in no order. What changes meanwhile may be seen before or after its change. */
  entries(): AsyncIterable<KeyedEntry>;
  /**
   * Forgets APPLIED and REJECTED entries settled before the instant, with their bindings, but for those that have to be
   * kept. Returns how many.
   */
  removeSettledBefore(instant: number, isKept: (entry: JournalEntry) => boolean): Promise<number>;
  /** Whether the background work on the journal is this process's for the next seconds: one does it at a time. */
  holdRecovery(holder: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Whether an entry still needs work: these are never forgotten. */
export function isUnsettled(state: JournalState): boolean {
  switch (state) {
    case 'RESERVED':
    case 'SENT':
    case 'UNKNOWN':
      return true;
    case 'APPLIED':
    case 'REJECTED':
      return false;
  }
}

/** Whether an entry was settled before the instant. */
export function isSettledBefore({ state, settledAt }: JournalEntry, instant: number): boolean {
  return !isUnsettled(state) && settledAt !== null && settledAt < instant;
}
