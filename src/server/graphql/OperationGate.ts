import { Refusal } from '../errors/Refusal.js';

/** For how many places there is one more that only writes may take. */
const placesPerWriteLane = 4;

/**
 * Counts the operations under way and turns away those beyond the limit at once. Writes that find the limit reached have
 * a few places beside it for themselves: whoever presses a button must not lose to those who refresh lists.
 */
export class OperationGate {
  #inFlight = 0;
  #whenIdle: (() => void)[] = [];
  readonly #mostWithWrites: number;

  constructor(private readonly maxInFlight: number) {
    this.#mostWithWrites = maxInFlight + Math.ceil(maxInFlight / placesPerWriteLane);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes a place and returns the function that gives it back, once. Throws a `Refusal` (503) when there is none. */
  enter(kind: 'read' | 'write' = 'read'): () => void {
    if (this.#inFlight >= (kind === 'write' ? this.#mostWithWrites : this.maxInFlight)) {
      throw new Refusal('OVERLOADED', 503);
    }
    this.#inFlight += 1;
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#inFlight -= 1;
      if (this.#inFlight === 0) for (const notify of this.#whenIdle.splice(0)) notify();
    };
  }

  /** Resolves when no operation is under way. */
  async idle(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }
}
