import { z } from 'zod';
import type { JournalEntry } from './JournalStore.js';
import { JournalUnavailable } from './JournalStore.js';

const instant = z.int().nonnegative();
const shape = z.object({
  state: z.enum(['RESERVED', 'SENT', 'UNKNOWN', 'APPLIED', 'REJECTED']),
  version: z.int().positive(),
  inputHash: z.string(),
  holder: z.string(),
  heldUntil: instant,
  evidence: z.string().nullable(),
  reservedAt: instant,
  sentAt: instant.nullable(),
  settledAt: instant.nullable(),
  id: z.string().nullable(),
  caseNumber: z.string().nullable(),
  binding: z.string().nullable(),
  settledByHand: z.boolean().default(false),
});

/** An entry as text for stores that keep text. */
export function writeEntry(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** Journals written before `evidence` had its name call it `clue`. */
const storedShape = z.preprocess(
  (stored) =>
    typeof stored === 'object' && stored !== null && 'clue' in stored ? { evidence: stored.clue, ...stored } : stored,
  shape,
);

/** The entry back from its text. Text that is no entry throws JournalUnavailable: to guess here could write twice. */
export function readEntry(text: string): JournalEntry {
  try {
    return parseEntry(JSON.parse(text));
  } catch (cause) {
    throw new JournalUnavailable('A journal entry cannot be read.', { cause });
  }
}

/** The entry that a JSON value stands for. Throws as `readEntry` does. */
export function parseEntry(value: unknown): JournalEntry {
  const read = storedShape.safeParse(value);
  if (!read.success) throw new JournalUnavailable('A journal entry cannot be read.', { cause: read.error });
  return read.data;
}
