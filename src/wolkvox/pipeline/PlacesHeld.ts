import type { CallInFlight } from '../../store/SharedLimits.js';

/** A place that is to be given back. */
export interface OwedPlace {
  readonly name: string;
  readonly wasCountedInVain: boolean;
}

/** The places of this process's calls in flight, and those that it owes the store because that was away. */
export class PlacesHeld {
  readonly #endsAt = new Map<string, number>();
  readonly #owed = new Map<string, OwedPlace>();
  readonly #ending = new Set<Promise<void>>();

  /** `steadyNow`: milliseconds that no change of the clock moves. */
  constructor(private readonly steadyNow: () => number) {}

  get size(): number {
    return this.#endsAt.size;
  }

  /** The instant that is so many milliseconds away. */
  endOf(ms: number): number {
    return this.steadyNow() + ms;
  }

  isOver(instant: number): boolean {
    return this.steadyNow() >= instant;
  }

  add(name: string, endsAt: number): void {
    this.#endsAt.set(name, endsAt);
  }

  /** False where it was not held any more. */
  delete(name: string): boolean {
    return this.#endsAt.delete(name);
  }

  /** The calls in flight, with the time that is left of their places. */
  inFlight(): readonly CallInFlight[] {
    const now = this.steadyNow();
    return [...this.#endsAt].map(([name, endsAt]) => ({ name, remainingMs: Math.max(1, endsAt - now) }));
  }

  /** Remembers what is given back until the store knows. */
  giveBack(name: string, wasCountedInVain: boolean, ending: Promise<void>): void {
    const settled = ending
      .catch(() => {
        this.#owed.set(name, { name, wasCountedInVain });
      })
      .finally(() => this.#ending.delete(settled));
    this.#ending.add(settled);
  }

  /** What could not be given back; it is owed no more. */
  takeOwed(): readonly OwedPlace[] {
    const owed = [...this.#owed.values()];
    this.#owed.clear();
    return owed;
  }

  /** Resolves when nothing is being given back any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#ending);
  }
}
