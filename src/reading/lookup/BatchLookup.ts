import type { CallContext } from '../../model/CallContext.js';
import { type InstantSpan, maxPageLimit } from '../../model/search.js';
import { isWorthAnother } from '../cache/Flight.js';
import { isRefusal } from '../isRefusal.js';
import type { ReadPage, SourcedPage } from '../PageReader.js';
import type { Deliver, Outcome } from '../Reader.js';
import { ArrivalRate } from './ArrivalRate.js';
import {
  type DatedId,
  type IntervalPartition,
  IntervalRecall,
  type PlannedInterval,
  datedIds,
  intervalCost,
  intervalSpan,
  partitionIntervals,
} from './intervals.js';
import { SharedBatch } from './SharedBatch.js';

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

/** One look-up of many ids under way: what was delivered of it, and for whom it is. */
interface Run<T> {
  readonly has: (id: string) => boolean;
  readonly deliver: Deliver<T>;
  readonly call: CallContext;
}

/** What reading an interval did for the records wanted of it. Those in neither list were found, or the CRM failed. */
interface IntervalResult {
  /** Read to its end, and not there. */
  readonly missing: readonly DatedId[];
  /** Not read to its end, because that would have cost more than what is left of it. */
  readonly left: readonly DatedId[];
}

/** How many records intervals brought, and how many that exist they did not. */
interface Yield {
  readonly brought: number;
  readonly missed: number;
}

/** With so many records wanted, one call is well spent on finding out whether this works and how many there are in all. */
const fewestToExplore = 8;
/** Planning takes the square of this in steps. */
const mostPlannedAtOnce = 250;
const maxRounds = 3;

/**
 * Looks many records of one kind up by id, in the intervals of time in which their ids say that they were created, where
 * that is expected to cost fewer calls than one for each. The CRM has no look-up of several ids. What an interval does
 * not bring is looked up singly, so that the answer never depends on the method. Who wants the same ids at the same time
 * shares the work.
 */
export class BatchLookup<T extends { readonly id: string }> {
  readonly #arrivalRate = new ArrivalRate();
  readonly #recall = new IntervalRecall();
  readonly #underWay = new Map<string, SharedBatch<T>>();

  constructor(private readonly options: BatchLookupOptions<T>) {}

  /** Whether records wanted at about the same time are better looked up together. */
  get isWorthwhile(): boolean {
    return !this.#recall.isLost;
  }

  /**
   * Tells the record of each id, null for none, as soon as it is there, and the reason for those that cannot be had. Of an
   * id that is told more than once the first outcome counts.
   */
  find(ids: readonly string[], call: CallContext, deliver: Deliver<T>): void {
    const unknown: string[] = [];
    for (const id of new Set(ids)) {
      const known = this.options.known(id);
      if (known === undefined) unknown.push(id);
      else {
        call.onCacheHit?.();
        deliver(id, known);
      }
    }
    const [only, ...others] = unknown;
    if (only !== undefined && others.length === 0) this.#deliverOne(only, call, deliver);
    else if (only !== undefined) this.#join(unknown, call, deliver);
  }

  /** Invalidates what is under way: nobody joins it any more. */
  invalidateAll(): void {
    this.#underWay.clear();
  }

