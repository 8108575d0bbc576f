import type { Fault } from '../../model/Fault.js';

/** A call that waits for its turn. */
export interface Waiter<Turn> {
  readonly owner: object;
  readonly deadlineAt: number;
  /** When it began to wait. */
  readonly since: number;
  /** Begins the call; it is handed its turn. */
  readonly start: (turn: Turn) => void;
  readonly reject: (fault: Fault) => void;
  /** Takes the waiter out of its lane, with its timer and listener. */
  readonly leave: () => void;
}

/** Waiters, in order of arrival for each owner, the owners taking turns. */
export class Lane<Turn> {
  readonly #byOwner = new Map<object, Waiter<Turn>[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(waiter: Waiter<Turn>): void {
    const waiters = this.#byOwner.get(waiter.owner);
    if (waiters === undefined) this.#byOwner.set(waiter.owner, [waiter]);
    else waiters.push(waiter);
    this.#length += 1;
  }

  /** Whose turn it is; undefined when nobody waits. */
  first(): Waiter<Turn> | undefined {
    for (const waiters of this.#byOwner.values()) return waiters[0];
    return undefined;
  }

  /** Takes a waiter out; its owner's next turn comes after everybody else's. */
  remove(waiter: Waiter<Turn>): void {
    const waiters = this.#byOwner.get(waiter.owner);
    const index = waiters?.indexOf(waiter) ?? -1;
    if (waiters === undefined || index < 0) return;
    waiters.splice(index, 1);
    this.#length -= 1;
    this.#byOwner.delete(waiter.owner);
    if (waiters.length > 0) this.#byOwner.set(waiter.owner, waiters);
  }

  all(): readonly Waiter<Turn>[] {
    return [...this.#byOwner.values()].flat();
  }
}
