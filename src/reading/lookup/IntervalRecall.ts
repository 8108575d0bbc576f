const initial = 0.8;
/** Below this nothing is looked up together any more. */
const least = 0.3;

/** How far windows of time are believed to bring the records that were created in them. One for each kind. */
export class IntervalRecall {
  #share = initial;
  #isTested = false;
  #isLost = false;

  /** The share of records that a window is expected to bring, from 0 to 1. */
  get share(): number {
    return this.#share;
  }

  /** Whether windows were ever checked against single look-ups, or brought all that was wanted. */
  get isTested(): boolean {
    return this.#isTested;
  }

  /** Whether windows missed too much. It stays so: a tenant that answers differently does so for good. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Learns from windows: how many records they brought, and how many that exist they did not. */
  learn({ brought, missed }: { readonly brought: number; readonly missed: number }): void {
    if (brought + missed === 0) return;
    this.#isTested = true;
    this.#share = (this.#share + brought / (brought + missed)) / 2;
    this.#isLost ||= this.#share < least;
  }
}
