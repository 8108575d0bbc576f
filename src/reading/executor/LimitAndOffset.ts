/**
 * Limit and offset while the rows of a list go by: `toSkip` items pass, then `first` are taken. A slot is taken by an
 * item, or by a row that had to be left out of a list that the CRM counts.
 */
export class LimitAndOffset {
  #slots = 0;

  constructor(
    private readonly first: number,
    private toSkip: number,
  ) {}

  get isFull(): boolean {
    return this.#slots >= this.first;
  }

  /** Skips nothing: the offset is a position in the CRM's list. */
  dropOffset(): void {
    this.toSkip = 0;
  }

  /** Rows that are still to pass or to be taken. */
  get wanted(): number {
    return this.toSkip + this.first - this.#slots;
  }

  /** Lets a row pass or takes a slot for it; whether the row is behind the offset. */
  take(): boolean {
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return false;
    }
    this.#slots += 1;
    return true;
  }
}
