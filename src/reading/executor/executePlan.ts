import { Fault, badUserInput } from '../../model/Fault.js';
import type { List, ListWindow } from '../../model/List.js';
import { type ListSource, type PathAbandoned, isAbandoned } from './ListSource.js';
import type { PageLengths } from './PageLengths.js';
import { type ExecutionOptions, type ExecutionResult, PlanExecution } from './PlanExecution.js';
import { type PageArgs, decodePageArgs, emptyList, resumedPath } from './pageArgs.js';
import type { AccessPath, Scan } from '../planner/AccessPath.js';
import type { PlanCache } from '../planner/PlanCache.js';
import { ProgressEstimate, replan } from '../planner/replan.js';
import { type Estimates, type PricedPath, rankByCost } from '../planner/cost.js';
import type { RecordOrder } from '../planner/recordOrder.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

/** Access paths that are abandoned at most before the last one. */
const maxRounds = 4;

/** A list to read. */
export interface ListRequest<SearchField extends string, T> {
  /** The list's identity, for its cursors. */
  readonly list: string;
  readonly predicates: readonly Predicate[];
  /**
   * The access paths as things stand, for a list that was begun before all there are; null when nothing can be in it.
   * BAD_USER_INPUT when there is none.
   */
  readonly paths: (isResumed: boolean) => readonly AccessPath<SearchField>[] | null;
  readonly window: ListWindow;
  readonly source: ListSource<SearchField, T>;
}

export interface ExecutorOptions {
  readonly estimates: Estimates;
  readonly clock: { readonly now: () => number };
  readonly scanLimitCalls: number;
  readonly lengths: PageLengths;
  readonly planCache: PlanCache;
  /** The direction in which the CRM lists these records; null while nobody knows. */
  readonly crmDirection: () => RecordOrder['direction'] | null;
  readonly onPage: ExecutionOptions<string, unknown>['onPage'];
}

/** What one round of reading works with. */
interface Round<SearchField extends string> {
  readonly page: PageArgs;
  readonly ranked: readonly PricedPath<SearchField>[];
  readonly budget: CallBudget;
  /** Whether no other path is to be tried after this one. */
  readonly isLast: boolean;
  /** The field that the list was read by a moment ago: that path costs nothing again, so no other one is looked at. */
  readonly cachedField: string | null;
}

/**
 * Reads one page of a list with the fewest calls that can be expected: by the cheapest access path, changing to another
 * one when the first pages show that it is not. The only place that does I/O for a list. Rejects with a `Fault`.
 */
export async function executePlan<SearchField extends string, T extends { readonly id: string }>(
  request: ListRequest<SearchField, T>,
  options: ExecutorOptions,
): Promise<List<T>> {
  const { list } = request;
  const page = decodePageArgs(request.window, list);
  let paths = request.paths(page.resume !== null);
  const begunAt = options.clock.now();
  if (paths === null) return emptyList(new Date(begunAt));
  let cachedField = page.resume === null ? options.planCache.of(list, page, begunAt) : null;
  let budget: CallBudget | null = null;
  for (let round = 1; ; round += 1) {
    const ranked = rank(paths, request, page, options);
    // One for all paths that are tried: an abandoned one was paid for as well.
    budget ??= budgetFor(ranked, page, options.scanLimitCalls);
    const isLast = page.resume !== null || round === maxRounds;
    const result = await run(request, options, { page, ranked, budget, isLast, cachedField });
    if (!isAbandoned(result)) {
      if (page.resume === null) options.planCache.remember(list, page, { field: result.field, begunAt });
      return toList(result.finish(), { calls: budget.spent, page, now: new Date(options.clock.now()) });
    }
    budget.spend(result.calls);
    if (result.abandoned === 'noOrder')
      throw badUserInput('order', 'cannot be had: the CRM lists these records in none');
    const isOnlyPath = result.abandoned === 'dates' && paths.length === 1;
    if (isLast || isOnlyPath) throw faultOf(result);
    cachedField = null;
    paths = request.paths(false) ?? paths;
  }
}

