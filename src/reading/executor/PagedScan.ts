import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { SourcedPage } from '../PageReader.js';
import type { Scan } from '../planner/AccessPath.js';
import { pagesOf } from '../planner/cost.js';
import { longestWindow, pageFor, widestPage } from '../planner/pageFor.js';
import type { PageLengths } from './PageLengths.js';
import type { Place } from './ResumeToken.js';
import { RepeatProof } from './RepeatProof.js';
import { RowQueue } from './RowQueue.js';
import { nothingFound, type PageFindings, type ScanReader } from './ScanReader.js';
import { type Anchor, type PageRows, seek } from './seek.js';

/** One list of the CRM, read from a place on. Knows no more than its pages. */
export class PagedScan<SearchField extends string, T extends { readonly id: string }> implements ScanReader<
  SearchField,
  T
> {
  readonly isBackward = false;
  readonly isEndUnknown = false;
  readonly #rows = new RowQueue<T>();
  readonly #anchor: Omit<Anchor, 'place'> | null;
  #place: Place;
  /** The position behind the last row read. */
  #end: number;
  /** Where each record stood that was read. */
  readonly #positions = new Map<string, number>();
  /** A page that may be the last one of the list come again, while other pages are read to tell. */
  #proof: RepeatProof<T> | null = null;
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
  #isLongestCertain = false;
  /** Whether the first page of the list has to tell how long pages are, before any other can be placed. */
  #isLookingAtStart = false;
  /** Whether the first page came so and nobody knows whether it was the end of the list. */
  #isEndUnconfirmed = false;
  /** Where the nearest page ended that the CRM would not send although its total says that it has rows. */
  #deniedEnd = Infinity;
  /** The page that was asked for last, and how far reading was then. */
  #lastMark = '';

  constructor(
    readonly scan: Scan<SearchField>,
    place: Place,
    anchor: Omit<Anchor, 'place'> | null,
    private readonly lengths: PageLengths,
    knownTotal: number | null,
  ) {
    this.#claimed = knownTotal;
    this.#place = place;
    this.#end = place.position;
    this.#anchor = anchor;
    this.#isPlaced = anchor === null || place.anchorId === null;
    this.#isPastShown = this.#isPlaced;
  }

  get place(): Place {
    return this.#place;
  }

  get head(): T | null | undefined {
    return this.#rows.head;
  }

  get ahead(): readonly (T | null)[] {
    return this.#rows.ahead;
  }

  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  get isRead(): boolean {
    return this.#pages > 0;
  }

  get isDenied(): boolean {
    return this.#deniedEnd < Infinity || this.#proof !== null;
  }

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
    this.#place = this.#rows.take() ?? this.#place;
  }

  nextPage(wanted: number | null): PageRequest {
    if (this.#proof !== null) return this.#proof.next;
    const from = this.#from;
    if (this.#deniedEnd < Infinity) return widestPage(from, { end: this.#reachableEnd(from) }).page;
    if (this.#isLookingAtStart) return { page: 1, limit: maxPageLimit };
    if (this.#longest !== null) {
      // Only a first page tells how long the CRM's own pages are; of others it is known that they are no longer.
      return this.#isLongestCertain
        ? { page: Math.floor(from / this.#longest) + 1, limit: this.#longest }
        : widestPage(from, { longest: this.#longest }).page;
    }
    const length = wanted === null ? Infinity : this.#end - from + wanted;
    const best = (length <= longestWindow ? pageFor({ offset: from, first: length }) : widestPage(from)).page;
    const { ownLength } = this.lengths;
    if (ownLength === null) return best;
    const page = Math.floor(from / ownLength) + 1;
    // The first page begins the same whatever its length.
    return page === 1 && best.page === 1 && best.limit < ownLength
      ? best
      : { page, limit: Math.min(ownLength, maxPageLimit) };
  }

  accept(page: SourcedPage<T>, request: PageRequest): PageFindings {
    const isContradicted = this.lengths.learn(page, request);
    const findings = this.#takePage(page, request);
    return isContradicted ? { ...findings, isContradicted } : findings;
  }

  #takePage(answer: SourcedPage<T>, request: PageRequest): PageFindings {
    this.#pages += 1;
    if (this.#proof !== null) return this.#takeProof(this.#proof, answer);
    const start = this.#startOf(answer, request);
    const page = this.#withoutRepeated(answer, start, request);
    const ids = page.rows.map((row) => row?.id ?? null);
    if (this.#isInCircle(request)) return this.#giveUp();
    if (this.#isLostAtOnce(page, start, request)) {
      this.#isLookingAtStart = true;
      return nothingFound;
    }
    if (this.#isLookingAtStart) this.#learnFromStart(ids.length);
    if (this.#isDenied(page, start)) return this.#onDenied(request);
    const isRepeated = this.#isRepeated(ids, start);
    if (!isRepeated && this.#isOfDoubtfulPlace(page, start, request)) {
      this.#longest = ids.length;
      this.#isLongestCertain = false;
      return nothingFound;
    }
    if (!isRepeated && this.#isJump(page, start)) {
      this.#proof = RepeatProof.ofJump(page, request, this.lengths);
      return nothingFound;
    }
    return this.#takePlaced(page, request);
  }

  /** Takes in a page of which it is known where in the list it lies, or that its place does not matter. */
  #takePlaced(page: SourcedPage<T>, request: PageRequest): PageFindings {
    const ids = page.rows.map((row) => row?.id ?? null);
    const start = this.#startOf(page, request);
    const isRepeated = this.#isRepeated(ids, start);
    const isContradicted = !isRepeated && this.#confirmEnd(ids.length, start);
    // Of a length other than asked for, and thus another stretch of the list: now the right page can be asked for.
    const isElsewhere = start > this.#from || start + ids.length <= this.#from;
    if (isElsewhere && this.lengths.ownLength !== null && this.nextPage(null).page !== request.page) {
      return nothingFound;
    }
    if (isRepeated) return this.#onRepeated(page, request);
    const isMoved = !this.#takeIn(page.rows, { start, ids });
    return { isMoved, isContradicted, ...this.#count(page, start, request.limit) };
  }

  /** Queues the rows behind the place; whether it is certain that these are all of them and none is there again. */
  #takeIn(rows: SourcedPage<T>['rows'], { start, ids }: Omit<PageRows, 'shownUpTo'>): boolean {
    let from = Math.max(this.#end, start);
    let isCertain = true;
    if (!this.#isPastShown && this.#anchor !== null) {
      const shownUpTo = this.#isPlaced ? this.#end : 0;
      const found = seek({ start, shownUpTo, ids }, { place: this.#place, ...this.#anchor });
      from = Math.max(found.position, shownUpTo);
      isCertain = found.isCertain;
      this.#isPlaced = true;
      this.#isPastShown = found.isReached;
    }
    rows.forEach((row, index) => {
      const position = start + index;
      if (row !== null) this.#positions.set(row.id, position);
      if (position >= from) this.#rows.push(row, position + 1);
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
    return (page - 1) * (this.lengths.ownLength ?? limit);
  }

  /** A page without the rows of the list's last page, where the CRM sends these for a page that its total says is beyond it. */
  #withoutRepeated(page: SourcedPage<T>, start: number, { limit }: PageRequest): SourcedPage<T> {
    const { rows, totalRecords } = page;
    if (totalRecords === null || totalRecords === 0 || start < totalRecords) return page;
    const length = this.lengths.ownLength ?? limit;
    return rows.length === totalRecords - length * (Math.ceil(totalRecords / length) - 1)
      ? { ...page, rows: [] }
      : page;
  }

  /** Whether nothing tells that a page lies where it was asked for: no page before it was read, and it has no total. */
  #isJump({ rows, totalRecords }: SourcedPage<T>, start: number): boolean {
    // Who goes on from a cursor has its row on the page.
    if (this.#anchor !== null || totalRecords !== null || start <= Math.max(0, this.#seenEnd)) return false;
    return this.lengths.beyondEnd !== 'nothing' && rows.some((row) => row !== null);
  }

  #takeProof(proof: RepeatProof<T>, page: SourcedPage<T>): PageFindings {
    const verdict = proof.judge(page);
    if (verdict === 'open') return nothingFound;
    this.#proof = null;
    if (verdict === 'inPlace') return this.#takePlaced(proof.page, proof.request);
    return verdict === 'beyondEnd' ? this.#endBefore(proof.page) : { ...this.#giveUp(), isMoved: true };
  }

  /** Whether the CRM answered with rows that were read before, although it was asked for others: it has no others. */
  #isRepeated(ids: readonly (string | null)[], start: number): boolean {
    const known = ids.flatMap((id, index) =>
      id === null ? [] : [{ before: this.#positions.get(id), at: start + index }],
    );
    const [first, last] = [known[0], known.at(-1)];
    return first?.before !== undefined && first.before !== first.at && last?.before !== undefined;
  }

  #onRepeated(page: SourcedPage<T>, request: PageRequest): PageFindings {
    const { beyondEnd, arePagesHeeded } = this.lengths;
    const isLast = page.totalRecords === null && (this.#claimed ?? 0) <= this.#seenEnd && this.#isLastRead(page);
    if (!isLast || beyondEnd === 'nothing') return { ...this.#giveUp(), isMoved: true, isTotalDisproved: false };
    if (arePagesHeeded || page.rows.length === 1) return this.#endBefore(page);
    this.#proof = RepeatProof.ofFirstPageAgain(page, request, this.lengths);
    return nothingFound;
  }

  /** Ends the list before a page for which the CRM sent the last one once more. */
  #endBefore(page: SourcedPage<T>): PageFindings {
    this.lengths.onLastPageRepeated();
    this.#isExhausted = true;
    this.#total = null;
    if (!this.#isLastRead(page)) return nothingFound;
    this.#total = this.#seenEnd;
    this.#confirmEnd(0, this.#seenEnd);
    return nothingFound;
  }

  /** Whether a page ends with the row that was read last. */
  #isLastRead({ rows }: SourcedPage<T>): boolean {
    const last = rows.findLast((row) => row !== null);
    return last !== undefined && this.#positions.get(last.id) === this.#seenEnd - 1;
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
    if (this.lengths.ownLength === null && this.#deniedEnd > this.#from + 1) return nothingFound;
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

  /** Learns from a page behind a short first page whether that was the end of the list; whether this contradicts the tenant. */
  #confirmEnd(rows: number, start: number): boolean {
    if (!this.#isEndUnconfirmed || this.#longest === null) return false;
    // A page further on that is empty says nothing of those between.
    if (rows === 0 && start !== this.#seenEnd) return false;
    this.#isEndUnconfirmed = false;
    if (rows > 0) return this.lengths.onCut(this.#longest);
    this.lengths.onEndConfirmed(this.#longest);
    return false;
  }

  /**
   * Whether the place of a page's rows is uncertain: a CRM that cuts its pages would count them in shorter ones. It is
   * read again in pages no longer than that. The first page begins where it begins.
   */
  #isOfDoubtfulPlace({ rows, totalRecords, isOverfull }: SourcedPage<T>, start: number, request: PageRequest): boolean {
    if (request.page === 1 || isOverfull || rows.length === 0 || rows.length >= request.limit) return false;
    return totalRecords !== start + rows.length && !this.lengths.isEnd(rows.length);
  }

  /**
   * Whether the first page to be read, which is not the list's first one, came shorter than asked for and nothing says
   * that the list ends there: it may as well be another stretch of the list, in pages of the CRM's own length.
   */
  #isLostAtOnce({ rows, totalRecords, isOverfull }: SourcedPage<T>, start: number, request: PageRequest): boolean {
    // Who goes on from a cursor has been there, and may afford one call only.
    if (this.#anchor !== null || this.#pages > 1) return false;
    if (request.page === 1 || isOverfull || rows.length >= request.limit) return false;
    if (this.lengths.ownLength !== null || this.lengths.isAsAsked) return false;
    if (rows.length === 0) return totalRecords === null || totalRecords > start;
    return totalRecords !== start + rows.length;
  }

  /** The pages of the list are as long as its first one, if that is not all of it. */
  #learnFromStart(rows: number): void {
    this.#isLookingAtStart = false;
    this.#longest = rows > 0 ? Math.min(rows, maxPageLimit) : null;
    this.#isLongestCertain = true;
  }

  #count(page: SourcedPage<T>, start: number, limit: number): Omit<PageFindings, 'isMoved'> {
    const { rows, totalRecords: claimed } = page;
    const seen = start + rows.length;
    const isShort = rows.length < limit && !page.isOverfull;
    const known = claimed ?? this.#claimed;
    // The CRM may have sent fewer rows than there are: its total says so, or nothing says that it has not.
    const isDoubtful =
      known === null || known < seen ? claimed === null && !this.lengths.isEnd(rows.length) : known > seen;
    const mayGoOn = isShort && rows.length > 0 && isDoubtful;
    if (mayGoOn) {
      this.#longest = rows.length;
      this.#isLongestCertain = start === 0;
      this.#isEndUnconfirmed = start === 0;
    }
    const isLast = isShort && !mayGoOn;
    // An empty page only tells that the list ends somewhere before it, unless it follows the rows that were seen.
    const isCounted = isLast && (rows.length > 0 || start === 0 || start === this.#seenEnd);
    if (isLast && rows.length === 0 && claimed === null && this.#seenEnd > 0) this.lengths.onNothingBeyondEnd();
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
