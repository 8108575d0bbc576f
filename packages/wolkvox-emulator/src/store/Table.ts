import type { JsonObject } from '../Json.js';

/** A record as stored: its wire form, and from when on searches see it (milliseconds, emulator's clock). */
export interface StoredRecord {
  readonly id: string;
  readonly document: JsonObject;
  readonly visibleFromMs: number;
}

/** The records of one module, in the order in which they came. */
export class Table {
  readonly #records = new Map<string, StoredRecord>();

  get size(): number {
    return this.#records.size;
  }

  get(id: string): StoredRecord | undefined {
    return this.#records.get(id);
  }

  /** Adds a record, or replaces the one with its id at its place. */
  put(record: StoredRecord): void {
    this.#records.set(record.id, record);
  }

  /** Whether there was such a record. */
  remove(id: string): boolean {
    return this.#records.delete(id);
  }

  records(): StoredRecord[] {
    return [...this.#records.values()];
  }
}
