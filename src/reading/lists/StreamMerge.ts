import { compareIds, directionOf, isTrusted, type RecordOrder, stepsToTrust } from '../planning/recordOrder.js';
import { type CursorPlace, encodeCursor, finished, nobody, type Place } from './cursor.js';
import { isBehind } from './findStart.js';
import type { PageHabits } from './PageHabits.js';
import { SourceStream, type StreamRow } from './SourceStream.js';
import type { Candidate, Source } from '../planning/Candidate.js';

export interface MergedRow<Field extends string, T extends { readonly id: string }> {
  readonly stream: SourceStream<Field, T>;
  readonly row: T | null;
}

/** What is known of the CRM's pages before any is read. */
export interface KnownPages<Field extends string> {
  readonly habits: PageHabits;
  /** How many rows the CRM said not long ago that a source has; null when it did not. */
  readonly knownTotal: (source: Source<Field>) => number | null;
}

/**
 * The lists of a plan's sources as one, in the order of the records. The order is read off the rows: the CRM publishes
 * none. Where its lists keep to no order, every row still comes exactly once, each list in the CRM's own order.
 */
export class StreamMerge<Field extends string, T extends { readonly id: string }> {
  readonly #candidate: Candidate<Field>;
  /** Null for a source of which everything was read before. */
  readonly #streams: readonly (SourceStream<Field, T> | null)[];
  /** The streams that are left. */
  readonly open: readonly SourceStream<Field, T>[];
  #order: RecordOrder;
  #isDirectionKnown: boolean;
  /** The record behind which the list goes on; null from its start, and where reading stopped before its first record. */
  readonly #resumedBehind: string | null;
  #lastId: string;

  constructor(
    candidate: Candidate<Field>,
    start: Place,
    resume: CursorPlace | null,
    { habits, knownTotal }: KnownPages<Field>,
  ) {
    this.#candidate = candidate;
    const bookmark = resume === null ? null : { ...resume, isOneOfSeveral: candidate.sources.length > 1 };
    this.#streams = candidate.sources.map((source, index) => {
      const place = resume === null ? start : (resume.places[index] ?? start);
      return place === finished
        ? null
        : new SourceStream<Field, T>(source, place, bookmark, habits, knownTotal(source));
    });
    this.open = this.#streams.filter((stream) => stream !== null);
    // Ids are read in the order of their records, so that none is asked for before it is due.
    const isById = candidate.field === 'id';
    this.#order = resume?.order ?? { direction: 1, steps: isById ? stepsToTrust : 0 };
    this.#isDirectionKnown = resume !== null || isById;
    this.#lastId = resume?.recordId ?? nobody;
    this.#resumedBehind = this.#lastId === nobody ? null : this.#lastId;
  }

  get isEnded(): boolean {
    return this.open.every((stream) => stream.isExhausted && stream.head === undefined);
  }

  /** The streams that need another page before the next row can be told; of ids no more than the window can take. */
  hungry(wanted: number): readonly SourceStream<Field, T>[] {
    const dry = this.open.filter((stream) => !stream.isExhausted && stream.head === undefined);
    return this.#candidate.field === 'id' ? dry.slice(0, Math.max(1, wanted)) : dry;
  }

  /** Learns from the rows of a page in which order the CRM lists. */
  learnOrder(rows: readonly (T | null)[]): void {
    const ids = rows.flatMap((row) => (row === null ? [] : [row.id]));
    if (ids.length < 2) return;
    const direction = directionOf(ids);
    if (direction !== null && !this.#isDirectionKnown) {
      this.#order = { ...this.#order, direction };
      this.#isDirectionKnown = true;
    }
    const { steps } = this.#order;
    const isKept = direction === this.#order.direction && steps !== null;
    this.#order = { ...this.#order, steps: isKept ? Math.min(stepsToTrust, steps + ids.length - 1) : null };
  }

  /** The next row of all; undefined while some list that could hold it has to be read on, and at the end. */
  next(): MergedRow<Field, T> | undefined {
    let best: { readonly stream: SourceStream<Field, T>; readonly head: StreamRow<T> } | undefined;
    for (const stream of this.open) {
      const { head } = stream;
      if (head === undefined) {
        if (stream.isExhausted) continue;
        // Ids stand in the order of their records: what has to be read on comes after what was found so far.
        if (this.#candidate.field === 'id' && best !== undefined) break;
        return undefined;
      }
      if (best === undefined || this.#isBefore(head.row, best.head.row)) best = { stream, head };
    }
    return best === undefined ? undefined : { stream: best.stream, row: best.head.row };
  }

  /** Consumes a row that `next` returned. */
  take({ stream, row }: MergedRow<Field, T>): void {
    // From here on the direction is what rows were merged by, whatever later pages show.
    this.#isDirectionKnown = true;
    stream.take();
    if (row !== null) this.#lastId = row.id;
  }

  /**
   * Whether a row was shown on an earlier page: in a list made of several, a record may move from one of them to
   * another one, or be on both unless they are `disjoint`. `perhaps` while too few rows have told their order, and
   * where they keep to none and one of them may be further behind than another that has the same record.
   */
  wasShown(row: T | null, areDisjoint: boolean): 'yes' | 'no' | 'perhaps' {
    if (row === null || this.#resumedBehind === null || this.#streams.length === 1) return 'no';
    if (row.id === this.#resumedBehind) return 'yes';
    if (this.#order.steps === null) return areDisjoint ? 'no' : 'perhaps';
    if (isBehind(row.id, this.#resumedBehind, this.#order)) return 'no';
    return isTrusted(this.#order) ? 'yes' : 'perhaps';
  }

  /** Passes over a row that is not to be shown again. */
  pass({ stream }: MergedRow<Field, T>): void {
    stream.take();
  }

  /** A cursor behind everything consumed. */
  cursor(list: string): string {
    return encodeCursor({
      list,
      field: this.#candidate.field,
      order: this.#order,
      recordId: this.#lastId,
      places: this.#streams.map((stream) => (stream === null || this.#isFinished(stream) ? finished : stream.place)),
    });
  }

  /** A record with a value of its own cannot turn up under another one later. */
  #isFinished(stream: SourceStream<Field, T>): boolean {
    return this.#candidate.isUnique && stream.isRead && stream.isExhausted && stream.head === undefined;
  }

  /** Rows without an id come at once, in the place the CRM gave them. */
  #isBefore(a: T | null, b: T | null): boolean {
    if (b === null) return false;
    return a === null || compareIds(a.id, b.id) * this.#order.direction < 0;
  }
}
