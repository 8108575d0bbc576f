import type { InstantSpan } from '../../model/search.js';

/** How many records a stretch of time is believed to hold. */
export interface Estimate {
  readonly rows: number;
  /** How uncertain that is: the standard deviation of the number's natural logarithm. */
  readonly doubt: number;
}

interface Sample {
  readonly fromMs: number;
  readonly toMs: number;
  readonly rows: number;
}

const maxSamples = 16;
/** Before anything is known: a tenant makes 1,000 records a day, give or take a factor of 20. */
const prior = { rowsPerMs: 1_000 / 86_400_000, doubt: 3, weightMs: 3_600_000 };
/** Even where the whole is known, its records are not spread evenly; and where the very stretch is known they are few. */
const doubtWithin = 0.5;
const leastDoubt = 0.1;

/** What is known of how many records were created when. Learns from every answer that says how many there are. */
export class ArrivalRate {
  #samples: readonly Sample[] = [];

  /** Whether anything is known. */
  get isKnown(): boolean {
    return this.#samples.length > 0;
  }

  /** Learns that a stretch of time holds this many records. */
  learn({ from, to }: InstantSpan, rows: number): void {
    const sample = { fromMs: from.getTime(), toMs: to.getTime(), rows };
    if (sample.toMs <= sample.fromMs) return;
    const others = this.#samples.filter(({ fromMs, toMs }) => fromMs !== sample.fromMs || toMs !== sample.toMs);
    this.#samples = [sample, ...others].slice(0, maxSamples);
  }

  /** What a stretch of time is believed to hold: what was counted there, and elsewhere what is usual. */
  estimate({ from, to }: InstantSpan): Estimate {
    const [fromMs, toMs] = [from.getTime(), to.getTime()];
    const spanMs = Math.max(1, toMs - fromMs);
    let [seenMs, seenRows, bestMs, bestRows] = [0, 0, 0, 0];
    for (const sample of this.#samples) {
      const sampleMs = sample.toMs - sample.fromMs;
      seenMs += sampleMs;
      seenRows += sample.rows;
      const sharedMs = Math.min(toMs, sample.toMs) - Math.max(fromMs, sample.fromMs);
      // The sample that covers most of it knows best; of those that cover as much, the one about the least else.
      if (sharedMs > bestMs) [bestMs, bestRows] = [sharedMs, (sample.rows * sharedMs) / sampleMs];
    }
    const usual = (seenRows + prior.rowsPerMs * prior.weightMs) / (seenMs + prior.weightMs);
    const rows = Math.max(1e-9, bestRows + usual * (spanMs - bestMs));
    const unseen = 1 - Math.min(1, seenMs / spanMs);
    const general = prior.doubt * unseen + doubtWithin * (1 - unseen);
    return { rows, doubt: Math.max(leastDoubt, general * (1 - bestMs / spanMs) + this.#innerDoubt(spanMs, bestMs)) };
  }

  /** A small part of a large stretch that was counted may hold more than its share. */
  #innerDoubt(spanMs: number, bestMs: number): number {
    const isWhole = this.#samples.some(({ fromMs, toMs }) => toMs - fromMs <= spanMs * 1.05);
    return isWhole ? 0 : doubtWithin * (bestMs / spanMs);
  }
}
