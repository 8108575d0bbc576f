import { Refusal } from './errors/Refusal.js';

/** Counts the operations under way and turns away those beyond the limit at once. */
export class OperationGate {
  #inFlight = 0;
  #whenIdle: (() => void)[] = [];

  constructor(private readonly maxInFlight: number) {}

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes a place and returns the function that gives it back, once. Throws a `Refusal` (503) when there is none. */
  enter(): () => void {
    if (this.#inFlight >= this.maxInFlight) throw new Refusal('OVERLOADED', 503);
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
