import { parseEntry } from '../../journalEntryText.js';
import { JournalUnavailable, type JournalEntry } from '../../JournalStore.js';

/** The fields of an entry in the order in which a row has them; new ones are added at the end. */
const fields = [
  'state',
  'version',
  'inputHash',
  'holder',
  'heldUntil',
  'evidence',
  'reservedAt',
  'sentAt',
  'settledAt',
  'id',
  'caseNumber',
  'binding',
  'settledByHand',
] as const satisfies readonly (keyof JournalEntry)[];

/** An entry as a JSON list: memory is what a store in memory is short of, and the names would be half of it. */
export function writeEntryRow(entry: JournalEntry): string {
  return JSON.stringify(fields.map((field) => entry[field]));
}

/** The entry back from a stored value, which is its version, a space and its row. Throws JournalUnavailable. */
export function readEntryRow(stored: string): JournalEntry {
  let values: unknown;
  try {
    values = JSON.parse(stored.slice(stored.indexOf(' ') + 1));
  } catch (cause) {
    throw new JournalUnavailable('A journal entry cannot be read.', { cause });
  }
  const row: readonly unknown[] = Array.isArray(values) ? values : [];
  return parseEntry(Object.fromEntries(fields.map((field, index) => [field, row[index]])));
}
