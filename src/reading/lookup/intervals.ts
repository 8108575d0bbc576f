import { type InstantSpan, maxPageLimit } from '../../model/search.js';
import type { Estimate } from './ArrivalRate.js';

/** An id that tells when its record was created: `second` counts from the epoch. */
export interface DatedId {
  readonly id: string;
  readonly second: number;
}

/** The vendor's CRM is younger than this: 1 January 2010, in seconds since the epoch. */
const earliestSecond = 1_262_304_000;
const daySeconds = 86_400;

/** Sorts ids: those that tell when their records were created, in order of time, and the others. `nowMs` is the present. */
export function datedIds(
  ids: readonly string[],
  nowMs: number,
): { readonly dated: readonly DatedId[]; readonly undated: readonly { readonly id: string }[] } {
  const dated: DatedId[] = [];
  const undated: { readonly id: string }[] = [];
  for (const id of ids) {
    const second = createdSecondOf(id, nowMs);
    if (second === null) undated.push({ id });
    else dated.push({ id, second });
  }
  return { dated: dated.sort((a, b) => a.second - b.second), undated };
}

/**
 * The second since the epoch in which a record was created, read from its id: 24 hexadecimal digits, of which the first
 * eight count the seconds. Null for an id of another form, or when the second makes no sense.
 */
export function createdSecondOf(id: string, nowMs: number): number | null {
  if (!/^[0-9a-f]{24}$/.test(id)) return null;
  const second = Number.parseInt(id.slice(0, 8), 16);
  return second >= earliestSecond && second <= nowMs / 1000 + daySeconds ? second : null;
}

/** An id is made and a record is stamped by different machines. */
const slackMs = 5_000;
const minuteMs = 60_000;

/**
 * The minutes to ask for, so that everything created from one second to another is among them: whether the CRM includes
 * the ends of a range is not documented, so that neither end may matter.
 */
export function intervalSpan(firstSecond: number, lastSecond: number): InstantSpan {
  const from = Math.floor((firstSecond * 1000 - slackMs - 1) / minuteMs) * minuteMs;
  const to = (Math.floor((lastSecond * 1000 + slackMs) / minuteMs) + 1) * minuteMs;
  return { from: new Date(from), to: new Date(to) };
}

/** Below this the number of rows is as good as counted. */
const smallDoubt = 0.15;

/**
 * The calls that looking up `wanted` records in one window of time is expected to cost. The first page is always paid;
 * when there are more, they are read or the records are looked up singly, whichever is less; and records that the
 * window does not bring after all, `trust` being the share that it does, are looked up singly too.
 */
export function intervalCost(wanted: number, { rows, doubt }: Estimate, trust: number): number {
  const likely = Math.max(rows, wanted);
  const isMore = normalBelow((Math.log(likely) - Math.log(maxPageLimit)) / doubt);
  // The last page is half full on average, unless it is known how full it is.
  const pages = doubt <= smallDoubt ? Math.ceil(likely / maxPageLimit) : likely / maxPageLimit + 0.5;
  const furtherPages = Math.max(1, pages - 1);
  return 1 + isMore * Math.min(wanted, furtherPages) + (1 - trust) * wanted;
}

/** The share of a standard normal distribution below a value; the logistic approximation, off by 0.01 at most. */
function normalBelow(value: number): number {
  return 1 / (1 + Math.exp(-1.702 * value));
}

/** A run of the sorted seconds, by index, both ends included, that is looked up together. */
export interface PlannedInterval {
  readonly first: number;
  readonly last: number;
  readonly cost: number;
}

export interface IntervalPartition {
  /** The runs of two and more; every other second is looked up by itself. */
  readonly intervals: readonly PlannedInterval[];
  /** Expected calls, those for the others included. */
  readonly cost: number;
}

/**
 * Splits `count` sorted seconds into runs so that the expected calls are the fewest: one for a run of one, `costOf` for
 * a longer one. Looks at every split, by dynamic programming. A longer run is only used when it costs less than its
 * members do singly.
 */
export function partitionIntervals(count: number, costOf: (first: number, last: number) => number): IntervalPartition {
  // The best plan for the first n seconds, and where its last run begins.
  const best: { readonly cost: number; readonly begin: number }[] = [{ cost: 0, begin: 0 }];
  for (let last = 0; last < count; last += 1) {
    let chosen = { cost: costAt(best, last) + 1, begin: last };
    for (let first = last - 1; first >= 0; first -= 1) {
      const cost = costAt(best, first) + costOf(first, last);
      if (cost < chosen.cost) chosen = { cost, begin: first };
    }
    best.push(chosen);
  }
  const intervals: PlannedInterval[] = [];
  for (let end = count; end > 0;) {
    const begin = best[end]?.begin ?? 0;
    if (end - begin > 1)
      intervals.unshift({ first: begin, last: end - 1, cost: costAt(best, end) - costAt(best, begin) });
    end = begin;
  }
  return { intervals, cost: costAt(best, count) };
}

function costAt(best: readonly { readonly cost: number }[], count: number): number {
  return best[count]?.cost ?? 0;
}

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
