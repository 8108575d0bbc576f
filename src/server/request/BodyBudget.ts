/** A body up to this size counts as small. */
const smallBytes = 64 * 1024;
/** The part of the budget that larger bodies may use: a few of them must not keep small requests out. */
const shareOfLarge = 2 / 3;

/**
 * Counts the bytes of request bodies that are in memory, over all connections: those that arrive and those whose operation
 * is not answered yet.
 */
export class BodyBudget {
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Opens the account of one body. It has to be closed. */
  open(): BodyAccount {
    let held = 0;
    return {
      add: (bytes) => {
        const limit = held + bytes > smallBytes ? this.maxBytes * shareOfLarge : this.maxBytes;
        if (this.#bytes + bytes > limit) return false;
        held += bytes;
        this.#bytes += bytes;
        return true;
      },
      close: () => {
        this.#bytes -= held;
        held = 0;
      },
    };
  }

  /** Bytes in memory now. */
  get bytes(): number {
    return this.#bytes;
  }
}

/** What one body takes out of the budget. */
export interface BodyAccount {
  /** Adds bytes to what the body holds; false, and nothing added, when the budget has no room for them. */
  readonly add: (bytes: number) => boolean;
  /** Gives everything back. May be called again. */
  readonly close: () => void;
}
