import type { ListItem } from '../../model/List.js';
import type { PageRequest } from '../../model/search.js';
import { hasUnreadable } from '../../model/unreadable.js';
import { recordFieldOf } from '../catalogue/FilterField.js';
import type { AccessPath, Scan } from '../planner/AccessPath.js';
import { type TruthValue, evaluate, recheck } from '../predicate/evaluate.js';
import { DisjointUnion } from './DisjointUnion.js';
import { KWayMerge, type MergedRow, type MergeOptions } from './KWayMerge.js';
import { LimitAndOffset } from './LimitAndOffset.js';
import type { AbandonReason, ListSource, ListedPage } from './ListSource.js';
import { ResultMetadata } from './ResultMetadata.js';
import { encodeCursor, type ResumeToken } from './ResumeToken.js';
import type { ScanReader } from './ScanReader.js';

export interface ExecutionOptions<SearchField extends string, T> extends Omit<MergeOptions<SearchField>, 'passOver'> {
  readonly path: AccessPath<SearchField>;
  readonly source: ListSource<SearchField, T>;
  /** The list's identity, for its cursors. */
  readonly list: string;
  readonly first: number;
  /** Items to pass over from the start of the list; not together with `resume`. */
  readonly offset: number;
  /** Whether predicates that rows leave open are to be taken for not met, because no other path is left. */
  readonly isLastResort: boolean;
  /** Told every page that was read, and how many rows its scan is then known to have. */
  readonly onPage: (scan: Scan<SearchField>, page: ListedPage<T>, total: number | null) => void;
}

/** A page that the execution needs. */
export interface PageNeed<SearchField extends string, T> {
  readonly reader: ScanReader<SearchField, T>;
  readonly request: PageRequest;
}

/** What consuming rows came to: enough for now, a row that its contact has to complete, or the end of the budget. */
export type ConsumeResult<T> =
  { readonly kind: 'consumed' } | { readonly kind: 'needsContact'; readonly row: T } | { readonly kind: 'stopped' };

/** A page of a list, as far as one path could read it. */
export interface ExecutionResult<T> {
  readonly items: readonly ListItem<T>[];
  readonly hasMore: boolean;
  readonly endCursor: string | null;
  readonly totalCount: number | null;
  readonly isComplete: boolean;
  readonly isStopped: boolean;
  readonly metadata: ResultMetadata;
}

/**
 * Reads a list by one access path, as far as limit and offset reach: the scans are merged, the residual predicates are
 * evaluated, and what is left are the items. It does no I/O: it says which pages it needs and takes them in.
 */
export class PlanExecution<SearchField extends string, T extends { readonly id: string }> {
  readonly #options: ExecutionOptions<SearchField, T>;
  readonly #merge: KWayMerge<SearchField, T>;
  readonly #metadata = new ResultMetadata();
  readonly #items: ListItem<T>[] = [];
  readonly #seen = new Map<string, ScanReader<SearchField, T>>();
  /** Whether the CRM evaluates the whole filter, so that limit and offset can be counted in its rows. */
  readonly #isPushedDown: boolean;
  readonly #limit: LimitAndOffset;
  readonly #union: DisjointUnion<SearchField, T>;
  /** The fields of a record that the filter is about. */
  readonly #fieldsOfFilter: readonly string[];
  /** The truth of the row that a contact has completed. */
  #completed: TruthValue | null = null;
  #matches = 0;
  #calls = 0;
  #hasUnreadable = false;
  /** Whether the CRM counts rows that are not part of the list. */
  #isCountSpoiled = false;
  #isStopped = false;
  /** Whether a row was consumed, so that a cursor from here goes on further than where this began. */
  #hasMoved = false;
  /** Whether a page of each scan was read beyond the limit of calls: once, to go a row further. */
  #isOverdrawn = false;
  /** Whether some row may have met the predicates, for all that it tells. */
  #hasUntold = false;
  #abandoned: AbandonReason | null = null;

