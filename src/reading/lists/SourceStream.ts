import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { Source } from '../planning/Candidate.js';
import { pagesOf } from '../planning/expectedCalls.js';
import { pageFor, widestPage } from '../planning/pageFor.js';
import type { SourcedPage } from '../PageReader.js';
import { tagOf, type Place } from './cursor.js';
import { type Bookmark, findStart, type PageRows } from './findStart.js';
import type { PageHabits } from './PageHabits.js';

export interface StreamRow<T> {
  /** Null for a row without a usable id. */
  readonly row: T | null;
  readonly position: number;
}

/** What a page has shown to be wrong with the list. */
export interface PageFindings {
  /** Rows may have been passed over or shown before. */
  readonly isMoved: boolean;
  /** The CRM's total and its rows contradict each other. */
  readonly isTotalDisproved: boolean;
  /** The CRM says that there are more rows than it sent. */
  readonly isCutShort: boolean;
}

/** Longer windows fit no single page for sure. */
const longestWindow = 125;

/** One list of the CRM, read from a place on, page by page, and consumed row by row. Knows no more than its pages. */
export class SourceStream<Field extends string, T extends { readonly id: string }> {
  readonly #rows: StreamRow<T>[] = [];
  readonly #bookmark: Omit<Bookmark, 'place'> | null;
  #next = 0;
  #place: Place;
  /** The position behind the last row read. */
  #end: number;
  /** Where the first record of each page stood. */
  readonly #starts = new Map<string, number>();
  #isPlaced: boolean;
  /** Whether all that comes was not shown before. */
  #isPastShown: boolean;
  #pages = 0;
  #isExhausted = false;
  #total: number | null = null;

  constructor(
    readonly source: Source<Field>,
    place: Place,
    bookmark: Omit<Bookmark, 'place'> | null,
    private readonly habits: PageHabits,
  ) {
    this.#place = place;
    this.#end = place.position;
    this.#bookmark = bookmark;
    this.#isPlaced = bookmark === null || place.tag === null;
    this.#isPastShown = this.#isPlaced;
  }

  /** Where consuming stands. */
  get place(): Place {
    return this.#place;
  }

  /** The next row; undefined when another page has to be read first, or none is left. */
  get head(): StreamRow<T> | undefined {
    return this.#rows[this.#next];
  }

  /** Rows read and not consumed. */
  get ahead(): readonly StreamRow<T>[] {
    return this.#rows.slice(this.#next);
  }

  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  get isRead(): boolean {
    return this.#pages > 0;
  }

  /** How many rows there are in all, where the CRM says so without contradiction or the end was seen. */
  get total(): number | null {
    return this.#total;
  }

  /**
   * Calls that reading on to the end takes at least, as far as the total tells. Where the CRM does not count, as many
   * again as were made: whoever doubles is never off by more than that.
   */
  get callsToEnd(): number {
    if (this.#isExhausted) return 0;
    if (this.#total === null) return Math.max(1, this.#pages);
    return pagesOf(this.#total - this.#end);
  }

  take(): void {
    const row = this.head;
    if (row === undefined) return;
    this.#next += 1;
    this.#place = { position: row.position + 1, tag: row.row === null ? '' : tagOf(row.row.id) };
  }

  /** The page to read next: one that holds `wanted` rows more if there is one, or the widest one. */
  nextPage(wanted: number | null): PageRequest {
    const from = this.#from;
    const length = wanted === null ? Infinity : this.#end - from + wanted;
    const best = (length <= longestWindow ? pageFor({ offset: from, first: length }) : widestPage(from)).page;
    const { ownLength } = this.habits;
    if (ownLength === null) return best;
    const page = Math.floor(from / ownLength) + 1;
    // Where the CRM's own page begins the same, a shorter one costs nothing and tells whether it is heeded again.
    return page === best.page && best.limit < ownLength ? best : { page, limit: Math.min(ownLength, maxPageLimit) };
  }

  accept(page: SourcedPage<T>, request: PageRequest): PageFindings {
    this.habits.learn(page, request);
    this.#pages += 1;
    const ids = page.rows.map((row) => row?.id ?? null);
    const start = this.#startOf(page, request);
    // Of a length other than asked for, and thus another stretch of the list: now the right page can be asked for.
    const isElsewhere = start > this.#from || start + ids.length <= this.#from;
    if (isElsewhere && this.habits.ownLength !== null && this.nextPage(null).page !== request.page) {
      return { isMoved: false, isTotalDisproved: false, isCutShort: false };
    }
    if (this.#isRepeated(ids[0] ?? null, start)) {
      this.#isExhausted = true;
      return { isMoved: true, isTotalDisproved: false, isCutShort: true };
    }
    const isMoved = !this.#takeIn(page.rows, { start, ids });
    return { isMoved, ...this.#count(page, start, request.limit) };
  }

  /** Queues the rows behind the place; whether it is certain that these are all of them and none is there again. */
  #takeIn(rows: SourcedPage<T>['rows'], { start, ids }: Omit<PageRows, 'shownUpTo'>): boolean {
    let from = Math.max(this.#end, start);
    let isCertain = true;
    if (!this.#isPastShown && this.#bookmark !== null) {
      const shownUpTo = this.#isPlaced ? this.#end : 0;
      const found = findStart({ start, shownUpTo, ids }, { place: this.#place, ...this.#bookmark });
      from = Math.max(found.position, shownUpTo);
      isCertain = found.isCertain;
      this.#isPlaced = true;
      this.#isPastShown = found.isReached;
    }
    rows.forEach((row, index) => {
      const position = start + index;
      if (position >= from) this.#rows.push({ row, position });
    });
    this.#end = Math.max(from, start + ids.length);
    return isCertain;
  }

  /** Where the next page has to begin: the row before the place comes along, to see whether it is still there. */
  get #from(): number {
    return this.#isPlaced ? this.#end : this.#end - 1;
  }

  /** The position of a page's first row. */
  #startOf({ rows, totalRecords }: SourcedPage<T>, { page, limit }: PageRequest): number {
    // The whole list at once, whichever page was asked for.
    if (rows.length > limit && rows.length === totalRecords) return 0;
    return (page - 1) * (this.habits.ownLength ?? limit);
  }

  /** Whether the CRM answered with a page that was read before, although it was asked for another: it has no other. */
  #isRepeated(first: string | null, start: number): boolean {
    if (first === null) return false;
    const before = this.#starts.get(first) ?? start;
    this.#starts.set(first, before);
    return before !== start;
  }

  #count(page: SourcedPage<T>, start: number, limit: number): Omit<PageFindings, 'isMoved'> {
    const seen = start + page.rows.length;
    const isLast = page.rows.length < limit && !page.isOverfull;
    const claimed = page.totalRecords;
    // An empty page behind the first one only tells that the list ends somewhere before it.
    const isCounted = isLast && (page.rows.length > 0 || start === 0);
    this.#isExhausted = isLast || (claimed !== null && claimed <= seen && (!page.isOverfull || claimed === seen));
    if (claimed === null) {
      this.#total = isCounted ? seen : null;
      return { isTotalDisproved: false, isCutShort: false };
    }
    const isRecounted = this.#total !== null && this.#total !== claimed;
    const isDisproved = isCounted ? claimed !== seen : isLast ? claimed > start : claimed < seen;
    this.#total = isDisproved ? null : claimed;
    return { isTotalDisproved: isDisproved || isRecounted, isCutShort: isLast && claimed > seen };
  }
}
