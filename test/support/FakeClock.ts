import type { Clock } from '../../src/model/Clock.js';

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #timers: readonly { readonly at: number; readonly callback: () => void }[] = [];

  constructor(start = Date.UTC(2026, 0, 15, 15, 0, 0)) {
    this.#now = start;
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), callback };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on by so many milliseconds, running every timer at its time and letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((other) => other !== next);
      next.callback();
    }
    this.#now = end;
    await settle();
  }

  /** Moves on at one stroke, as for a machine that slept; what became due meanwhile runs late, once. */
  async leap(ms: number): Promise<void> {
    this.#now += ms;
    await this.advance(0);
  }

  /** Shows an earlier time from now on, as when a machine's clock is corrected; timers run out when they would have. */
  setBack(ms: number): void {
    this.#now -= ms;
    this.#timers = this.#timers.map(({ at, callback }) => ({ at: at - ms, callback }));
  }
}

/** Lets everything happen that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
