import type { Clock } from '../model/Clock.js';

/**
 * One lock a record, for the changes that this process makes: between the check that may refuse a change and the change
 * itself no other change of the record is made. Whoever asks first gets the lock first.
 */
export class RecordLocks {
  /** When the last holder that is waiting or working will have released the lock, by record. */
  readonly #released = new Map<string, Promise<void>>();

  constructor(private readonly clock: Clock) {}

  /** Resolves with the function that releases the lock, or with null when it was not free by the deadline. */
  async acquire(recordId: string, deadlineAt: number): Promise<(() => void) | null> {
    const before = this.#released.get(recordId);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const released = (before ?? Promise.resolve()).then(() => held);
    this.#released.set(recordId, released);
    void released.then(() => {
      if (this.#released.get(recordId) === released) this.#released.delete(recordId);
    });
    if (before === undefined || (await this.#isInTime(before, deadlineAt))) return release;
    // Whoever comes next still waits for those before.
    release();
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
