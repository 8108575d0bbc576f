import type { CallContext } from '../model/CallContext.js';
import type { Clock } from '../model/Clock.js';
import type { JournalEntry, JournalStore } from '../store/JournalStore.js';
import type { Clue } from './Clue.js';
import type { JournalCipher } from './JournalCipher.js';
import type { ReadBack } from './readback/ReadBack.js';
import type { WriteJournal } from './WriteJournal.js';

/** What looking for an UNKNOWN write came to. */
export type Reconciliation =
  | { readonly kind: 'applied'; readonly id: string; readonly caseNumber: string | null }
  /** It is certain that nothing was written, and will not be: the write may be made. */
  | { readonly kind: 'notApplied' }
  | {
      readonly kind: 'stillUnknown';
      /** It is not there and may still come; what the CRM shows leaves doubts; the CRM could not be read just now. */
      readonly because: 'notThere' | 'unclear' | 'unreadable';
    };

const stillUnknown: Reconciliation = { kind: 'stillUnknown', because: 'unclear' };

export interface ReconcilerOptions {
  readonly store: JournalStore;
  readonly journal: WriteJournal;
  readonly readBack: ReadBack;
  readonly clock: Clock;
  /** How long after an attempt has ended its effect may still appear. */
  readonly graceMs: number;
}

/** Settles what nobody could tell, by what the CRM shows. */
export class Reconciler {
  constructor(private readonly options: ReconcilerOptions) {}

  /** From when on a record that cannot be found is one that does not exist. */
  absentFrom({ settledAt, heldUntil }: JournalEntry): number {
    return Math.max(settledAt ?? 0, heldUntil) + this.options.graceMs;
  }

  /** Looks for the write of an UNKNOWN entry. What is found is written down; that nothing was, is for the caller. */
  async reconcile(key: string, entry: JournalEntry, cipher: JournalCipher, call: CallContext): Promise<Reconciliation> {
    const clue = entry.clue === null ? null : cipher.unseal(entry.clue);
    if (clue === null || entry.sentAt === null) return stillUnknown;
    if (await this.#hasRival(key, clue, cipher)) return stillUnknown;
    const until = this.absentFrom(entry);
    // Asked before reading: what appears while we read must not be missed.
    const isOver = this.options.clock.now() >= until;
    const finding = await this.options.readBack.find(clue, { sentAt: entry.sentAt, until, isOver }, cipher, call);
    switch (finding.kind) {
      case 'found':
        return this.#claim(key, entry, finding, isCreation(clue) ? cipher.binding(finding.id) : null);
      case 'absent':
        return isOver ? { kind: 'notApplied' } : { kind: 'stillUnknown', because: 'notThere' };
      case 'unsure':
        return stillUnknown;
      case 'unreadable':
        return { kind: 'stillUnknown', because: 'unreadable' };
    }
  }

  async #claim(
    key: string,
    entry: JournalEntry,
    { id, caseNumber }: { readonly id: string; readonly caseNumber: string | null },
    binding: string | null,
  ): Promise<Reconciliation> {
    const { store, journal } = this.options;
    // A record that is another key's cannot be this one's, whatever it looks like.
    if (binding !== null && !(await store.bind(binding, key))) return stillUnknown;
    const settled = await journal.settle(key, entry, { state: 'APPLIED', id, caseNumber }, binding);
    if (settled !== null) return { kind: 'applied', id, caseNumber };
    // Somebody else was looking too, and was faster.
    const stored = await journal.read(key);
    const isSettled = stored?.state === 'APPLIED' && stored.id !== null;
    return isSettled ? { kind: 'applied', id: stored.id, caseNumber: stored.caseNumber } : stillUnknown;
  }

  /** Contacts carry no mark, so while two writes of one address are open neither can tell which contact is its own. */
  async #hasRival(key: string, clue: Clue, cipher: JournalCipher): Promise<boolean> {
    if (clue.kind !== 'createdContact') return false;
    const { store } = this.options;
    for (const other of await store.unsettledKeys()) {
      if (other === key) continue;
      const sealed = (await store.get(other))?.clue ?? null;
      const rival = sealed === null ? null : cipher.unseal(sealed);
      if (rival?.kind === 'createdContact' && rival.email.toLowerCase() === clue.email.toLowerCase()) return true;
    }
    return false;
  }
}

function isCreation({ kind }: Clue): boolean {
  switch (kind) {
    case 'createdCase':
    case 'createdContact':
    case 'createdActivity':
      return true;
    case 'changedCase':
    case 'changedContact':
      return false;
  }
}
