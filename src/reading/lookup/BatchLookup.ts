import type { CallContext } from '../../model/CallContext.js';
import { maxPageLimit, type InstantSpan } from '../../model/search.js';
import type { ReadPage, SourcedPage } from '../PageReader.js';
import { isRefusal } from '../isRefusal.js';
import type { Found } from '../Reader.js';
import { createdSecondOf } from './createdSecondOf.js';
import { ArrivalRate } from './ArrivalRate.js';
import { partitionIntervals, type PlannedInterval, type IntervalPartition } from './partitionIntervals.js';
import { IntervalRecall } from './IntervalRecall.js';
import { intervalCost } from './intervalCost.js';
import { intervalSpan } from './intervalSpan.js';

export interface BatchLookupOptions<T> {
  /** A record that need not be looked up. */
  readonly known: (id: string) => T | undefined;
  /** Lists the records created within a span of time. */
  readonly listCreatedBetween: ReadPage<InstantSpan, T>;
  readonly findOne: (id: string, call: CallContext) => Promise<T | null>;
  /** Whether a row is the whole record. */
  readonly isWhole: (row: T) => boolean;
  readonly clock: { readonly now: () => number };
}

interface Dated {
  readonly id: string;
  readonly second: number;
}

/** What a window did for the records wanted of it. */
interface IntervalResult {
  /** Read to its end, and not there. */
  readonly missing: readonly Dated[];
  /** Not read to its end, because that would have cost more than what is left of it. */
  readonly left: readonly Dated[];
}

/** With so many records wanted, one call is well spent on finding out whether this works and how many there are in all. */
const fewestToExplore = 8;
/** Planning takes the square of this in steps. */
const mostPlannedAtOnce = 200;
const maxRounds = 3;

/**
 * Looks many records of one kind up by id, in the intervals of time in which their ids say that they were created, where
 * that is expected to cost fewer calls than one for each. The CRM has no look-up of several ids. What a window does not
 * bring is looked up singly, so that the answer never depends on the method.
 */
export class BatchLookup<T extends { readonly id: string }> {
  readonly #arrivalRate = new ArrivalRate();
  readonly #recall = new IntervalRecall();

  constructor(private readonly options: BatchLookupOptions<T>) {}

  /** Whether records wanted at about the same time are better looked up together. */
  get isWorthwhile(): boolean {
    return !this.#recall.isLost;
  }