  /** Waits with whoever else wants these ids now. */
  #join(ids: readonly string[], call: CallContext, deliver: Deliver<T>): void {
    const batch = this.#batchOf(ids, call);
    const isLeft = (outcome: Outcome<T>): boolean => isWorthAnother(outcome, batch, call, this.options.clock.now());
    const pass: Deliver<T> = (id, outcome) => {
      if (isLeft(outcome)) this.#deliverOne(id, call, deliver);
      else deliver(id, outcome);
    };
    void batch.join(call, pass).then((fault) => {
      if (fault !== null) for (const id of ids) deliver(id, toError(fault));
    });
  }

  #deliverOne(id: string, call: CallContext, deliver: Deliver<T>): void {
    void this.options
      .findOne(id, call)
      .catch(toError)
      .then((outcome) => {
        deliver(id, outcome);
      });
  }

  #batchOf(ids: readonly string[], call: CallContext): SharedBatch<T> {
    const name = [...ids].sort().join(' ');
    const before = this.#underWay.get(name);
    if (before?.isOpen === true) return before;
    const batch = new SharedBatch<T>(
      call,
      this.options.clock,
      (deliver, own) => this.#findAll(ids, deliver, own),
      () => {
        if (this.#underWay.get(name) === batch) this.#underWay.delete(name);
      },
    );
    this.#underWay.set(name, batch);
    return batch;
  }

  async #findAll(ids: readonly string[], deliver: Deliver<T>, call: CallContext): Promise<void> {
    const delivered = new Set<string>();
    const run: Run<T> = {
      has: (id) => delivered.has(id),
      deliver: (id, outcome) => {
        delivered.add(id);
        deliver(id, outcome);
      },
      call,
    };
    const { dated, undated } = datedIds(ids, this.options.clock.now());
    const singles = this.#findSingly(undated, run);
    for (let at = 0; at < dated.length; at += mostPlannedAtOnce) {
      await this.#findTogether(dated.slice(at, at + mostPlannedAtOnce), run, 1);
    }
    await singles;
  }

  /** Delivers all of these, given in order of time: in intervals where that saves calls, and the others singly. */
  async #findTogether(wanted: readonly DatedId[], run: Run<T>, round: number): Promise<void> {
    const intervals = round > maxRounds || wanted.length < 2 ? [] : this.#choose(wanted);
    const parts = intervals.map(({ first, last }) => wanted.slice(first, last + 1));
    const tried = new Set(parts.flat());
    const untried = wanted.filter((each) => !tried.has(each));
    if (parts.length === 0 || this.#recall.isTested) {
      // Side by side, so that no answer waits for another one.
      const looks = parts.map((part) => this.#findInInterval(part, run, round));
      const singles = this.#findSingly(untried, run);
      this.#learnYield(await Promise.all(looks));
      await singles;
      return;
    }
    // Until the method has proved itself, what it does for the first interval decides about the others.
    const left: DatedId[] = [];
    for (const part of parts) {
      const result = await this.#readInterval(part, run);
      left.push(...result.left);
      this.#learnYield([await this.#settle(part, result, run)]);
    }
    const remaining = new Set([...untried, ...left]);
    await this.#findTogether(
      wanted.filter((each) => remaining.has(each)),
      run,
      round + 1,
    );
  }

  /** Delivers the records of one interval, however they are found. */
  async #findInInterval(part: readonly DatedId[], run: Run<T>, round: number): Promise<Yield> {
    const result = await this.#readInterval(part, run);
    const [yielded] = await Promise.all([
      this.#settle(part, result, run),
      this.#findTogether(result.left, run, round + 1),
    ]);
    return yielded;
  }

  /** Looks up singly what an interval should have brought; what exists all the same is a miss. */
  async #settle(part: readonly DatedId[], { missing, left }: IntervalResult, run: Run<T>): Promise<Yield> {
    const brought = part.filter(({ id }) => run.has(id)).length;
    const isLeft = new Set(left);
    // Besides the missing ones those that the CRM failed to list: it may be able to find them.
    const open = part.filter((each) => !run.has(each.id) && !isLeft.has(each));
    const found = new Set(await this.#findSingly(open, run));
    return { brought, missed: missing.filter(({ id }) => found.has(id)).length };
  }

  /** The intervals to read next. Until the method has proved itself, one. */
  #choose(wanted: readonly DatedId[]): readonly PlannedInterval[] {
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

  #plan(wanted: readonly DatedId[]): IntervalPartition {
    const second = (index: number): number => wanted[index]?.second ?? 0;
    return partitionIntervals(wanted.length, (first, last) => {
      const estimate = this.#arrivalRate.estimate(intervalSpan(second(first), second(last)));
      return intervalCost(last - first + 1, estimate, this.#recall.share);
    });
  }

  async #readInterval(part: readonly DatedId[], run: Run<T>): Promise<IntervalResult> {
    const { listCreatedBetween, isWhole } = this.options;
    const span = intervalSpan(part[0]?.second ?? 0, part.at(-1)?.second ?? 0);
    const wanted = new Set(part.map(({ id }) => id));
    let open = part;
    let firstId: string | null = null;
    for (let number = 1; ; number += 1) {
      let page: SourcedPage<T>;
      try {
        page = await listCreatedBetween(span, { page: number, limit: maxPageLimit }, run.call);
      } catch (error) {
        // A tenant that refuses the question will refuse it again; one that cannot answer now may answer later.
        return { missing: isRefusal(error) ? open : [], left: [] };
      }
      this.#learnRate(span, number, page);
      for (const row of page.rows) {
        if (row !== null && wanted.has(row.id) && !run.has(row.id) && isWhole(row)) run.deliver(row.id, row);
      }
      open = open.filter(({ id }) => !run.has(id));
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

  #learnRate(span: InstantSpan, number: number, { rows, totalRecords }: SourcedPage<T>): void {
    const isAll = number === 1 && rows.length < maxPageLimit;
    const total = isAll ? rows.length : totalRecords;
    if (total !== null) this.#arrivalRate.learn(span, total);
  }

  #learnYield(yields: readonly Yield[]): void {
    const sum = (count: (one: Yield) => number): number => yields.reduce((total, one) => total + count(one), 0);
    this.#recall.learn({ brought: sum(({ brought }) => brought), missed: sum(({ missed }) => missed) });
  }

  #furtherPages({ rows, totalRecords }: SourcedPage<T>, number: number, span: InstantSpan): number {
    // A page that is not full is the last one, whatever the total says.
    if (rows.length < maxPageLimit) return 0;
    const total = totalRecords ?? Math.max(this.#arrivalRate.estimate(span).rows, number * maxPageLimit + 1);
    return Math.max(0, Math.ceil(total / maxPageLimit) - number);
  }

  /** Looks each up by itself and delivers it. Returns the ids of the records that exist; never rejects. */
  async #findSingly(ids: readonly { readonly id: string }[], run: Run<T>): Promise<readonly string[]> {
    const found = await Promise.all(
      ids.map(async ({ id }) => {
        const outcome = await this.options.findOne(id, run.call).catch(toError);
        run.deliver(id, outcome);
        return outcome === null || outcome instanceof Error ? [] : [id];
      }),
    );
    return found.flat();
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Reading failed.', { cause: error });
}