  constructor(options: ExecutionOptions<SearchField, T>) {
    this.#options = options;
    const { path, source, resume, first, offset } = options;
    this.#isPushedDown = path.residual.length === 0;
    const isPlain = this.#isPushedDown && path.scans.length === 1;
    this.#merge = new KWayMerge({ ...options, passOver: isPlain ? offset : 0 });
    this.#limit = new LimitAndOffset(first, offset);
    if (isPlain && !this.#merge.isUndecided) this.#limit.dropOffset();
    this.#union = new DisjointUnion(path, source);
    this.#fieldsOfFilter = [path.field, ...path.residual.map(({ field }) => field)].map(recordFieldOf);
    // The CRM may send a row twice on both sides of a page's end.
    const [only, ...others] = this.#merge.open;
    if (resume !== null && only !== undefined && others.length === 0) this.#seen.set(resume.recordId, only);
  }

  /** The filter field that is pushed down. */
  get field(): string {
    return this.#options.path.field;
  }

  /** Calls spent on this path. */
  get calls(): number {
    return this.#calls;
  }

  /** Items met so far, those passed over included. */
  get matches(): number {
    return this.#matches;
  }

  /** Calls to the end of the list, as far as the CRM's totals tell. */
  get callsToEnd(): number {
    return this.#merge.open.reduce((sum, reader) => sum + reader.callsToEnd, 0);
  }

  /** Whether the page is full or the list has ended. */
  get isDone(): boolean {
    return this.#limit.isFull || this.#merge.isEnded;
  }

  /** Whether the budget ended before the page was full. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Why this path does not lead to the answer; null while it may. */
  get abandonReason(): AbandonReason | null {
    return this.#abandoned;
  }

  /** Whether reading stopped before it was known where the CRM's lists end, although they are to be read from there. */
  get isEndUnknown(): boolean {
    return this.#merge.isUndecided || this.#merge.open.some((reader) => reader.isEndUnknown);
  }

  /** The pages that are needed next, as far as so many calls go; none where that is not far enough. */
  pagesNeeded(callsLeft: number): readonly PageNeed<SearchField, T>[] {
    const needing = this.#merge.scansNeedingPage(this.#limit.wanted);
    let count = Math.min(needing.length, callsLeft);
    // Pages may bring nothing but what was read before; a cursor that does not go on would be read from for ever.
    const isStuck = this.#options.resume !== null && !this.#hasMoved && !this.#isOverdrawn;
    if (count === 0 && isStuck) {
      this.#isOverdrawn = true;
      count = needing.length;
    }
    if (needing.length > 0 && count === 0) this.#isStopped = true;
    const wanted = this.#rowsWanted();
    return needing.slice(0, count).map((reader) => ({ reader, request: reader.nextPage(wanted) }));
  }

  /** Takes in a page that was needed. */
  accept({ reader, request }: PageNeed<SearchField, T>, page: ListedPage<T>): void {
    const { source, onPage, resume } = this.#options;
    this.#calls += page.calls;
    this.#metadata.note(page, reader.accept(page, request));
    if (page.isUnproven === true) this.#metadata.noteGap();
    const ids = page.rows.flatMap((row) => (row === null ? [] : [row.id]));
    if (page.isContradicted === true || source.noteRowOrder(ids)) this.#metadata.noteContradiction();
    if (!this.#merge.isUndecided) {
      const isContrary = this.#merge.learnOrder(reader.isBackward ? ids.reverse() : ids);
      if (isContrary && this.#options.asked !== null) {
        if (resume === null) this.#abandoned = 'order';
        else this.#metadata.noteGap();
      }
    }
    // Seen here, not where rows are consumed: the search that is right about a record may have shown it before.
    this.#isCountSpoiled ||= page.rows.some((row) => row !== null && !this.#isWanted(row, reader.scan));
    if (this.#union.note(page.rows, reader.scan)) this.#metadata.warn('FIELD_UNREADABLE');
    onPage(reader.scan, page, reader.total);
  }

  /** Consumes rows until the page is full or another page is needed. */
  consume(callsLeft: number): ConsumeResult<T> {
    if (this.#merge.isUndecided && !this.#decide()) return { kind: 'consumed' };
    while (!this.#limit.isFull && this.#abandoned === null) {
      const next = this.#merge.next();
      if (next === undefined) break;
      const wasShown = this.#merge.wasShown(next, this.#union);
      if (wasShown === 'perhaps') this.#metadata.warn('LIST_CHANGED_DURING_PAGING');
      if (wasShown === 'yes') {
        this.#merge.pass(next);
        this.#hasMoved = true;
        continue;
      }
      const truth = this.#truthOf(next);
      if (truth === 'unknown' && next.row !== null) {
        if (this.abandonReason !== null) break;
        // The first row of all is completed whatever is left, or reading would stop at the same row for ever.
        if (callsLeft > 0 || !this.#hasMoved) return { kind: 'needsContact', row: next.row };
        this.#isStopped = true;
        return { kind: 'stopped' };
      }
      this.#merge.take(next);
      this.#hasMoved = true;
      this.#record(next, truth);
    }
    return { kind: 'consumed' };
  }

  /** Takes in the row that needed its contact. */
  acceptCompleted(row: T, calls: number): void {
    const { source, path } = this.#options;
    this.#calls += calls;
    const truth = evaluate(row, path.residual, source.catalogue, (field) => source.isCarried(field));
    this.#completed = truth === 'true' ? 'true' : 'false';
  }

  /** What reading came to. The execution is over: what was read and is no item is passed over. */
  finish(): ExecutionResult<T> {
    if (this.#isBlocked) this.#metadata.noteGap();
    const isUnread = this.#isStopped || this.#merge.open.some((reader) => !reader.isExhausted);
    const hasMore = this.#hasItemAhead || (isUnread && !this.#isBlocked);
    const { totalCount } = this;
    const isPart = this.#hasUnreadable || this.#hasUntold || this.#isStopped || this.#metadata.hasGap;
    // Where more can be asked for, what the CRM held back comes behind this page.
    const isComplete = !isPart && (!this.#metadata.isCutShort || (this.#limit.isFull && hasMore));
    if (this.#isStopped) this.#metadata.warn('SCAN_LIMIT_REACHED');
    return {
      items: this.#items,
      hasMore,
      endCursor: this.#endCursor(hasMore),
      totalCount,
      isComplete,
      isStopped: this.#isStopped,
      metadata: this.#metadata,
    };
  }

  /** Whether the CRM refuses what comes next, for as many calls as there were: another cursor would lead here again. */
  get #isBlocked(): boolean {
    const isStuck = this.#isStopped && this.#options.resume !== null && !this.#hasMoved;
    return isStuck && this.#merge.open.some((reader) => reader.isDenied);
  }

  /** How many items the whole list has, where that is certain. */
  get totalCount(): number | null {
    const { open } = this.#merge;
    const { path, resume } = this.#options;
    if (this.#isPushedDown && open.length === path.scans.length) {
      const isAdded = path.scans.length === 1 || this.#union.isCertain;
      const total = this.#isCountSpoiled || !isAdded ? null : addTotals(open);
      if (total !== null || path.scans.length === 1) return total;
    }
    const isPart = this.#hasUnreadable || this.#hasUntold || this.#metadata.isCutShort || this.#metadata.hasGap;
    if (resume !== null || isPart || open.some((reader) => !reader.isExhausted)) return null;
    const ahead = this.#countAhead();
    return ahead === null ? null : this.#matches + ahead;
  }

  /** Behind the last item, or further on where what follows was read and is no item. */
  #endCursor(hasMore: boolean): string | null {
    const last = this.#items.at(-1)?.cursor ?? null;
    if (!hasMore) return last;
    if (this.#hasItemAhead) return last ?? this.#merge.cursor(this.#options.list);
    if (!this.#isStopped) this.#merge.passAll();
    return this.#merge.cursor(this.#options.list);
  }

  /** How many rows the next page should hold; null for as many as there can be. */
  #rowsWanted(): number | null {
    if (!this.#isPushedDown || this.#merge.isUndecided) return null;
    // Two rows tell in which order the CRM lists, which one does not; scans are merged by it.
    const atLeast = this.#options.path.scans.length > 1 ? 2 : 1;
    return Math.max(atLeast, this.#limit.wanted + (this.#options.lengths.lacksTotals ? 1 : 0));
  }

  /** Settles how the order asked for is read; false while it waits for a page, and where there is no order. */
  #decide(): boolean {
    if (this.#merge.open.some((reader) => !reader.isRead)) return false;
    if (!this.#merge.decide()) {
      this.#abandoned = 'noOrder';
      return false;
    }
    const { path } = this.#options;
    const isPlain = this.#isPushedDown && path.scans.length === 1;
    if (isPlain && this.#merge.isBackward) this.#limit.dropOffset();
    return true;
  }

  /** What a row is to the list; `unknown` where its contact has to tell. */
  #truthOf({ row, reader }: MergedRow<SearchField, T>): TruthValue {
    if (this.#completed !== null) {
      const completed = this.#completed;
      this.#completed = null;
      return completed;
    }
    if (row === null || this.#seen.has(row.id)) return 'false';
    // A row of which nobody can read what the filter is about may be shown or left out by mistake.
    if (hasUnreadable(row, this.#fieldsOfFilter)) this.#metadata.warn('FIELD_UNREADABLE');
    if (!this.#isWanted(row, reader.scan)) return 'false';
    const { source, path, isLastResort } = this.#options;
    const truth = this.#evaluate(row);
    if (truth !== 'unknown' || !source.leavesOpen(row, path.residual)) return truth;
    if (!isLastResort) {
      this.#abandoned = 'fields';
      return truth;
    }
    this.#hasUntold = true;
    this.#metadata.warn('FIELD_UNREADABLE');
    return 'false';
  }

  #record({ row, reader }: MergedRow<SearchField, T>, truth: TruthValue): void {
    if (row !== null && truth === 'true') {
      this.#seen.set(row.id, reader);
      this.#matches += 1;
      this.#merge.noteItem({ row, reader }, (scan) => this.#union.mayHaveBoth(row, reader.scan, scan));
      if (this.#limit.take()) this.#items.push(listItem(row, this.#merge.token(this.#options.list)));
      return;
    }
    const before = row === null ? undefined : this.#seen.get(row.id);
    // Two searches may find the same record; one search should not.
    if (before !== undefined && before !== reader) return;
    const isForeign = row !== null && !this.#isWanted(row, reader.scan);
    const isBad = row === null || before !== undefined || isForeign;
    // What one search should not have found, another one may be right to find.
    if (row !== null && before === undefined && !isForeign) this.#seen.set(row.id, reader);
    if (!isBad) return;
    if (row === null) this.#hasUnreadable = true;
    else this.#isCountSpoiled = true;
    if (!this.#isPushedDown || this.#limit.take()) this.#metadata.warn('ROW_UNREADABLE');
  }

  get #hasItemAhead(): boolean {
    if (this.#isStopped) return false;
    return this.#merge.open.some((reader) =>
      this.#isPushedDown
        ? reader.head !== undefined
        : reader.ahead.some((row) => this.#foresee(row, reader) !== 'false'),
    );
  }

  /** Items among the rows that were read and not consumed; null when some of them cannot be told. */
  #countAhead(): number | null {
    const ids = new Set<string>();
    for (const reader of this.#merge.open) {
      for (const row of reader.ahead) {
        const truth = this.#foresee(row, reader);
        if (row === null || truth === 'unknown') return null;
        if (truth === 'true') ids.add(row.id);
      }
    }
    return ids.size;
  }

  #foresee(row: T | null, reader: ScanReader<SearchField, T>): TruthValue {
    if (row === null || this.#seen.has(row.id)) return 'false';
    if (this.#merge.wasShown({ row, reader }, this.#union) === 'yes') return 'false';
    return this.#isWanted(row, reader.scan) ? this.#evaluate(row) : 'false';
  }

  #evaluate(row: T): TruthValue {
    const { source, path } = this.#options;
    return evaluate(row, path.residual, source.catalogue, (field) => source.isCarried(field));
  }

  #isWanted(row: T, scan: Scan<SearchField>): boolean {
    return scan.kind !== 'search' || recheck(row, scan.search, this.#options.source.catalogue);
  }
}

/** An item whose cursor is written when somebody asks for it: most lists are asked for one of them, or none. */
function listItem<T>(node: T, token: ResumeToken): ListItem<T> {
  let text: string | undefined;
  return {
    get cursor() {
      return (text ??= encodeCursor(token));
    },
    node,
  };
}

function addTotals(readers: readonly { readonly total: number | null }[]): number | null {
  let sum = 0;
  for (const { total } of readers) {
    if (total === null) return null;
    sum += total;
  }
  return sum;
}
