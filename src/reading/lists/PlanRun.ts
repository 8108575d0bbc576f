import type { ListItem } from '../../model/List.js';
import { hasUnreadable } from '../../model/unreadable.js';
import type { Candidate, Source } from '../planning/Candidate.js';
import type { Verdict } from '../planning/judgeRow.js';
import { recordFieldOf } from '../planning/recordFieldOf.js';
import type { SourcedPage } from '../PageReader.js';
import type { CallBudget } from './CallBudget.js';
import type { CursorPlace } from './cursor.js';
import { Disjointness } from './Disjointness.js';
import { FieldsUntold } from './FieldsUntold.js';
import type { ListAccess } from './ListAccess.js';
import type { PageHabits } from './PageHabits.js';
import { PageLedger } from './PageLedger.js';
import type { SourceStream } from './SourceStream.js';
import { type KnownPages, type MergedRow, StreamMerge } from './StreamMerge.js';
import { WindowFill } from './WindowFill.js';

export interface PlanRunOptions<Field extends string, T> {
  readonly candidate: Candidate<Field>;
  readonly access: ListAccess<Field, T>;
  readonly budget: CallBudget;
  /** The list's identity, for its cursors. */
  readonly list: string;
  readonly first: number;
  /** Items to pass over from the start of the list; not together with `resume`. */
  readonly offset: number;
  readonly resume: CursorPlace | null;
  /** Whether conditions that rows leave open are to be taken for not met, because no other way is left. */
  readonly isLastResort: boolean;
  readonly habits: PageHabits;
  readonly knownTotal: KnownPages<Field>['knownTotal'];
  /** Told every page that was read, and how many rows its source is then known to have. */
  readonly onPage: (source: Source<Field>, page: SourcedPage<T>, total: number | null) => void;
}

/**
 * Reads a list one way, as far as its window reaches. The lists of the plan's sources are merged, the conditions that
 * the CRM did not evaluate are evaluated here, and what is left are the items. One step reads one page of every list
 * that has run dry.
 */
export class PlanRun<Field extends string, T extends { readonly id: string }> {
  readonly #options: PlanRunOptions<Field, T>;
  readonly #merge: StreamMerge<Field, T>;
  readonly #ledger = new PageLedger();
  readonly #items: ListItem<T>[] = [];
  readonly #seen = new Map<string, SourceStream<Field, T>>();
  /** Whether the CRM evaluates the whole filter, so that windows can be counted in its rows. */
  readonly #isPushedDown: boolean;
  readonly #window: WindowFill;
  /** The fields of a record that the filter is about. */
  readonly #fieldsOfFilter: readonly string[];
  readonly #disjointness: Disjointness<Field, T>;
  #matches = 0;
  #calls = 0;
  #hasUnreadable = false;
  /** Whether the CRM counts rows that are not part of the list. */
  #isCountSpoiled = false;
  #isStopped = false;
  /** Whether a row was consumed, so that a cursor from here goes on further than where this began. */
  #hasMoved = false;
  /** Whether a page of each dry list was read beyond the limit: once, to go a row further. */
  #isOverdrawn = false;
  /** Whether some row may have met the conditions, for all that it tells. */
  #hasUntold = false;

  constructor(options: PlanRunOptions<Field, T>) {
    this.#options = options;
    const { candidate, access, resume, first, offset } = options;
    this.#isPushedDown = candidate.residual.length === 0;
    this.#fieldsOfFilter = [candidate.field, ...candidate.residual.map(({ field }) => field)].map(recordFieldOf);
    const isPlain = this.#isPushedDown && candidate.sources.length === 1;
    this.#window = new WindowFill(first, isPlain ? 0 : offset);
    this.#merge = new StreamMerge(candidate, { position: isPlain ? offset : 0, tag: null }, resume, options);
    this.#disjointness = new Disjointness(candidate, access);
    // The CRM may send a row twice on both sides of a page's end.
    const [only, ...others] = this.#merge.open;
    if (resume !== null && only !== undefined && others.length === 0) this.#seen.set(resume.recordId, only);
  }

  /** The filter field that the CRM is asked for. */
  get field(): string {
    return this.#options.candidate.field;
  }

  /** What the pages say about the list. */
  get ledger(): PageLedger {
    return this.#ledger;
  }

  get items(): readonly ListItem<T>[] {
    return this.#items;
  }

