import type { CallContext } from '../../model/CallContext.js';
import type { Clock } from '../../model/Clock.js';
import { meansTheSame } from '../../model/values/comparing.js';
import type { JournalEntry, JournalStore } from '../../store/JournalStore.js';
import { isCreation, type RecoveryEvidence } from '../journal/RecoveryEvidence.js';
import { absentFrom } from '../journal/absentFrom.js';
import type { JournalCipher } from '../journal/JournalCipher.js';
import type { ReadBack } from './readback/ReadBack.js';
import type { WriteJournal } from '../journal/WriteJournal.js';
import type { Doubt, RecoveryObserver } from './RecoveryObserver.js';

/** What looking for an UNKNOWN write came to. */
export type Reconciliation =
  | { readonly kind: 'applied'; readonly id: string; readonly caseNumber: string | null }
  /** It is certain that nothing was written, and will not be: the write may be made. */
  | { readonly kind: 'notApplied' }
  | {
      readonly kind: 'stillUnknown';
      /** It is not there and may still come; the CRM could not be read just now; what it shows leaves doubts. */
      readonly because: 'notThere' | 'unreadable' | Doubt;
      /** Whether nothing but the CRM's form rules speaks against it; see `Finding`. */
      readonly mayBeRules?: boolean;
    };

const ambiguous = { kind: 'stillUnknown', because: 'ambiguous' } as const satisfies Reconciliation;

export interface ReconcilerOptions {
  readonly store: JournalStore;
  readonly journal: WriteJournal;
  readonly readBack: ReadBack;
  readonly clock: Clock;
  /** How long after an attempt has ended its effect may still appear. */
  readonly graceMs: number;
  readonly observer: RecoveryObserver;
}

/** Settles what nobody could tell, by what the CRM shows. */
export class Reconciler {
  /** The keys of which it was told that somebody has to look. */
  readonly #doubted = new Set<string>();

  constructor(private readonly options: ReconcilerOptions) {}

  /** From when on a record that cannot be found is one that does not exist. */
  absentFrom(entry: JournalEntry): number {
    return absentFrom(entry, this.options.graceMs);
  }

  /** Looks for the write of an UNKNOWN entry. What is found is written down; that nothing was, is for the caller. */
  async reconcile(key: string, entry: JournalEntry, cipher: JournalCipher, call: CallContext): Promise<Reconciliation> {
    // Asked before reading: what appears while we read must not be missed.
    const isOver = this.options.clock.now() >= this.absentFrom(entry);
    const reconciliation = await this.#look(key, entry, isOver, cipher, call);
    this.#report(key, reconciliation, isOver, cipher);
    return reconciliation;
  }

  /**
   * Looks for the record of a key that a lost journal may have known, by its marker alone: without one it is not there.
   * What is found is written down.
   */
  async findForgotten(
    key: string,
    entry: JournalEntry,
    evidence: RecoveryEvidence,
    cipher: JournalCipher,
    call: CallContext,
  ): Promise<Reconciliation> {
    const finding = await this.options.readBack.findByMarker(evidence, call);
    switch (finding.kind) {
      case 'found':
        return this.#claim(key, entry, finding, cipher.binding(evidence.kind, finding.id));
      case 'absent':
        return { kind: 'notApplied' };
      case 'unsure':
        return ambiguous;
      case 'unreadable':
        return { kind: 'stillUnknown', because: 'unreadable' };
    }
  }

  async #look(
    key: string,
    entry: JournalEntry,
    isOver: boolean,
    cipher: JournalCipher,
    call: CallContext,
  ): Promise<Reconciliation> {
    if (entry.evidence === null || entry.sentAt === null) return { kind: 'stillUnknown', because: 'notReadable' };
    const evidence = cipher.unseal(entry.evidence);
    if (evidence === null) return { kind: 'stillUnknown', because: 'sealedWithAnotherToken' };
    if (await this.#hasRival(key, evidence, cipher)) return ambiguous;
    const time = { sentAt: entry.sentAt, until: this.absentFrom(entry), isOver };
    const finding = await this.options.readBack.find(evidence, time, cipher, call);
    switch (finding.kind) {
      case 'found':
        return this.#claim(
          key,
          entry,
          finding,
          isCreation(evidence) ? cipher.binding(evidence.kind, finding.id) : null,
        );
      case 'absent':
        return isOver ? { kind: 'notApplied' } : { kind: 'stillUnknown', because: 'notThere' };
      case 'unsure':
        return finding.mayBeRules === true ? { ...ambiguous, mayBeRules: true } : ambiguous;
      case 'unreadable':
        return { kind: 'stillUnknown', because: 'unreadable' };
    }
  }

  /** Doubts are told when time alone will not dispel them any more. */
  #report(key: string, reconciliation: Reconciliation, isOver: boolean, cipher: JournalCipher): void {
    const { observer } = this.options;
    const ref = cipher.marker(key);
    switch (reconciliation.kind) {
      case 'applied':
      case 'notApplied':
        this.#doubted.delete(key);
        observer.settled({ ref, as: reconciliation.kind === 'applied' ? 'applied' : 'absent' });
        return;
      case 'stillUnknown': {
        const { because } = reconciliation;
        if (!isOver || because === 'notThere' || because === 'unreadable' || this.#doubted.has(key)) return;
        this.#doubted.add(key);
        observer.staysUnknown({ ref, because });
      }
    }
  }

  async #claim(
    key: string,
    entry: JournalEntry,
    { id, caseNumber }: { readonly id: string; readonly caseNumber: string | null },
    binding: string | null,
  ): Promise<Reconciliation> {
    const { journal } = this.options;
    switch (await journal.claim(key, entry, { id, caseNumber }, binding)) {
      case 'replaced':
        return { kind: 'applied', id, caseNumber };
      case 'boundToAnother':
        // A record that is another key's cannot be this one's, whatever it looks like.
        return ambiguous;
      case 'changed': {
        // Somebody else was looking too, and was faster.
        const stored = await journal.read(key);
        const isSettled = stored?.state === 'APPLIED' && stored.id !== null;
        return isSettled ? { kind: 'applied', id: stored.id, caseNumber: stored.caseNumber } : ambiguous;
      }
    }
  }

  /** Contacts carry no marker, so while two writes of one address are open neither can tell which contact is its own. */
  async #hasRival(key: string, evidence: RecoveryEvidence, cipher: JournalCipher): Promise<boolean> {
    if (evidence.kind !== 'createdContact') return false;
    const { store } = this.options;
    for (const other of await store.unsettledKeys()) {
      if (other === key) continue;
      const sealed = (await store.get(other))?.evidence ?? null;
      const rival = sealed === null ? null : cipher.unseal(sealed);
      if (rival?.kind === 'createdContact' && meansTheSame('caseless', rival.email, evidence.email)) return true;
    }
    return false;
  }
}
