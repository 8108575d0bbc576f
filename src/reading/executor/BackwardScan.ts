import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { SourcedPage } from '../PageReader.js';
import type { Scan } from '../planner/AccessPath.js';
import { pagesOf } from '../planner/cost.js';
import { deepestPage, longestWindow, pageFor } from '../planner/pageFor.js';
import type { PageLengths } from './PageLengths.js';
import { PagedScan } from './PagedScan.js';
import { type Place, type ScanPlace, unread } from './ResumeToken.js';
import { RowQueue } from './RowQueue.js';
import { nothingFound, type PageFindings, type ScanReader } from './ScanReader.js';
import { type Anchor, seek } from './seek.js';

/** Rows that may have come in since the total was remembered, and still be on the page that holds the last ones. */
const slackRows = 25;
/** Times that the end is looked for again, because the list has become longer or shorter. */
const maxLooks = 3;

export interface BackwardOptions<SearchField extends string, T extends { readonly id: string }> {
  readonly lengths: PageLengths;
  /** Where reading stopped earlier; null for the end of the list. */
  readonly resume: { readonly place: Place; readonly anchor: Omit<Anchor, 'place'> } | null;
  /** How many rows the CRM said not long ago that the list has; null when it did not. */
  readonly knownTotal: number | null;
  /** The first page of the list, where it was read. */
  readonly begun: PagedScan<SearchField, T> | null;
  /** Rows to pass over at the end of the list. */
  readonly passOver: number;
}

/**
 * One list of the CRM, read from its end: the CRM pages from the start, so the last page is found by the total. Positions
 * count from the start, so that rows that come in at the end meanwhile move nothing. Where the CRM does not say how many
 * rows there are, the list is read from its start to its end first.
 */
export class BackwardScan<SearchField extends string, T extends { readonly id: string }> implements ScanReader<
  SearchField,
  T