  /** Calls spent on this way. */
  get calls(): number {
    return this.#calls;
  }

  /** Items met so far, those passed over included. */
  get matches(): number {
    return this.#matches;
  }

  /** Calls to the end of the list, as far as the CRM's totals tell. */
  get callsToEnd(): number {
    return this.#merge.open.reduce((sum, stream) => sum + stream.callsToEnd, 0);
  }

  /** Whether the window is full or the list has ended. */
  get isDone(): boolean {
    return this.#window.isFull || this.#merge.isEnded;
  }

  /** Whether the budget ended before the window was full. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Reads one page of each list that has run dry, as far as the budget goes, and consumes what can be. */
  async advance(): Promise<void> {
    const hungry = this.#merge.hungry(this.#window.wanted);
    const affordable = hungry.slice(0, this.#options.budget.left);
    // Pages may bring nothing but what was read before; a cursor that does not go on would be read from for ever.
    const isStuck = this.#options.resume !== null && !this.#hasMoved;
    if (affordable.length === 0 && isStuck && !this.#isOverdrawn) {
      this.#isOverdrawn = true;
      affordable.push(...hungry);
    }
    if (hungry.length > 0 && affordable.length === 0) {
      this.#isStopped = true;
      return;
    }
    await Promise.all(affordable.map((stream) => this.#read(stream)));
    await this.#consume();
  }

  /** Whether there are more items, or may be: nobody looks for one just to know. */
  get hasMore(): boolean {
    return this.#hasItemAhead || this.#isStopped || this.#merge.open.some((stream) => !stream.isExhausted);
  }

  /**
   * Where to go on: behind the last item, or further on where what follows was read and is no item. Consumes what was
   * read, so everything else has to be asked before.
   */
  endCursor(): string | null {
    const last = this.#items.at(-1)?.cursor ?? null;
    if (!this.hasMore) return last;
    if (this.#hasItemAhead) return last ?? this.#merge.cursor(this.#options.list);
    if (!this.#isStopped) for (const stream of this.#merge.open) while (stream.head !== undefined) stream.take();
    return this.#merge.cursor(this.#options.list);
  }

  /** Whether everything of the list within the window is among the items. */
  get isComplete(): boolean {
    if (this.#hasUnreadable || this.#hasUntold || this.#isStopped || this.#ledger.hasGap) return false;
    // Where more can be asked for, what is missing comes behind the window.
    return !this.#ledger.isCutShort || (this.#window.isFull && this.hasMore);
  }

  /** How many items the whole list has, where that is certain. */
  get totalCount(): number | null {
    const { open } = this.#merge;
    const { candidate, resume } = this.#options;
    if (this.#isPushedDown && open.length === candidate.sources.length) {
      const isAdded = candidate.sources.length === 1 || this.#disjointness.isCertain;
      const total = this.#isCountSpoiled || !isAdded ? null : addTotals(open);
      if (total !== null || candidate.sources.length === 1) return total;
    }
    const isPart = this.#hasUnreadable || this.#hasUntold || this.#ledger.isCutShort || this.#ledger.hasGap;
    if (resume !== null || isPart || open.some((stream) => !stream.isExhausted)) return null;
    const ahead = this.#countAhead();
    return ahead === null ? null : this.#matches + ahead;
  }

  async #read(stream: SourceStream<Field, T>): Promise<void> {
    const { access, budget, onPage, habits } = this.#options;
    // Two rows tell in which order the CRM lists, which one does not; lists are merged by it.
    const atLeast = this.#options.candidate.sources.length > 1 ? 2 : 1;
    const wanted = this.#isPushedDown ? Math.max(atLeast, this.#window.wanted + (habits.lacksTotals ? 1 : 0)) : null;
    const request = stream.nextPage(wanted);
    const page = await access.fetch(stream.source, request, this.#options.resume !== null);
    budget.spend(page.calls);
    this.#calls += page.calls;
    this.#ledger.note(page, stream.accept(page, request));
    if (page.isUnproven === true) this.#ledger.noteGap();
    this.#merge.learnOrder(page.rows);
    // Seen here, not where rows are consumed: the search that is right about a record may have shown it before.
    this.#isCountSpoiled ||= page.rows.some((row) => row !== null && !access.isWanted(row, stream.source));
    if (this.#disjointness.note(page.rows, stream.source)) this.#ledger.warn('FIELD_UNREADABLE');
    onPage(stream.source, page, stream.total);
  }

  async #consume(): Promise<void> {
    while (!this.#window.isFull) {
      const next = this.#merge.next();
      if (next === undefined) return;
      const wasShown = this.#merge.wasShown(next.row, this.#disjointness.isCertain);
      if (wasShown === 'perhaps') this.#ledger.warn('LIST_CHANGED_DURING_PAGING');
      if (wasShown === 'yes') {
        this.#merge.pass(next);
        this.#hasMoved = true;
        continue;
      }
      const verdict = await this.#judge(next);
      if (verdict === 'unknown') {
        this.#isStopped = true;
        return;
      }
      this.#merge.take(next);
      this.#hasMoved = true;
      this.#record(next, verdict);
    }
  }

  /** What a row is to the list; `unknown` only when the budget does not allow to find out. */
  async #judge({ row, stream }: MergedRow<Field, T>): Promise<Verdict> {
    if (row === null || this.#seen.has(row.id)) return 'no';
    const { access, candidate, budget } = this.#options;
    // A row of which nobody can read what the filter is about may be shown or left out by mistake.
    if (hasUnreadable(row, this.#fieldsOfFilter)) this.#ledger.warn('FIELD_UNREADABLE');
    if (!access.isWanted(row, stream.source)) return 'no';
    const verdict = access.judge(row, candidate.residual);
    if (verdict !== 'unknown') return verdict;
    if (access.leavesOpen(row, candidate.residual)) {
      if (!this.#options.isLastResort) throw new FieldsUntold();
      this.#hasUntold = true;
      this.#ledger.warn('FIELD_UNREADABLE');
      return 'no';
    }
    // The first row of all is looked up whatever is left, or reading would stop at the same row for ever.
    if (budget.left === 0 && this.#hasMoved) return verdict;
    const whole = await access.complete(row);
    budget.spend(whole.calls);
    this.#calls += whole.calls;
    return access.judge(whole.row, candidate.residual) === 'yes' ? 'yes' : 'no';
  }

  #record({ row, stream }: MergedRow<Field, T>, verdict: Verdict): void {
    if (row !== null && verdict === 'yes') {
      this.#seen.set(row.id, stream);
      this.#matches += 1;
      if (this.#window.take()) this.#items.push({ cursor: this.#merge.cursor(this.#options.list), node: row });
      return;
    }
    const { access } = this.#options;
    const before = row === null ? undefined : this.#seen.get(row.id);
    // Two searches may find the same record; one search should not.
    if (before !== undefined && before !== stream) return;
    const isForeign = row !== null && !access.isWanted(row, stream.source);
    const isBad = row === null || before !== undefined || isForeign;
    // What one search should not have found, another one may be right to find.
    if (row !== null && before === undefined && !isForeign) this.#seen.set(row.id, stream);
    if (!isBad) return;
    if (row === null) this.#hasUnreadable = true;
    else this.#isCountSpoiled = true;
    if (!this.#isPushedDown || this.#window.take()) this.#ledger.warn('ROW_UNREADABLE');
  }

  get #hasItemAhead(): boolean {
    if (this.#isStopped) return false;
    return this.#merge.open.some((stream) =>
      this.#isPushedDown
        ? stream.head !== undefined
        : stream.ahead.some(({ row }) => this.#foresee(row, stream) !== 'no'),
    );
  }

  /** Items among the rows that were read and not consumed; null when some of them cannot be told. */
  #countAhead(): number | null {
    const ids = new Set<string>();
    for (const stream of this.#merge.open) {
      for (const { row } of stream.ahead) {
        const verdict = this.#foresee(row, stream);
        if (row === null || verdict === 'unknown') return null;
        if (verdict === 'yes') ids.add(row.id);
      }
    }
    return ids.size;
  }

  #foresee(row: T | null, stream: SourceStream<Field, T>): Verdict {
    if (row === null || this.#seen.has(row.id) || this.#merge.wasShown(row, this.#disjointness.isCertain) === 'yes')
      return 'no';
    const { access, candidate } = this.#options;
    return access.isWanted(row, stream.source) ? access.judge(row, candidate.residual) : 'no';
  }
}

function addTotals(streams: readonly { readonly total: number | null }[]): number | null {
  let sum = 0;
  for (const { total } of streams) {
    if (total === null) return null;
    sum += total;
  }
  return sum;
}
