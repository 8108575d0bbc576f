import type { Clock } from '../../model/Clock.js';
import { isUnsettled, type JournalEntry, type JournalState, type JournalStore } from '../../store/JournalStore.js';
import { absentFrom } from '../journal/absentFrom.js';
import type { JournalCipher } from '../journal/JournalCipher.js';
import { isCreation, type RecoveryEvidence } from '../journal/RecoveryEvidence.js';
import { WriteJournal } from '../journal/WriteJournal.js';

/** What an operator is shown of one write. Instants are milliseconds since the epoch. Nothing personal. */
export interface WriteSummary {
  /** The marker that stands in the log and in the record. */
  readonly ref: string;
  readonly state: JournalState;
  /** What was to be written; null where the journal does not know, or does not know any more. */
  readonly kind: RecoveryEvidence['kind'] | null;
  /** The record that was to be changed; null for a creation and where it is not known. */
  readonly changedId: string | null;
  readonly reservedAt: number;
  readonly sentAt: number | null;
  /** Since when it is UNKNOWN, or when it was settled. */
  readonly settledAt: number | null;
  /** The record that it became, once it is APPLIED. */
  readonly id: string | null;
  readonly caseNumber: string | null;
  readonly settledByHand: boolean;
}

/** How an operator says that a write has ended, from what the CRM's own screens show. */
export type HandSettlement = { readonly as: 'applied'; readonly id: string | null } | { readonly as: 'absent' };

/** Why a write was not settled by hand. */
export type SettleRefusal =
  | 'notFound'
  /** Several writes have this marker. */
  | 'ambiguous'
  | 'alreadyApplied'
  | 'alreadyRejected'
  /** A process may be sending it at this moment. */
  | 'underWay'
  /** The grace is not over: it may still arrive. */
  | 'mayStillArrive'
  /** It was reserved and never sent. */
  | 'neverSent'
  | 'idNeeded'
  /** The write was to change another record. */
  | 'otherRecord'
  /** The record is that of another write. */
  | 'boundToAnother';

/** What an operator can do with the journal, also while servers use it. */
export class JournalOperator {
  readonly #journal: WriteJournal;

  constructor(
    private readonly store: JournalStore,
    private readonly cipher: JournalCipher,
    private readonly clock: Clock,
    private readonly graceMs: number,
  ) {
    this.#journal = new WriteJournal(store, clock, 'operator');
  }

  /** The writes that are open, or all of them, the oldest first. `unreadable`: entries that nobody can read. */
  async list(
    which: 'open' | 'all',
  ): Promise<{ readonly writes: readonly WriteSummary[]; readonly unreadable: number }> {
    const writes: WriteSummary[] = [];
    let unreadable = 0;
    for await (const { key, entry } of this.store.entries()) {
      if (entry === null) unreadable += 1;
      else if (which === 'all' || isUnsettled(entry.state)) writes.push(this.#summary(key, entry));
    }
    return { writes: writes.sort((a, b) => a.reservedAt - b.reservedAt), unreadable };
  }

  /** The writes with this marker: as a rule one. */
  async find(ref: string): Promise<readonly WriteSummary[]> {
    return (await this.#entriesOf(ref)).map(({ key, entry }) => this.#summary(key, entry));
  }

  /** Writes down how a write has ended. Only from the state in which it was read: a server that is faster wins. */
  async settle(ref: string, settlement: HandSettlement): Promise<WriteSummary | SettleRefusal> {
    for (;;) {
      const found = await this.#entriesOf(ref);
      const [write] = found;
      if (write === undefined) return 'notFound';
      if (found.length > 1) return 'ambiguous';
      const { key, entry } = write;
      const evidence = this.#evidenceOf(entry);
      const refusal = this.#refusal(entry, evidence, settlement);
      if (refusal !== null) return refusal;
      const id = settlement.as === 'applied' ? (settlement.id ?? changedIdOf(evidence)) : null;
      const binding =
        id !== null && evidence !== null && isCreation(evidence) ? this.cipher.binding(evidence.kind, id) : null;
      const result = await this.#journal.settleByHand(key, entry, id, binding);
      if (result === 'boundToAnother') return result;
      const settled = result === 'replaced' ? await this.store.get(key) : null;
      if (settled !== null) return this.#summary(key, settled);
    }
  }

  #refusal(entry: JournalEntry, evidence: RecoveryEvidence | null, settlement: HandSettlement): SettleRefusal | null {
    const now = this.clock.now();
    if (entry.state === 'APPLIED') return 'alreadyApplied';
    if (entry.state === 'REJECTED') return 'alreadyRejected';
    if (entry.state !== 'UNKNOWN' && now < entry.heldUntil) return 'underWay';
    if (settlement.as === 'absent') return now < absentFrom(entry, this.graceMs) ? 'mayStillArrive' : null;
    if (entry.state === 'RESERVED') return 'neverSent';
    const changedId = changedIdOf(evidence);
    if (changedId === null) return settlement.id === null ? 'idNeeded' : null;
    return settlement.id === null || settlement.id === changedId ? null : 'otherRecord';
  }

  async #entriesOf(ref: string): Promise<readonly { readonly key: string; readonly entry: JournalEntry }[]> {
    const found: { readonly key: string; readonly entry: JournalEntry }[] = [];
    for await (const { key, entry } of this.store.entries()) {
      if (entry !== null && this.cipher.marker(key) === ref) found.push({ key, entry });
    }
    return found;
  }

  #evidenceOf({ evidence }: JournalEntry): RecoveryEvidence | null {
    return evidence === null ? null : this.cipher.unseal(evidence);
  }

  #summary(key: string, entry: JournalEntry): WriteSummary {
    const { state, reservedAt, sentAt, settledAt, id, caseNumber, settledByHand } = entry;
    const evidence = this.#evidenceOf(entry);
    return {
      ref: this.cipher.marker(key),
      state,
      kind: evidence?.kind ?? null,
      changedId: changedIdOf(evidence),
      reservedAt,
      sentAt,
      settledAt,
      id,
      caseNumber,
      settledByHand,
    };
  }
}

function changedIdOf(evidence: RecoveryEvidence | null): string | null {
  return evidence !== null && 'id' in evidence ? evidence.id : null;
}
