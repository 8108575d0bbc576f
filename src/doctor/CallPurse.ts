/** The calls that the doctor may spend, and when it has to be done. */
export class CallPurse {
  #spent = 0;

  constructor(
    readonly limit: number,
    private readonly isLate: () => boolean,
  ) {}

  get spent(): number {
    return this.#spent;
  }

  /** Whether so many more calls can be afforded. */
  affords(calls: number): boolean {
    return !this.isLate() && this.#spent + calls <= this.limit;
  }

  /** Counts a call that is about to be sent. */
  spend(): void {
    this.#spent += 1;
  }
}
