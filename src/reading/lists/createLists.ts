import type { ActivityRecord } from '../../model/ActivityRecord.js';
import type { CallContext } from '../../model/CallContext.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import { Fault } from '../../model/Fault.js';
import type { GestionRecord } from '../../model/GestionRecord.js';
import type { List, ListWindow } from '../../model/List.js';
import type { CaseSearchField, InstantSpan, PageRequest, Search } from '../../model/search.js';
import { arePartsOfCases } from '../isWhole.js';
import type { TenantCapabilities } from '../capabilities/TenantCapabilities.js';
import type { PageReader, SourcedPage } from '../PageReader.js';
import { isRefusal } from '../isRefusal.js';
import { caseCandidates, gestionCandidates } from '../planning/candidatesFor.js';
import type { Candidate, Source } from '../planning/Candidate.js';
import { type Condition, readConditions } from '../planning/conditions.js';
import { isWantedActivity, isWantedCase, isWantedGestion } from '../planning/isWanted.js';
import { judgeActivity } from '../planning/judgeActivity.js';
import { judgeCase } from '../planning/judgeCase.js';
import { judgeGestion } from '../planning/judgeGestion.js';
import { Statistics } from '../planning/Statistics.js';
import type { Reader } from '../Reader.js';
import { createContactLookup } from './createContactLookup.js';
import { CreationDates, type ListSpan } from './CreationDates.js';
import { DatesMistrusted } from './DatesMistrusted.js';
import { emptyList } from './emptyList.js';
import { explainList } from './explainList.js';
import { LastWays } from './LastWays.js';
import type { ListAccess, ListedPage } from './ListAccess.js';
import type { ListIdentity, ListKind } from './listIdentity.js';
import { PageHabits } from './PageHabits.js';
import { placeWindow } from './placeWindow.js';
import { readList, type ListReaderOptions } from './readList.js';
import { ToldFields } from './ToldFields.js';

export interface ListsOptions {
  readonly pages: PageReader;
  readonly clock: { readonly now: () => number };
  /** The most calls one list may spend on a filter that the CRM cannot search. */
  readonly scanLimitCalls: number;
  readonly capabilities: TenantCapabilities;
  /** How long pages are fresh; 0 when nothing is remembered. */
  readonly freshMs: number;
  readonly identify: ListIdentity;
}

type Lists = Pick<Reader, 'listCases' | 'listActivities' | 'listGestiones' | 'listNothing' | 'explainCases'>;

/** Makes the part of the reader that lists, with what it learns about the tenant while doing so. */
export function createLists(options: ListsOptions): Lists {
  const { pages, clock, scanLimitCalls, capabilities, freshMs, identify } = options;
  const statistics: Readonly<Record<ListKind, Statistics>> = {
    cases: new Statistics(clock),
    activities: new Statistics(clock),
    gestiones: new Statistics(clock),
  };
  const habits: Readonly<Record<ListKind, PageHabits>> = {
    cases: new PageHabits(),
    activities: new PageHabits(),
    gestiones: new PageHabits(),
  };

  const lastWays = new LastWays(freshMs);
  const dates = new CreationDates();
  const fields = new ToldFields();

  const optionsFor = (kind: ListKind): ListReaderOptions => ({
    estimates: statistics[kind],
    clock,
    scanLimitCalls,
    habits: habits[kind],
    lastWays,
    identify,
    onPage: (source, page, total) => {
      if (total !== null) statistics[kind].learn(source, total, page.fetchedAt.getTime());
    },
  });

  const casesFor = (conditions: readonly Condition[]) => (isResumed: boolean) => {
    const now = clock.now();
    // A list that was begun by a span of time goes on so, whatever became known of it since.
    const all = caseCandidates(conditions, dates.areUsable || isResumed ? new Date(now) : null);
    if (all === null || isResumed) return all;
    const isRefused = dates.wereRefusedBefore(now);
    const promising = preferred(all, ({ sources }) => !isRefused || sources.every(({ kind }) => kind === 'search'));
    return preferred(promising, ({ residual }) => residual.every(({ field }) => !fields.isUntold(field)));
  };

  function listNothing(window: ListWindow, list: string): List<never> {
    placeWindow(window, list);
    return emptyList(new Date(clock.now()));
  }

  return {
    async listCases(filter, window, call) {
      const conditions = readConditions(filter);
      const access: ListAccess<CaseSearchField, CaseRecord> = {
        async fetch(source, page, goesOn) {
          const found = await fetchCases({
            pages,
            dates,
            clock,
            source,
            page,
            call,
            isCompared: conditions.length > 1,
            goesOn,
          });
          fields.notice(found.rows);
          return found;
        },
        isWanted: searched(isWantedCase),
        judge: (row, conditionsOnIt) => judgeCase(row, conditionsOnIt, fields.told),
        leavesOpen: (row, conditionsOnIt) => fields.leavesOpen(row, conditionsOnIt),
        isUntold: (field) => fields.isUntold(field),
        complete: createContactLookup(pages, call),
      };
      return readList(
        { kind: 'cases', conditions, candidates: casesFor(conditions), window, access },
        optionsFor('cases'),
      );
    },
    async listActivities(subjectId, window, call) {
      const search = { field: 'subjectId', value: subjectId } as const;
      const conditions: readonly Condition[] = [{ kind: 'values', field: search.field, values: [subjectId] }];
      if (!capabilities.value('activitiesReadable')) {
        placeWindow(window, identify('activities', conditions));
        return null;
      }
      const candidate: Candidate<'subjectId'> = {
        field: search.field,
        sources: [{ kind: 'search', search }],
        residual: [],
        isUnique: false,
      };
      const access: ListAccess<'subjectId', ActivityRecord> = {
        fetch: searchOnly(pages.searchActivities, call),
        isWanted: searched(isWantedActivity),
        judge: judgeActivity,
        ...tellsAll,
        complete: nothingMore,
      };
      return readList(
        { kind: 'activities', conditions, candidates: () => [candidate], window, access },
        optionsFor('activities'),
      );
    },
    async listGestiones(filter, window, call) {
      const conditions = readConditions(filter);
      const access: ListAccess<'customerId', GestionRecord> = {
        fetch: searchOnly(pages.searchGestiones, call),
        isWanted: searched(isWantedGestion),
        judge: judgeGestion,
        ...tellsAll,
        complete: nothingMore,
      };
      return readList(
        { kind: 'gestiones', conditions, candidates: () => gestionCandidates(conditions), window, access },
        optionsFor('gestiones'),
      );
    },
    listNothing: (window) => listNothing(window, 'nothing'),

    explainCases(filter, window) {
      const conditions = readConditions(filter);
      const placed = placeWindow(window, identify('cases', conditions));
      return explainList({
        candidates: casesFor(conditions)(placed.resume !== null),
        conditions,
        window: placed,
        scanLimitCalls,
        estimates: statistics.cases,
        areDatesOpen: dates.areOpen,
      });
    },
  };
}

