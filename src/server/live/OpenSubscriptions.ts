import { Refusal } from '../errors/Refusal.js';

/** Subscriptions that one connection may have open. */
const mostOnOneConnection = 10;

/** Counts the open subscriptions of the process, and turns away those beyond its bounds. */
export class OpenSubscriptions {
  readonly #byConnection = new Map<object, number>();
  #open = 0;

  /** `most` is the setting MAX_SUBSCRIPTIONS. */
  constructor(readonly most: number) {}

  get count(): number {
    return this.#open;
  }

  /** Takes a place and returns the function that gives it back, once. Throws a `Refusal` when there is none. */
  enter(connection: object): () => void {
    if (this.#open >= this.most) throw new Refusal('OVERLOADED', 503);
    const own = this.#byConnection.get(connection) ?? 0;
    if (own >= mostOnOneConnection) throw new Refusal('OVERLOADED', 503);
    this.#open += 1;
    this.#byConnection.set(connection, own + 1);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#open -= 1;
      const others = (this.#byConnection.get(connection) ?? 1) - 1;
      if (others > 0) this.#byConnection.set(connection, others);
      else this.#byConnection.delete(connection);
    };
  }
}
