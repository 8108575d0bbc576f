import type { WriteEffect } from '../model/WriteEffect.js';

/** A record that the CRM has as it was written. Null where the CRM left the id, or the number, blank. */
export interface WrittenRecord {
  readonly id: string | null;
  readonly caseNumber: string | null;
}

/** Told of the writes of this process while they are made: for whoever tells others of changes. */
export interface WriteListener {
  /** A write is about to be sent; `id` is the record's, null for a creation. */
  begun(id: string | null): void;
  /** The same write has ended, in whatever way; no more is heard of it unless it is found out later. */
  ended(id: string | null): void;
  /** The CRM has a write for sure. Told before the write's caller hears of it, and once for each write. */
  applied(effect: WriteEffect, record: WrittenRecord): void;
  /** A write whose outcome was unknown has turned out to be made, and nobody knows any more what it was. */
  settled(): void;
}

/** Listens to nothing. */
export const silentWriteListener: WriteListener = {
  begun: () => undefined,
  ended: () => undefined,
  applied: () => undefined,
  settled: () => undefined,
};