async function fetchCases({
  pages,
  dates,
  clock,
  source,
  page,
  call,
  isCompared,
  goesOn,
}: {
  readonly pages: PageReader;
  readonly dates: CreationDates;
  readonly clock: ListsOptions['clock'];
  readonly source: Source<CaseSearchField>;
  readonly page: PageRequest;
  readonly call: CallContext;
  /** Whether other conditions are evaluated on the rows of a span of time. */
  readonly isCompared: boolean;
  readonly goesOn: boolean;
}): Promise<ListedPage<CaseRecord>> {
  if (source.kind === 'search') {
    const found = await pages.searchCases(source.search, page, call);
    dates.notice(found.rows);
    return found;
  }
  let calls = 0;
  // A failure does not tell what it cost.
  const counted: CallContext = {
    ...call,
    owner: call.owner ?? call,
    onCall: (endpoint) => {
      calls += 1;
      call.onCall(endpoint);
    },
  };
  const listSpan: ListSpan = (span, one) => pages.listCasesCreatedBetween(span, one, counted);
  const span = { from: source.from, to: source.to };
  try {
    const found = await listSpan(span, page);
    // What rows leave out reads as empty, and a condition on it as not met.
    if (isCompared && arePartsOfCases(found.rows)) {
      dates.onRefused(clock.now());
      throw new DatesMistrusted(calls);
    }
    const proof = await proveDates(dates, found, { span, listSpan, goesOn });
    if (dates.areUsable || goesOn) {
      const spent = Math.max(calls, found.calls + proof.calls);
      return { ...found, calls: spent, isUnproven: !dates.areUsable || !proof.isMade };
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    dates.onRefused(clock.now());
    throw new DatesMistrusted(calls, { cause: error });
  }
  throw new DatesMistrusted(calls);
}

/** Finds out by which date the CRM lists. The page that is there is not lost over a proof that cannot be made now. */
async function proveDates(
  dates: CreationDates,
  { rows }: SourcedPage<CaseRecord>,
  parts: { readonly span: InstantSpan; readonly listSpan: ListSpan; readonly goesOn: boolean },
): Promise<{ readonly calls: number; readonly isMade: boolean }> {
  try {
    return { calls: await dates.check(rows, parts.span, parts.listSpan), isMade: true };
  } catch (error) {
    if (!(error instanceof Fault) || (isRefusal(error) && !parts.goesOn)) throw error;
    return { calls: 0, isMade: false };
  }
}

/** Reads sources of which the CRM has no list of a span of time. */
function searchOnly<Field extends string, T>(
  read: (search: Search<Field>, page: PageRequest, call: CallContext) => Promise<SourcedPage<T>>,
  call: CallContext,
) {
  return (source: Source<Field>, page: PageRequest): Promise<SourcedPage<T>> => {
    if (source.kind !== 'search') throw new TypeError('The CRM cannot list these records by a span of time.');
    return read(source.search, page, call);
  };
}

function searched<Field extends string, T>(isWanted: (row: T, search: Search<Field>) => boolean) {
  return (row: T, source: Source<Field>): boolean => source.kind !== 'search' || isWanted(row, source.search);
}

/** Those of the ways that are preferred, where there are any. */
function preferred<T>(ways: readonly T[], isPreferred: (way: T) => boolean): readonly T[] {
  const chosen = ways.filter(isPreferred);
  return chosen.length === 0 ? ways : chosen;
}

const tellsAll = { leavesOpen: () => false, isUntold: () => false };

/** For rows that carry everything there is to know. */
async function nothingMore<T>(row: T): Promise<{ readonly row: T; readonly calls: number }> {
  return Promise.resolve({ row, calls: 0 });
}