async function run<SearchField extends string, T extends { readonly id: string }>(
  { list, source }: ListRequest<SearchField, T>,
  options: ExecutorOptions,
  { page, ranked, budget, isLast, cachedField }: Round<SearchField>,
): Promise<PlanExecution<SearchField, T> | PathAbandoned> {
  const cached = ranked.find(({ path }) => path.field === cachedField);
  const rest = cached === undefined ? [...ranked] : [cached];
  const isUncarried = ({ residual }: AccessPath): boolean => residual.some(({ field }) => source.isUncarried(field));
  const isLastResort = isLast || ranked.every(({ path }) => isUncarried(path));
  const asked = directionOf(page);
  const begin = (index: number): PlanExecution<SearchField, T> => {
    const [priced] = rest.splice(index, 1);
    if (priced === undefined) throw new RangeError('There is no such access path.');
    const path = asked === -1 ? newestIdsFirst(priced.path) : priced.path;
    const { lengths, onPage } = options;
    const { first, offset, resume } = page;
    const knownTotal = (scan: Scan): number | null => {
      const { rows, isKnown } = options.estimates.rowsOf(scan);
      return isKnown ? rows : null;
    };
    const crmDirection = options.crmDirection();
    const order = { asked, crmDirection, knownTotal, lengths };
    return new PlanExecution({ path, source, list, first, offset, resume, isLastResort, onPage, ...order });
  };
  const progress = new ProgressEstimate(page.first + page.offset);
  let best = begin(0);
  let abandoned = await advance(best, source, budget, page);
  while (abandoned === null && !best.isDone && !best.isStopped) {
    const next = replan(
      progress.of(best),
      rest.map(({ cost }) => cost),
      budget.left,
    );
    const running: PlanExecution<SearchField, T> = next === null ? best : begin(next);
    abandoned = await advance(running, source, budget, page);
    if (running.isDone || running.callsToEnd < best.callsToEnd) best = running;
  }
  if (abandoned !== null) return abandoned;
  if (best.isStopped && best.isEndUnknown && asked !== null && page.resume === null) {
    throw badUserInput('order', 'cannot be had: the CRM does not say how long this list is');
  }
  return best;
}

/** Reads the pages that an execution needs next, and has it consume their rows. */
async function advance<SearchField extends string, T extends { readonly id: string }>(
  execution: PlanExecution<SearchField, T>,
  source: ListSource<SearchField, T>,
  budget: CallBudget,
  { resume }: PageArgs,
): Promise<PathAbandoned | null> {
  const needs = execution.pagesNeeded(budget.left);
  const pages = await Promise.all(
    needs.map(async (need) => ({ need, page: await source.fetch(need.reader.scan, need.request, resume !== null) })),
  );
  for (const { need, page } of pages) {
    if (isAbandoned(page)) return page;
    budget.spend(page.calls);
    execution.accept(need, page);
  }
  if (needs.length === 0 && execution.isStopped) return null;
  let consumed = execution.consume(budget.left);
  while (consumed.kind === 'needsContact') {
    const whole = await source.complete(consumed.row);
    budget.spend(whole.calls);
    execution.acceptCompleted(whole.row, whole.calls);
    consumed = execution.consume(budget.left);
  }
  return execution.abandonReason === null ? null : { abandoned: execution.abandonReason, calls: 0 };
}

/** The access paths to a page, the most promising first; the one of its cursor where it goes on from one. */
function rank<SearchField extends string, T>(
  paths: readonly AccessPath<SearchField>[],
  { predicates, source }: ListRequest<SearchField, T>,
  { first, offset, resume }: PageArgs,
  { estimates }: ExecutorOptions,
): readonly PricedPath<SearchField>[] {
  const ways = resume === null ? paths : [resumedPath(paths, resume)];
  return rankByCost(ways, { predicates, wanted: first + offset }, estimates, source.catalogue);
}

/** What a list may spend: the limit where rows have to be looked for, and never less than its first rows take. */
function budgetFor(ranked: readonly PricedPath[], { order }: PageArgs, scanLimitCalls: number): CallBudget {
  const isScan = ranked.every(({ path }) => path.residual.length > 0);
  const minCalls = ranked[0]?.cost.minCalls ?? 0;
  // Where nobody counts, the end of a list is found by reading to it.
  if (order !== null) return new CallBudget(Math.max(scanLimitCalls, 2 * minCalls));
  return new CallBudget(isScan ? Math.max(scanLimitCalls, minCalls) : Infinity);
}

function directionOf({ order }: PageArgs): RecordOrder['direction'] | null {
  if (order === null) return null;
  return order === 'NEWEST_FIRST' ? -1 : 1;
}

/** Ids are read in the order of their records. */
function newestIdsFirst<SearchField extends string>(path: AccessPath<SearchField>): AccessPath<SearchField> {
  return path.field === 'id' ? { ...path, scans: path.scans.toReversed() } : path;
}

function faultOf({ cause }: PathAbandoned): Fault {
  return cause instanceof Fault ? cause : new Fault('UPSTREAM_BAD_RESPONSE', { cause });
}

function toList<T>(
  { items, hasMore, endCursor, totalCount, isComplete, metadata }: ExecutionResult<T>,
  { calls, page, now }: { readonly calls: number; readonly page: PageArgs; readonly now: Date },
): List<T> {
  return {
    items,
    hasNextPage: hasMore,
    hasPreviousPage: page.resume !== null || (page.offset > 0 && totalCount !== 0),
    totalCount,
    totalCountIsExact: totalCount !== null,
    upstreamCalls: calls,
    freshness: metadata.freshness,
    fetchedAt: metadata.fetchedAt ?? now,
    isComplete,
    warnings: metadata.warnings,
    endCursor,
  };
}

/** What one list may spend, and has spent: calls to the CRM, retries included. */
class CallBudget {
  #spent = 0;

  /** Infinite where every page asked for is one the list cannot do without. */
  constructor(readonly limit: number) {}

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    return Math.max(0, this.limit - this.#spent);
  }

  spend(calls: number): void {
    this.#spent += calls;
  }
}
