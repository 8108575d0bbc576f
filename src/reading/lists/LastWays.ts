import { LRUCache } from 'lru-cache';
import type { PlacedWindow } from './placeWindow.js';

interface LastWay {
  readonly field: string;
  readonly begunAt: number;
}

const maxLists = 1_000;

/**
 * Remembers by which field a list was read, for as long as all its pages are fresh. What a reading teaches may promise
 * another way the next time; but whoever reads the same again at once finds every page of the way taken in memory.
 */
export class LastWays {
  readonly #ways = new LRUCache<string, LastWay>({ max: maxLists });

  /** `freshMs` is how long pages are fresh; 0 remembers nothing. */
  constructor(private readonly freshMs: number) {}

  /** Learns that a list was read to the end of its window, from an instant on (milliseconds since the epoch). */
  remember(list: string, window: PlacedWindow, way: LastWay): void {
    if (this.freshMs > 0) this.#ways.set(keyOf(list, window), way);
  }

  /** The field that the list was read by; null when that is not known or too long ago. */
  of(list: string, window: PlacedWindow, now: number): string | null {
    const way = this.#ways.get(keyOf(list, window));
    if (way === undefined) return null;
    const ageMs = now - way.begunAt;
    return ageMs >= 0 && ageMs < this.freshMs ? way.field : null;
  }
}

function keyOf(list: string, { first, offset }: PlacedWindow): string {
  return `${list} ${String(offset)} ${String(first)}`;
}
