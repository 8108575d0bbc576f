/** A measure older than this says nothing about now. */
const forgetAfterMs = 10_000;
/** Weights of the newest measure in the mean and in the deviation, as TCP has them for round trips. */
const meanWeight = 1 / 8;
const deviationWeight = 1 / 4;

/** How long answers take at present: a smoothed mean and its deviation. */
export class AttemptLatency {
  #meanMs = 0;
  #deviationMs = 0;
  #recordedAt = -Infinity;

  constructor(private readonly now: () => number) {}

  /** Takes in how long an answer took. */
  record(ms: number): void {
    if (this.#isOutdated()) {
      this.#meanMs = ms;
      this.#deviationMs = 0;
    } else {
      this.#deviationMs += deviationWeight * (Math.abs(ms - this.#meanMs) - this.#deviationMs);
      this.#meanMs += meanWeight * (ms - this.#meanMs);
    }
    this.#recordedAt = this.now();
  }

  /** In how many milliseconds most answers come; 0 while nobody knows. */
  typicalMs(): number {
    return this.#isOutdated() ? 0 : this.#meanMs + this.#deviationMs;
  }

  #isOutdated(): boolean {
    // Either way: the clock may be set back.
    return Math.abs(this.now() - this.#recordedAt) > forgetAfterMs;
  }
}