> {
  readonly isBackward = true;
  readonly #options: BackwardOptions<SearchField, T>;
  readonly #rows = new RowQueue<T>();
  #place: ScanPlace;
  /** Reads from the start, until it is known where the list ends. */
  #search: PagedScan<SearchField, T> | null;
  /** The position of the next row to read; null while nobody knows where the list ends. */
  #next: number | null = null;
  /** Whether the row read last, at the position above, was seen where it was; true from the end of the list. */
  #isPlaced: boolean;
  #isPastShown: boolean;
  #total: number | null = null;
  #isExhausted = false;
  #pages = 0;
  #looks = 0;
  #longest = maxPageLimit;

  constructor(
    readonly scan: Scan<SearchField>,
    options: BackwardOptions<SearchField, T>,
  ) {
    const { resume, begun, knownTotal } = options;
    this.#options = options;
    this.#place = resume?.place ?? unread;
    this.#isPlaced = resume === null || resume.place.anchorId === null;
    this.#isPastShown = this.#isPlaced;
    this.#search = begun;
    if (resume !== null) this.#goOnFrom(resume.place.position - 1);
    else if (begun?.isRead === true) this.#readEnd(begun);
    // A total that leaves nothing to show is no reason not to ask: records may have come in since.
    else if (knownTotal !== null && knownTotal > options.passOver) this.#endAt(knownTotal);
  }

  get place(): ScanPlace {
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

  get isEndUnknown(): boolean {
    return this.#next === null && !this.#isExhausted;
  }

  get isDenied(): boolean {
    return this.#search?.isDenied === true;
  }

  get total(): number | null {
    return this.#total;
  }

  get callsToEnd(): number {
    if (this.#isExhausted) return 0;
    return this.#next === null ? 1 + (this.#search?.callsToEnd ?? 1) : pagesOf(this.#next + 1);
  }

  take(): void {
    this.#place = this.#rows.take() ?? this.#place;
  }

  nextPage(wanted: number | null): PageRequest {
    if (this.#next === null) return this.#searched().nextPage(null);
    // The row read last comes along, to see whether it is still there; rows that came in since the total was told, too.
    const last = this.#isPlaced ? this.#next : this.#next + 1;
    const { ownLength } = this.#options.lengths;
    if (ownLength !== null) {
      return { page: Math.floor(last / ownLength) + 1, limit: Math.min(ownLength, maxPageLimit) };
    }
    const offset = Math.max(0, this.#next + 1 - (wanted ?? Infinity));
    const length = last + 1 - offset;
    const slack = this.#options.resume === null && this.#pages === 0 ? slackRows : 0;
    for (const first of [length + slack, length]) {
      if (first <= Math.min(longestWindow, this.#longest)) return pageFor({ offset, first }).page;
    }
    return deepestPage(last, this.#longest);
  }

  accept(page: SourcedPage<T>, request: PageRequest): PageFindings {
    this.#pages += 1;
    if (this.#next === null) return this.#acceptSearched(page, request);
    const { lengths } = this.#options;
    const isContradicted = lengths.learn(page, request);
    const found = this.#acceptAt(this.#next, page, request);
    return isContradicted ? { ...found, isContradicted } : found;
  }

  #acceptSearched(page: SourcedPage<T>, request: PageRequest): PageFindings {
    const search = this.#searched();
    const found = search.accept(page, request);
    this.#readEnd(search);
    return found;
  }

  /** Finds the end of the list in what was read from its start. */
  #readEnd(search: PagedScan<SearchField, T>): void {
    const rows = search.ahead;
    const total = search.total ?? (search.isExhausted ? rows.length : null);
    if (total === null) return;
    this.#endAt(total);
    if (search.isExhausted && this.#options.resume === null) this.#queue(rows, 0);
  }

  #acceptAt(next: number, page: SourcedPage<T>, request: PageRequest): PageFindings {
    const { rows, totalRecords: claimed } = page;
    const { lengths } = this.#options;
    const isWhole = rows.length > request.limit && rows.length === claimed;
    const start = isWhole ? 0 : (request.page - 1) * (lengths.ownLength ?? request.limit);
    const end = start + rows.length;
    const isShort = rows.length < request.limit && !page.isOverfull;
    const isDoubtful = isShort && request.page > 1 && claimed !== end && !lengths.isEnd(rows.length);
    if (isDoubtful && rows.length > 0 && rows.length < this.#longest) {
      // A CRM that cuts its pages would count them in shorter ones.
      this.#longest = rows.length;
      return nothingFound;
    }
    const isFirst = this.#place === unread;
    const hasShrunk = !isFirst && this.#total !== null && claimed !== null && claimed < this.#total;
    if (claimed !== null) this.#total = claimed;
    // Where the CRM does not count, a page that the list ends on tells as well.
    const isEndShown = isShort && (rows.length === 0 || lengths.isEnd(rows.length));
    const total = claimed ?? (isEndShown && rows.length > 0 ? end : null);
    if (isFirst && total === null) return this.#lookAgain(null, next);
    const trueNext = isFirst && total !== null ? total - 1 - this.#options.passOver : next;
    const isElsewhere = start > trueNext || (end <= trueNext && trueNext !== next) || end <= Math.min(next, start);
    if (isElsewhere && this.#looks < maxLooks) return this.#lookAgain(claimed, trueNext);
    if (rows.length === 0) {
      this.#isExhausted = true;
      return { isMoved: false, isTotalDisproved: true, isCutShort: true };
    }
    if (isFirst) this.#place = { position: trueNext + 1, anchorId: null };
    const isMoved = !this.#takeIn(rows, start, { next: trueNext, isToEnd: claimed === end });
    return { isMoved, isTotalDisproved: hasShrunk, isCutShort: false };
  }

  /** The list does not end where it was thought to. */
  #lookAgain(claimed: number | null, trueNext: number): PageFindings {
    this.#looks += 1;
    if (claimed === null) {
      // Without a word about the total: from the start.
      this.#next = null;
      this.#search = null;
    } else this.#goOnFrom(Math.min(trueNext, claimed - 1));
    return nothingFound;
  }

  #takeIn(
    rows: readonly (T | null)[],
    start: number,
    { next, isToEnd }: { readonly next: number; readonly isToEnd: boolean },
  ): boolean {
    const { resume } = this.#options;
    let from = Math.min(next, start + rows.length - 1);
    let isCertain = true;
    if (!this.#isPastShown && resume !== null && typeof this.#place !== 'string') {
      // Read backward, positions count down: behind the row at position p comes the one at p - 1.
      const ids = rows.map((row) => row?.id ?? null).reverse();
      const first = -(start + rows.length - 1);
      const isContinued = this.#isPlaced;
      const shownUpTo = isContinued ? -next : isToEnd ? first : -Infinity;
      const place = { ...this.#place, position: 1 - this.#place.position };
      const found = seek({ start: first, shownUpTo, ids, isContinued }, { ...resume.anchor, place });
      from = Math.min(-found.position, start + rows.length - 1, isContinued ? next : Infinity);
      isCertain = found.isCertain;
      this.#isPlaced = true;
      this.#isPastShown = found.isReached;
    }
    this.#queue(rows.slice(0, Math.max(0, from - start + 1)), start);
    return isCertain;
  }

  /** Queues rows of which the first stands at `start`, the last one first. */
  #queue(rows: readonly (T | null)[], start: number): void {
    const { passOver } = this.#options;
    const shown = start === 0 && this.#place === unread ? rows.slice(0, Math.max(0, rows.length - passOver)) : rows;
    for (let index = shown.length - 1; index >= 0; index -= 1) this.#rows.push(shown[index] ?? null, start + index);
    if (this.#place === unread) this.#place = { position: start + shown.length, anchorId: null };
    this.#goOnFrom(start - 1);
  }

  #endAt(total: number): void {
    const { resume, passOver } = this.#options;
    this.#total = total;
    this.#goOnFrom(resume === null ? total - 1 - passOver : Math.min(resume.place.position, total) - 1);
  }

  #goOnFrom(position: number): void {
    this.#next = position;
    if (position < 0 && this.#isPlaced) this.#isExhausted = true;
  }

  #searched(): PagedScan<SearchField, T> {
    const start: Place = { position: 0, anchorId: null };
    this.#search ??= new PagedScan<SearchField, T>(this.scan, start, null, this.#options.lengths, null);
    return this.#search;
  }
}
