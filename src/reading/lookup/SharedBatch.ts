import type { CallContext } from '../../model/CallContext.js';
import { Flight } from '../cache/Flight.js';
import type { Deliver, Outcome } from '../Reader.js';

/** Looks records up together and delivers each outcome when it is there. Resolves when all are delivered; never rejects. */
export type BatchWork<T> = (deliver: Deliver<T>, call: CallContext) => Promise<void>;

/**
 * One look-up of many ids with everybody who waits for it: operations that want the same ids at the same time plan and
 * read once. Each outcome reaches all of them when it is there.
 */
export class SharedBatch<T> {
  #hasDelivered = false;
  readonly #listeners = new Set<Deliver<T>>();
  readonly #flight: Flight<{ readonly calls: number }>;

  /** Nothing is looked up before the first one joins. `onEnd` is called when nothing of it is under way any more. */
  constructor(first: CallContext, clock: { readonly now: () => number }, work: BatchWork<T>, onEnd: () => void) {
    this.#flight = new Flight(first, clock, async (call) => {
      const deliver: Deliver<T> = (id, outcome) => {
        this.#deliver(id, outcome);
      };
      try {
        await work(deliver, call);
      } finally {
        onEnd();
      }
      // Every call was told through `onCall`; nobody asks for their number.
      return { calls: 0 };
    });
  }

  /** Whether it can still be joined: it was not given up, and has told nothing that would be old by now. */
  get isOpen(): boolean {
    return this.#flight.isOpen && !this.#hasDelivered;
  }

  /** The deadline of who began it: a turn in the queue was waited for no longer than that. */
  get firstDeadlineAt(): number {
    return this.#flight.firstDeadlineAt;
  }

  /**
   * Delivers each outcome when it comes, as long as the caller's signal lets it. Resolves with null when everything was
   * delivered, and otherwise with the reason why no more comes.
   */
  async join(call: CallContext, deliver: Deliver<T>): Promise<unknown> {
    this.#listeners.add(deliver);
    const { fault } = await this.#flight.join(call);
    this.#listeners.delete(deliver);
    return fault;
  }

  #deliver(id: string, outcome: Outcome<T>): void {
    this.#hasDelivered = true;
    for (const listener of this.#listeners) listener(id, outcome);
  }
}
