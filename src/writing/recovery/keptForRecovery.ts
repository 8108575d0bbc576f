import type { JournalEntry } from '../../store/JournalStore.js';
import type { JournalCipher } from '../journal/JournalCipher.js';

/** As far as a CRM's clock can be wrong, and an hour for what is under way. */
const spareMs = 25 * 3_600_000;

/** When writes were sent whose records could be taken for that of an open write. */
interface Neighbourhood {
  readonly from: number;
  readonly to: number;
}

/**
 * The time around an open write in which settled writes are kept: their bindings say which records cannot be its own. Null
 * where a marker tells the records apart, which is everywhere but for contacts. `until`: after this it would no longer
 * come.
 */
export function neighbourhoodOf(entry: JournalEntry, until: number, cipher: JournalCipher): Neighbourhood | null {
  const evidence = entry.evidence === null ? null : cipher.unseal(entry.evidence);
  // What another token has sealed may be a contact.
  const mayBeContact = evidence === null ? entry.evidence !== null : evidence.kind === 'createdContact';
  return mayBeContact ? { from: (entry.sentAt ?? entry.reservedAt) - spareMs, to: until + spareMs } : null;
}

/** Whether a settled write has to be kept for one of these open ones. */
export function isNeighbour({ binding, sentAt }: JournalEntry, neighbourhoods: readonly Neighbourhood[]): boolean {
  if (binding === null || sentAt === null) return false;
  return neighbourhoods.some(({ from, to }) => sentAt >= from && sentAt <= to);
}
