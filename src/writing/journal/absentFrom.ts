import type { JournalEntry } from '../../store/JournalStore.js';

/** From when on a record that cannot be found is one that does not exist; milliseconds since the epoch. */
export function absentFrom({ settledAt, heldUntil }: JournalEntry, graceMs: number): number {
  return Math.max(settledAt ?? 0, heldUntil) + graceMs;
}
