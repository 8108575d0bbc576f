/** What one list may spend, and has spent: calls to the CRM, retries included. */
export class CallBudget {
  #spent = 0;

  /** Infinite where every page asked for is one the list cannot do without. */
  constructor(readonly limit: number) {}

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    return Math.max(0, this.limit - this.#spent);
  }

  spend(calls: number): void {
    this.#spent += calls;
  }
}
