/**
 * Holds look-ups back until an operation's other needs are known: until the event loop has come round once, and, where
 * it pays, until the lists under way have told which records they refer to. At a narrow gate waiting is nearly free,
 * and needs that are known together cost less.
 */
export class BatchScheduler {
  #underWay = 0;
  #hasListTold = false;
  #waiting: (() => void)[] = [];

  /** Keeps look-ups back for as long as this is under way. It must not itself wait for a look-up held back here. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#hasListTold = true;
      // After whoever asked for the list has seen it, and asked for what it refers to.
      if (this.#underWay === 0)
        setImmediate(() => {
          this.#release();
        });
    }
  }

  /**
   * Calls back once the needs of the moment are known; after the lists under way, when these are worth waiting for.
   * What is wanted before any list has told comes from the request itself, and lists have nothing to add to it.
   */
  schedule(callback: () => void, waitsForLists: () => boolean): void {
    setImmediate(() => {
      if (this.#underWay > 0 && this.#hasListTold && waitsForLists()) this.#waiting.push(callback);
      else callback();
    });
  }

  #release(): void {
    // Another list may have begun in the meantime; it releases them.
    if (this.#underWay > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  }
}
