import { anchorOf, type Place } from './ResumeToken.js';

interface QueuedRow<T> {
  readonly row: T | null;
  /** Where consuming stands behind the row. */
  readonly position: number;
}

/** Rows that were read, in the order in which they are consumed. */
export class RowQueue<T extends { readonly id: string }> {
  readonly #rows: QueuedRow<T>[] = [];
  #next = 0;

  /** Null for a row without a usable id; undefined when nothing is left. */
  get head(): T | null | undefined {
    return this.#rows[this.#next]?.row;
  }

  get ahead(): readonly (T | null)[] {
    return this.#rows.slice(this.#next).map(({ row }) => row);
  }

  /** `position` is where consuming stands behind the row. */
  push(row: T | null, position: number): void {
    this.#rows.push({ row, position });
  }

  /** Consumes the head; the place behind it, or null when there was none. */
  take(): Place | null {
    const queued = this.#rows[this.#next];
    if (queued === undefined) return null;
    this.#next += 1;
    return { position: queued.position, anchorId: queued.row === null ? '' : anchorOf(queued.row.id) };
  }
}
