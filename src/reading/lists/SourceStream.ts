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

const nothingFound: PageFindings = { isMoved: false, isTotalDisproved: false, isCutShort: false };

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
  /** The position behind the last row that the CRM sent; -1 before the first one. */
  #seenEnd = -1;
  /** The total that the CRM named last, or was known to name before; null where it names none. */
  #claimed: number | null;
  /** The longest page to ask for, where a page came shorter than asked for and the CRM may cut pages at that length. */
  #longest: number | null = null;
  /** Whether the first page came so and nobody knows whether it was the end of the list. */
  #isEndUnconfirmed = false;
  /** Where the nearest page ended that the CRM would not send although its total says that it has rows. */
  #deniedEnd = Infinity;
  /** The page that was asked for last, and how far reading was then. */
  #lastMark = '';

  constructor(
    readonly source: Source<Field>,
    place: Place,
    bookmark: Omit<Bookmark, 'place'> | null,
    private readonly habits: PageHabits,
    knownTotal: number | null,
  ) {
    this.#claimed = knownTotal;
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
    if (this.#deniedEnd < Infinity) return widestPage(from, { end: this.#reachableEnd(from) }).page;
    if (this.#longest !== null) return widestPage(from, { longest: this.#longest }).page;
    const length = wanted === null ? Infinity : this.#end - from + wanted;
    const best = (length <= longestWindow ? pageFor({ offset: from, first: length }) : widestPage(from)).page;
    const { ownLength } = this.habits;
    if (ownLength === null) return best;
    const page = Math.floor(from / ownLength) + 1;
    // The first page begins the same whatever its length.
    return page === 1 && best.page === 1 && best.limit < ownLength
      ? best
      : { page, limit: Math.min(ownLength, maxPageLimit) };
  }

  accept(page: SourcedPage<T>, request: PageRequest): PageFindings {
    this.habits.learn(page, request);
    this.#pages += 1;
    const ids = page.rows.map((row) => row?.id ?? null);
    const start = this.#startOf(page, request);
    if (this.#isInCircle(request)) return this.#giveUp();
    if (this.#isDenied(page, start)) return this.#onDenied(request);
    if (this.#isOfDoubtfulPlace(page, start, request)) {
      this.#longest = ids.length;
      return nothingFound;
    }
    this.#confirmEnd(ids.length);
    // Of a length other than asked for, and thus another stretch of the list: now the right page can be asked for.
    const isElsewhere = start > this.#from || start + ids.length <= this.#from;
    if (isElsewhere && this.habits.ownLength !== null && this.nextPage(null).page !== request.page) {
      return nothingFound;
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

  /** Where a page may end when those that end further on were denied: at the end of the list, or half as far. */
  #reachableEnd(from: number): number {
    const half = from + Math.max(1, Math.floor((this.#deniedEnd - from) / 2));
    const total = this.#claimed ?? 0;
    return total > from && total < this.#deniedEnd ? total : half;
  }

  /** Whether a page is empty and says nothing, while the total that the CRM named says that it has rows. */
  #isDenied({ rows, totalRecords }: SourcedPage<T>, start: number): boolean {
    return rows.length === 0 && totalRecords === null && start > 0 && (this.#claimed ?? 0) > start;
  }

  /** Has a shorter page asked for, as long as there is one. */
  #onDenied({ page, limit }: PageRequest): PageFindings {
    this.#deniedEnd = page * limit;
    // Pages of the CRM's own length cannot be had shorter.
    if (this.habits.ownLength === null && this.#deniedEnd > this.#from + 1) return nothingFound;
    return this.#giveUp();
  }

  /** Ends the list where it is, although the CRM may have more of it. */
  #giveUp(): PageFindings {
    this.#isExhausted = true;
    this.#total = null;
    return { isMoved: false, isTotalDisproved: true, isCutShort: true };
  }

  /** Whether the same page was asked for before and brought nothing: it would be asked for without end. */
  #isInCircle({ page, limit }: PageRequest): boolean {
    const mark = `${page} of ${limit} at ${this.#end}`;
    const isSame = mark === this.#lastMark;
    this.#lastMark = mark;
    return isSame;
  }

  /** Learns from the page behind a first page that was shorter than asked for whether that was the end of the list. */
  #confirmEnd(rows: number): void {
    if (!this.#isEndUnconfirmed || this.#longest === null) return;
    this.#isEndUnconfirmed = false;
    if (rows > 0) this.habits.onCut(this.#longest);
    else this.habits.onEndConfirmed(this.#longest);
  }

  /**
   * Whether the place of a page's rows is uncertain: a CRM that cuts its pages would count them in shorter ones. It is
   * read again in pages no longer than that. The first page begins where it begins.
   */
  #isOfDoubtfulPlace({ rows, totalRecords, isOverfull }: SourcedPage<T>, start: number, request: PageRequest): boolean {
    if (request.page === 1 || isOverfull || rows.length === 0 || rows.length >= request.limit) return false;
    return totalRecords !== start + rows.length && !this.habits.isEnd(rows.length);
  }

  #count(page: SourcedPage<T>, start: number, limit: number): Omit<PageFindings, 'isMoved'> {
    const { rows, totalRecords: claimed } = page;
    const seen = start + rows.length;
    const isShort = rows.length < limit && !page.isOverfull;
    const known = claimed ?? this.#claimed;
    // The CRM may have sent fewer rows than there are: its total says so, or nothing says that it has not.
    const isDoubtful =
      known === null || known < seen ? claimed === null && !this.habits.isEnd(rows.length) : known > seen;
    const mayGoOn = isShort && rows.length > 0 && isDoubtful;
    if (mayGoOn) {
      this.#longest = rows.length;
      this.#isEndUnconfirmed = start === 0;
    }
    const isLast = isShort && !mayGoOn;
    // An empty page only tells that the list ends somewhere before it, unless it follows the rows that were seen.
    const isCounted = isLast && (rows.length > 0 || start === 0 || start === this.#seenEnd);
    if (rows.length > 0) this.#seenEnd = seen;
    this.#claimed = known;
    this.#isExhausted = isLast || (claimed !== null && claimed <= seen && (!page.isOverfull || claimed === seen));
    const isCutShort = isLast && known !== null && known > seen;
    if (claimed === null) {
      this.#total = isCounted && !isCutShort ? seen : null;
      return { isTotalDisproved: isCutShort, isCutShort };
    }
    const isRecounted = this.#total !== null && this.#total !== claimed;
    const isDisproved = isCounted ? claimed !== seen : isLast ? claimed > start : claimed < seen;
    this.#total = isDisproved ? null : claimed;
    return { isTotalDisproved: isDisproved || isRecounted, isCutShort };
  }
}
