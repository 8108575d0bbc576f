/** A look that failed is tried once more so much later, before anybody is told. */
const secondTryMs = 500;
/** The longest that looks are put off, in intervals. */
const maxIntervals = 12;

/** Looks that fail: the first failure in a row is tried again soon, the second one is told, then they are put off. */
export class Outage {
  #failures = 0;

  /** Whether the last look failed. */
  get isOn(): boolean {
    return this.#failures > 0;
  }

  onSuccess(): void {
    this.#failures = 0;
  }

  /** A look failed. Whether that is to be told now: once for each outage. */
  onFailure(): boolean {
    this.#failures += 1;
    return this.#failures === 2;
  }

  /** How long after the last look the next one is made, in milliseconds. */
  delayMs(intervalMs: number): number {
    if (this.#failures === 0) return intervalMs;
    if (this.#failures === 1) return Math.min(intervalMs, secondTryMs);
    return intervalMs * Math.min(maxIntervals, 2 ** (this.#failures - 2));
  }
}
