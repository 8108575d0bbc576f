import type { JournalEntry } from '../../src/store/JournalStore.js';

/** A journal entry with nothing remarkable about it but what is given. */
export function journalEntry(given: Partial<JournalEntry> = {}): JournalEntry {
  return {
    state: 'RESERVED',
    version: 1,
    inputHash: 'hash',
    holder: 'process-1',
    heldUntil: 2000,
    evidence: null,
    reservedAt: 1000,
    sentAt: null,
    settledAt: null,
    id: null,
    caseNumber: null,
    binding: null,
    settledByHand: false,
    ...given,
  };
}
