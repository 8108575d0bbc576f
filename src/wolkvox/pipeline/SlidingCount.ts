/** Counts what happened in the last ten seconds, to the second. Constant in memory. */
export class SlidingCount {
  readonly #buckets: { second: number; count: number }[] = [];

  constructor(private readonly now: () => number) {}

  add(amount = 1): void {
    const second = Math.floor(this.now() / 1_000);
    const last = this.#buckets.at(-1);
    if (last !== undefined && last.second === second) last.count += amount;
    else this.#buckets.push({ second, count: amount });
    this.#forget(second);
  }

  sum(): number {
    this.#forget(Math.floor(this.now() / 1_000));
    return this.#buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  }

  clear(): void {
    this.#buckets.length = 0;
  }

  /** Lets go of what is too old, and of what lies ahead because the clock was set back. */
  #forget(second: number): void {
    while (this.#buckets[0] && !isWithin(this.#buckets[0].second, second)) this.#buckets.shift();
  }
}

const windowSeconds = 10;

function isWithin(second: number, now: number): boolean {
  return second > now - windowSeconds && second <= now;
}
