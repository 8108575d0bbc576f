/** The calls that the doctor may spend, and when it has to be done. */
export class CallPurse {
  #spent = 0;
  #reserved: number;

  /** `reserved` calls are kept back until `release`. */
  constructor(
    private readonly limit: number,
    private readonly isLate: () => boolean,
    reserved = 0,
  ) {
    this.#reserved = reserved;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Whether so many more calls can be afforded. */
  affords(calls: number): boolean {
    return !this.isLate() && this.#spent + calls + this.#reserved <= this.limit;
  }

  /** Counts a call that is about to be sent. */
  spend(): void {
    this.#spent += 1;
  }

  /** What was kept back may be spent. */
  release(): void {
    this.#reserved = 0;
  }
}
