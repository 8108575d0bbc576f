import type { Clock } from '../../model/Clock.js';

/** Resolves after the delay, or at once when the signal is raised. Never rejects; leaves no timer or listener. */
export function waitFor(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.setTimer(done, delayMs);
    signal.addEventListener('abort', done);
    function done(): void {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
