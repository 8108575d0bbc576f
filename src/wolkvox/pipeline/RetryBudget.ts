import { SlidingCount } from './SlidingCount.js';

/** So that a lone request, of which a tenth is nothing, can still be tried again. */
const floor = 10;
const share = 0.1;

/** Keeps retries to a tenth of the requests of the last ten seconds: an outage must not multiply the load. */
export class RetryBudget {
  readonly #requests: SlidingCount;
  readonly #retries: SlidingCount;

  constructor(now: () => number) {
    this.#requests = new SlidingCount(now);
    this.#retries = new SlidingCount(now);
  }

  onRequest(): void {
    this.#requests.add();
  }

  /** Takes one retry out of the budget; false when there is none left. */
  tryTake(): boolean {
    if (this.#retries.sum() + 1 > Math.max(floor, share * this.#requests.sum())) return false;
    this.#retries.add();
    return true;
  }
}
