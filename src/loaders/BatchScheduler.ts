import type { Clock } from '../model/Clock.js';

/** The longest that a look-up waits for lists: about one answer of the CRM. */
const longestHoldMs = 250;

interface Held {
  readonly begin: () => void;
  /** Calls off the end of its wait. */
  readonly cancel: () => void;
}

/**
 * Decides when the look-ups of one operation begin: once the event loop has come round, and, where batches pay, once the
 * lists under way have told which records they refer to, but `longestHoldMs` later at most. A list that stalls holds
 * nothing back for longer, and one that fails holds nothing back at all.
 */
export class BatchScheduler {
  #listsUnderWay = 0;
  #hasListTold = false;
  readonly #held = new Set<Held>();

  constructor(private readonly clock: Pick<Clock, 'setTimer'>) {}

  /** Keeps look-ups back while a list is read. Reading it must not itself wait for a look-up that is held back here. */
  async duringList<T>(list: Promise<T>): Promise<T> {
    this.#listsUnderWay += 1;
    try {
      return await list;
    } finally {
      this.#listsUnderWay -= 1;
      this.#hasListTold = true;
      // Whoever asked for the list sees it first, and asks for what it refers to.
      setImmediate(() => {
        this.#releaseIfIdle();
      });
    }
  }

  /**
   * Begins a look-up in its time. What is wanted before any list has told comes from the request itself, and lists have
   * nothing to add to it.
   */
  schedule(begin: () => void, shouldBatch: () => boolean): void {
    setImmediate(() => {
      if (this.#listsUnderWay > 0 && this.#hasListTold && shouldBatch()) this.#hold(begin);
      else begin();
    });
  }

  #hold(begin: () => void): void {
    const cancel = this.clock.setTimer(() => {
      this.#held.delete(held);
      begin();
    }, longestHoldMs);
    const held: Held = { begin, cancel };
    this.#held.add(held);
  }

  #releaseIfIdle(): void {
    // Another list may have begun in the meantime; it releases them.
    if (this.#listsUnderWay > 0) return;
    const released = [...this.#held];
    this.#held.clear();
    for (const { begin, cancel } of released) {
      cancel();
      begin();
    }
  }
}