  /** The record of each id, null for none, or why it could not be had. Never rejects. */
  async find(ids: readonly string[], call: CallContext): Promise<readonly Found<T>[]> {
    const found = new Map<string, Found<T>>();
    for (const id of ids) {
      const known = this.options.known(id);
      if (known === undefined) continue;
      found.set(id, known);
      call.onCacheHit?.();
    }
    const unknown = ids.filter((id) => !found.has(id));
    for (const run of this.#runsOf(unknown)) await this.#findTogether(run, found, call);
    const rest = [...new Set(ids)].filter((id) => !found.has(id));
    await Promise.all(rest.map(async (id) => found.set(id, await this.#findOne(id, call))));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** The ids that tell when their records were created, each once, in order of time. */
  #runsOf(ids: readonly string[]): readonly (readonly Dated[])[] {
    const now = this.options.clock.now();
    const dated = [...new Set(ids)].flatMap((id) => {
      const second = createdSecondOf(id, now);
      return second === null ? [] : [{ id, second }];
    });
    dated.sort((a, b) => a.second - b.second);
    const runs: Dated[][] = [];
    for (let at = 0; at < dated.length; at += mostPlannedAtOnce) runs.push(dated.slice(at, at + mostPlannedAtOnce));
    return runs;
  }

  async #findTogether(run: readonly Dated[], found: Map<string, Found<T>>, call: CallContext): Promise<void> {
    let wanted = run;
    for (let round = 0; round < maxRounds && wanted.length > 1; round += 1) {
      const intervals = this.#choose(wanted);
      if (intervals.length === 0) return;
      const results = await Promise.all(
        intervals.map(({ first, last }) => this.#readInterval(wanted.slice(first, last + 1), found, call)),
      );
      const missing = results.flatMap((result) => result.missing);
      await this.#check(intervals, wanted, missing, found, call);
      const left = new Set(results.flatMap((result) => result.left));
      const tried = new Set(intervals.flatMap(({ first, last }) => wanted.slice(first, last + 1)));
      wanted = wanted.filter((each) => !found.has(each.id) && (left.has(each) || !tried.has(each)));
    }
  }

  /** The intervals to read next. Until the method has proved itself, one. */
  #choose(wanted: readonly Dated[]): readonly PlannedInterval[] {
    const { isLost, isTested } = this.#recall;
    if (isLost || (!isTested && wanted.length < fewestToExplore)) return [];
    if (!this.#arrivalRate.isKnown && wanted.length >= fewestToExplore) {
      return [{ first: 0, last: wanted.length - 1, cost: 1 }];
    }
    const { intervals } = this.#plan(wanted);
    if (isTested) return intervals;
    const saving = ({ first, last, cost }: PlannedInterval): number => last - first + 1 - cost;
    return [...intervals].sort((a, b) => saving(b) - saving(a)).slice(0, 1);
  }

  #plan(wanted: readonly Dated[]): IntervalPartition {
    const second = (index: number): number => wanted[index]?.second ?? 0;
    return partitionIntervals(wanted.length, (first, last) => {
      const estimate = this.#arrivalRate.estimate(intervalSpan(second(first), second(last)));
      return intervalCost(last - first + 1, estimate, this.#recall.share);
    });
  }

  async #readInterval(
    members: readonly Dated[],
    found: Map<string, Found<T>>,
    call: CallContext,
  ): Promise<IntervalResult> {
    const { listCreatedBetween, isWhole } = this.options;
    const span = intervalSpan(members[0]?.second ?? 0, members.at(-1)?.second ?? 0);
    let open = members;
    let firstId: string | null = null;
    for (let number = 1; ; number += 1) {
      let page: SourcedPage<T>;
      try {
        page = await listCreatedBetween(span, { page: number, limit: maxPageLimit }, call);
      } catch (error) {
        // A tenant that refuses the question will refuse it again; one that cannot answer now may answer later.
        return isRefusal(error) ? { missing: open, left: [] } : { missing: [], left: [] };
      }
      this.#learn(span, number, page);
      for (const row of page.rows) if (row !== null && isWhole(row)) this.#take(row, open, found);
      open = open.filter(({ id }) => !found.has(id));
      if (open.length === 0) return { missing: [], left: [] };
      const nextFirstId = page.rows[0]?.id ?? null;
      // A CRM that always answers with the same page has no other.
      if (nextFirstId !== null && nextFirstId === firstId) return { missing: open, left: [] };
      firstId = nextFirstId;
      const furtherPages = this.#furtherPages(page, number, span);
      if (furtherPages === 0) return { missing: open, left: [] };
      if (furtherPages > this.#plan(open).cost) return { missing: [], left: open };
    }
  }

  #learn(span: InstantSpan, number: number, { rows, totalRecords }: SourcedPage<T>): void {
    const isAll = number === 1 && rows.length < maxPageLimit;
    const total = isAll ? rows.length : totalRecords;
    if (total !== null) this.#arrivalRate.learn(span, total);
  }

  #take(row: T, open: readonly Dated[], found: Map<string, Found<T>>): void {
    if (open.some(({ id }) => id === row.id)) found.set(row.id, row);
  }

  #furtherPages({ rows, totalRecords }: SourcedPage<T>, number: number, span: InstantSpan): number {
    // A page that is not full is the last one, whatever the total says.
    if (rows.length < maxPageLimit) return 0;
    const total = totalRecords ?? Math.max(this.#arrivalRate.estimate(span).rows, number * maxPageLimit + 1);
    return Math.max(0, Math.ceil(total / maxPageLimit) - number);
  }

  /** Looks up singly what intervals should have brought; what exists all the same is a miss. */
  async #check(
    intervals: readonly PlannedInterval[],
    wanted: readonly Dated[],
    missing: readonly Dated[],
    found: Map<string, Found<T>>,
    call: CallContext,
  ): Promise<void> {
    const members = intervals.flatMap(({ first, last }) => wanted.slice(first, last + 1));
    const brought = members.filter(({ id }) => found.has(id)).length;
    const singles = await Promise.all(missing.map(({ id }) => this.#findOne(id, call)));
    let missed = 0;
    missing.forEach(({ id }, index) => {
      const single = singles[index] ?? null;
      found.set(id, single);
      if (single !== null && !(single instanceof Error)) missed += 1;
    });
    this.#recall.learn({ brought, missed });
  }

  async #findOne(id: string, call: CallContext): Promise<Found<T>> {
    try {
      return await this.options.findOne(id, call);
    } catch (error) {
      return error instanceof Error ? error : new Error('Reading failed.', { cause: error });
    }
  }
}
