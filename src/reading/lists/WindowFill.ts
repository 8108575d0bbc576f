/**
 * How much of a window is taken while the rows of a list go by: `toSkip` items pass before it begins, then it holds
 * `first`. A slot is taken by an item, or by a row that had to be left out of a list that the CRM counts.
 */
export class WindowFill {
  #slots = 0;

  constructor(
    private readonly first: number,
    private toSkip: number,
  ) {}

  get isFull(): boolean {
    return this.#slots >= this.first;
  }

  /** Rows that are still to pass or to be taken. */
  get wanted(): number {
    return this.toSkip + this.first - this.#slots;
  }

  /** Lets a row pass or takes a slot for it; whether the row is within the window, rather than before it. */
  take(): boolean {
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return false;
    }
    this.#slots += 1;
    return true;
  }
}
