import { badUserInput } from '../model/Fault.js';
import type { ToldChange, Change } from './LiveCases.js';

const longestCursor = 128;
const cursorForm = /^live ([\w-]{1,32}) (\d{1,15})$/;

/**
 * The last changes, in the order in which they are told, each at a position of its own: one buffer for all subscribers,
 * each of which knows how far it is. Positions begin at 0 with the process; a cursor names the process as well.
 */
export class ChangeLog {
  readonly #changes: ToldChange[] = [];
  readonly #waiting = new Set<() => void>();
  #end = 0;

  constructor(
    /** Names this log among those of other processes, and of this one before it was started again. */
    private readonly id: string,
    private readonly capacity: number,
  ) {}

  /** The position behind the last change. */
  get end(): number {
    return this.#end;
  }

  /** Adds a change behind all others, and wakes who waits for it. */
  append(change: Change): void {
    this.#changes[this.#end % this.capacity] = { ...change, cursor: this.cursorBehind(this.#end) };
    this.#end += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** The change at a position, one object for all who ask: `dropped` where the buffer has moved on, null where there is none yet. */
  at(position: number): ToldChange | 'dropped' | null {
    if (position >= this.#end) return null;
    const change = position < this.#end - this.capacity ? undefined : this.#changes[position % this.capacity];
    return change ?? 'dropped';
  }

  /** Calls back once, when there is a change behind the last one; the function returned calls it off. */
  onAppend(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => {
      this.#waiting.delete(wake);
    };
  }

  /** The cursor of the change at a position. */
  cursorBehind(position: number): string {
    return Buffer.from(`live ${this.id} ${String(position + 1)}`).toString('base64url');
  }

  /**
   * The position behind a cursor's change; null for a cursor of another log. Throws a `Fault` BAD_USER_INPUT for text that
   * is no cursor.
   */
  positionOf(cursor: string): number | null {
    const text = cursor.length > longestCursor ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
    const [, id, position] = cursorForm.exec(text) ?? [];
    if (id === undefined || Buffer.from(text).toString('base64url') !== cursor) throw unknownCursor();
    if (id !== this.id) return null;
    if (Number(position) > this.#end) throw unknownCursor();
    return Number(position);
  }
}

function unknownCursor(): Error {
  return badUserInput('after', 'is no cursor of a change');
}
