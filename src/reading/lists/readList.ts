import { Fault } from '../../model/Fault.js';
import type { List, ListWindow } from '../../model/List.js';
import type { Candidate } from '../planning/Candidate.js';
import { chooseNext } from '../planning/chooseNext.js';
import type { Condition } from '../planning/conditions.js';
import type { Estimates } from '../planning/expectedCalls.js';
import { type PricedCandidate, rankCandidates } from '../planning/rankCandidates.js';
import { CallBudget } from './CallBudget.js';
import { DatesMistrusted } from './DatesMistrusted.js';
import { emptyList } from './emptyList.js';
import { Headway } from './Headway.js';
import type { LastWays } from './LastWays.js';
import type { ListAccess } from './ListAccess.js';
import type { ListIdentity, ListKind } from './listIdentity.js';
import type { PageHabits } from './PageHabits.js';
import { placeWindow, type PlacedWindow } from './placeWindow.js';
import { PlanRun, type PlanRunOptions } from './PlanRun.js';
import { resumedCandidate } from './resumedCandidate.js';
import { WayGivenUp } from './WayGivenUp.js';

/** Ways to read one list that are given up at most, but for the last. */
const maxRounds = 4;

export interface ListRequest<Field extends string, T> {
  readonly kind: ListKind;
  readonly conditions: readonly Condition[];
  /**
   * The ways to read the list as things stand, for a list that was begun before all there are; null when nothing can be
   * in it. BAD_USER_INPUT when there is none.
   */
  readonly candidates: (isResumed: boolean) => readonly Candidate<Field>[] | null;
  readonly window: ListWindow;
  readonly access: ListAccess<Field, T>;
}

export interface ListReaderOptions {
  readonly estimates: Estimates;
  readonly clock: { readonly now: () => number };
  readonly scanLimitCalls: number;
  readonly habits: PageHabits;
  readonly lastWays: LastWays;
  readonly identify: ListIdentity;
  readonly onPage: PlanRunOptions<string, unknown>['onPage'];
}

/**
 * Reads one window of a list with the fewest calls that can be hoped for: by the way that is expected to be cheapest,
 * changing to another one when the first pages show that it is not. Rejects with a `Fault`.
 */
export async function readList<Field extends string, T extends { readonly id: string }>(
  request: ListRequest<Field, T>,
  options: ListReaderOptions,
): Promise<List<T>> {
  const list = options.identify(request.kind, request.conditions);
  const window = placeWindow(request.window, list);
  const candidates = request.candidates(window.resume !== null);
  if (candidates === null) return emptyList(new Date(options.clock.now()));
  const begunAt = options.clock.now();
  let lastField = window.resume === null ? options.lastWays.of(list, window, begunAt) : null;
  let ways = candidates;
  let budget: CallBudget | null = null;
  for (let round = 1; ; round += 1) {
    const isLastRound = window.resume !== null || round === maxRounds;
    const ranked = rank(ways, request.conditions, window, options.estimates);
    // One for all ways that are tried: a way given up was paid for as well.
    budget ??= budgetFor(ranked, options.scanLimitCalls);
    try {
      const best = await run(request, options, { list, ranked, window, isLastRound, lastField, budget });
      if (window.resume === null) options.lastWays.remember(list, window, { field: best.field, begunAt });
      return toList(best, { calls: budget.spent, window, now: new Date(options.clock.now()) });
    } catch (error) {
      if (!(error instanceof WayGivenUp)) throw error;
      // A list that was begun this way cannot be gone on with, nor can one that nothing else leads to.
      const isHopeless = error instanceof DatesMistrusted && ways.length === 1;
      if (isLastRound || isHopeless)
        throw error.cause instanceof Fault ? error.cause : new Fault('UPSTREAM_BAD_RESPONSE', { cause: error });
      budget.spend(error.calls);
      lastField = null;
      ways = request.candidates(false) ?? ways;
    }
  }
}

async function run<Field extends string, T extends { readonly id: string }>(
  { access }: ListRequest<Field, T>,
  options: ListReaderOptions,
  parts: {
    readonly list: string;
    readonly ranked: readonly PricedCandidate<Field>[];
    readonly budget: CallBudget;
    readonly window: PlacedWindow;
    /** Whether no other way is to be tried after this one. */
    readonly isLastRound: boolean;
    /** The field that the list was read by a moment ago: that way costs nothing again, so no other one is looked at. */
    readonly lastField: string | null;
  },
): Promise<PlanRun<Field, T>> {
  const { list, ranked, budget, window, isLastRound, lastField } = parts;
  const { first, offset, resume } = window;
  const wanted = first + offset;
  const last = ranked.find(({ candidate }) => candidate.field === lastField);
  const rest = last === undefined ? [...ranked] : [last];
  const isLastResort =
    isLastRound || ranked.every(({ candidate }) => candidate.residual.some(({ field }) => access.isUntold(field)));
  const begin = (index: number): PlanRun<Field, T> => {
    const [way] = rest.splice(index, 1);
    if (way === undefined) throw new RangeError('There is no such way to read the list.');
    return new PlanRun({
      candidate: way.candidate,
      access,
      budget,
      list,
      first,
      offset,
      resume,
      isLastResort,
      habits: options.habits,
      knownTotal: (source) => {
        const { rows, isKnown } = options.estimates.rowsOf(source);
        return isKnown ? rows : null;
      },
      onPage: options.onPage,
    });
  };

  let best = begin(0);
  const headway = new Headway(wanted);
  await best.advance();
  while (!best.isDone && !best.isStopped) {
    const prices = rest.map(({ price }) => price);
    const next = chooseNext(headway.of(best), prices, budget.left);
    if (next === null) {
      await best.advance();
      continue;
    }
    const other = begin(next);
    await other.advance();
    if (other.isDone || other.callsToEnd < best.callsToEnd) best = other;
  }
  return best;
}

/** The ways to read a window, the most promising first; the one of its cursor where it goes on from one. */
function rank<Field extends string>(
  candidates: readonly Candidate<Field>[],
  conditions: readonly Condition[],
  { first, offset, resume }: PlacedWindow,
  estimates: Estimates,
): readonly PricedCandidate<Field>[] {
  const ways = resume === null ? candidates : [resumedCandidate(candidates, resume)];
  return rankCandidates(ways, { conditions, wanted: first + offset }, estimates);
}

/** What a list may spend: the limit where it has to be looked for row by row, and never less than its first rows take. */
function budgetFor(ranked: readonly PricedCandidate[], scanLimitCalls: number): CallBudget {
  const isScan = ranked.every(({ candidate }) => candidate.residual.length > 0);
  return new CallBudget(isScan ? Math.max(scanLimitCalls, ranked[0]?.price.leastCalls ?? 0) : Infinity);
}

function toList<Field extends string, T extends { readonly id: string }>(
  run: PlanRun<Field, T>,
  { calls, window, now }: { readonly calls: number; readonly window: PlacedWindow; readonly now: Date },
): List<T> {
  const { ledger, totalCount } = run;
  if (run.isStopped) ledger.warn('SCAN_LIMIT_REACHED');
  return {
    items: run.items,
    hasNextPage: run.hasMore,
    hasPreviousPage: window.resume !== null || (window.offset > 0 && totalCount !== 0),
    totalCount,
    totalCountIsExact: totalCount !== null,
    upstreamCalls: calls,
    freshness: ledger.freshness,
    fetchedAt: ledger.fetchedAt ?? now,
    isComplete: run.isComplete,
    warnings: ledger.warnings,
    endCursor: run.endCursor(),
  };
}
