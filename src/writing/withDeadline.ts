import type { Clock } from '../model/Clock.js';

/** The result, or the fallback when there is no result by the deadline. What makes the result goes on. */
export function withDeadline<T>(result: Promise<T>, deadlineAt: number, fallback: () => T, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(
      () => {
        resolve(fallback());
      },
      Math.max(0, deadlineAt - clock.now()),
    );
    result.then(resolve, reject).finally(cancel);
  });
}
