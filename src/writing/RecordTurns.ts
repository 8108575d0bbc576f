import type { Clock } from '../model/Clock.js';

/**
 * Lets the changes of one record through one after the other: between the look that may refuse a change and the change
 * itself no other of this process gets in. Changes of different records do not wait for each other.
 */
export class RecordTurns {
  /** The end of the last turn that was asked for, by record. */
  readonly #ends = new Map<string, Promise<void>>();

  constructor(private readonly clock: Clock) {}

  /** Resolves with what ends the turn, or with null when it did not come in time. */
  async enter(recordId: string, deadlineAt: number): Promise<(() => void) | null> {
    const before = this.#ends.get(recordId);
    let leave = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const end = (before ?? Promise.resolve()).then(() => turn);
    this.#ends.set(recordId, end);
    void end.then(() => {
      if (this.#ends.get(recordId) === end) this.#ends.delete(recordId);
    });
    if (before === undefined || (await this.#isInTime(before, deadlineAt))) return leave;
    // Whoever comes next still waits for those before.
    leave();
    return null;
  }

  #isInTime(before: Promise<void>, deadlineAt: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.clock.setTimer(
        () => {
          resolve(false);
        },
        Math.max(0, deadlineAt - this.clock.now()),
      );
      void before.then(() => {
        cancel();
        resolve(true);
      });
    });
  }
}
