import type { Clock } from '../model/Clock.js';

/** The result, or what is said in its place when it is not there at the instant; what makes the result goes on. */
export function untilInstant<T>(result: Promise<T>, instant: number, inItsPlace: () => T, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(
      () => {
        resolve(inItsPlace());
      },
      Math.max(0, instant - clock.now()),
    );
    result.then(resolve, reject).finally(cancel);
  });
}
