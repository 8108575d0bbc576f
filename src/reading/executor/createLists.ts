import type { ActivityRecord } from '../../model/ActivityRecord.js';
import type { CallContext } from '../../model/CallContext.js';
import type { GestionRecord } from '../../model/GestionRecord.js';
import type { ListWindow } from '../../model/List.js';
import type { PageRequest, Search } from '../../model/search.js';
import type { TenantCapabilities } from '../capabilities/TenantCapabilities.js';
import { activityCatalogue } from '../catalogue/activityCatalogue.js';
import { caseCatalogue } from '../catalogue/caseCatalogue.js';
import type { Catalogue } from '../catalogue/FilterField.js';
import { gestionCatalogue } from '../catalogue/gestionCatalogue.js';
import type { PageReader, SourcedPage } from '../PageReader.js';
import { accessPathsFor } from '../planner/accessPathsFor.js';
import { explainPlan } from '../planner/explainPlan.js';
import type { PageFacts } from '../planner/mostCalls.js';
import { PlanCache } from '../planner/PlanCache.js';
import { rankByCost } from '../planner/cost.js';
import { Statistics } from '../planner/Statistics.js';
import { normalizeCaseFilter, normalizeGestionFilter, type Predicate } from '../predicate/normalizeFilter.js';
import type { Reader } from '../Reader.js';
import { CarriedFields } from './CarriedFields.js';
import { createCaseSource } from './createCaseSource.js';
import type { FindContact } from './createContactCompletion.js';
import { DateListing } from './DateListing.js';
import { decodePageArgs, emptyList, resumedPath } from './pageArgs.js';
import { executePlan, type ExecutorOptions } from './executePlan.js';
import { type ListIdentity, finished } from './ResumeToken.js';
import type { ListSource } from './ListSource.js';
import { PageLengths } from './PageLengths.js';

export interface ListsOptions {
  readonly pages: PageReader;
  readonly findContact: FindContact;
  readonly clock: { readonly now: () => number };
  /** The most calls one list may spend on a filter that the CRM cannot search. */
  readonly scanLimitCalls: number;
  readonly capabilities: TenantCapabilities;
  /** How long pages are fresh; 0 when nothing is remembered. */
  readonly freshMs: number;
  readonly identify: ListIdentity;
}

type Lists = Pick<Reader, 'listCases' | 'listActivities' | 'listGestiones' | 'listNothing' | 'explainCases'>;

/** Makes the part of the reader that lists. */
export function createLists(options: ListsOptions): Lists {
  const { pages, clock, scanLimitCalls, capabilities, freshMs, identify } = options;
  const planCache = new PlanCache(freshMs);
  const dates = new DateListing(capabilities);
  const fields = new CarriedFields(capabilities, caseCatalogue);
  const crmDirection: ExecutorOptions['crmDirection'] = () => {
    const order = capabilities.value('rowOrder');
    return order === 'unknown' ? null : order === 'oldestFirst' ? 1 : -1;
  };
  const executorFor = (catalogue: Catalogue<never>): ExecutorOptions => {
    const statistics = new Statistics(clock, catalogue);
    return {
      estimates: statistics,
      clock,
      scanLimitCalls,
      lengths: new PageLengths(capabilities),
      planCache,
      crmDirection: catalogue === caseCatalogue ? crmDirection : () => null,
      onPage: (scan, page, total) => {
        if (total !== null) statistics.learn(scan, total, page.fetchedAt.getTime());
      },
    };
  };
  const caseExecutor = executorFor(caseCatalogue);
  const activityExecutor = executorFor(activityCatalogue);
  const gestionExecutor = executorFor(gestionCatalogue);

  const casePaths = (predicates: readonly Predicate[]) => (isResumed: boolean) => {
    const now = clock.now();
    // A list that was begun by a span of time goes on so, whatever became known of it since.
    const all = accessPathsFor(predicates, caseCatalogue, dates.isUsable || isResumed ? new Date(now) : null);
    if (all === null || isResumed) return all;
    const isRefused = dates.wasRefusedBefore(now);
    const promising = preferred(all, ({ scans }) => !isRefused || scans.every(({ kind }) => kind === 'search'));
    return preferred(promising, ({ residual }) => residual.every(({ field }) => !fields.isUncarried(field)));
  };

  return {
    async listCases(filter, window, call) {
      const predicates = normalizeCaseFilter(filter);
      const source = createCaseSource({ ...options, dates, fields }, { call, isCompared: predicates.length > 1 });
      const list = identify('cases', predicates, window.order);
      return executePlan({ list, predicates, paths: casePaths(predicates), window, source }, caseExecutor);
    },
    async listActivities(subjectId, window, call) {
      const predicates: readonly Predicate[] = [{ kind: 'values', field: 'subjectId', values: [subjectId] }];
      const list = identify('activities', predicates);
      if (!capabilities.value('activitiesReadable')) {
        decodePageArgs(window, list);
        return null;
      }
      const paths = () => accessPathsFor(predicates, activityCatalogue, null);
      const source = searchSource<'subjectId', ActivityRecord>(activityCatalogue, pages.searchActivities, call);
      return executePlan({ list, predicates, paths, window, source }, activityExecutor);
    },
    async listGestiones(filter, window, call) {
      const predicates = normalizeGestionFilter(filter);
      const list = identify('gestiones', predicates);
      const paths = () => accessPathsFor(predicates, gestionCatalogue, null);
      const source = searchSource<'customerId', GestionRecord>(gestionCatalogue, pages.searchGestiones, call);
      return executePlan({ list, predicates, paths, window, source }, gestionExecutor);
    },
    listNothing(window: ListWindow) {
      decodePageArgs(window, 'nothing');
      return emptyList(new Date(clock.now()));
    },
    explainCases(filter, window) {
      const predicates = normalizeCaseFilter(filter);
      const page = decodePageArgs(window, identify('cases', predicates, window.order));
      const { resume, first, offset, order } = page;
      const paths = casePaths(predicates)(resume !== null);
      if (paths === null) return explainPlan(null);
      const ways = resume === null ? paths : [resumedPath(paths, resume)];
      const [best] = rankByCost(ways, { predicates, wanted: first + offset }, caseExecutor.estimates, caseCatalogue);
      if (best === undefined) throw new RangeError('A list without an access path cannot be explained.');
      return explainPlan({
        ...best,
        first,
        offset,
        isResumed: resume !== null,
        scansLeft: best.path.scans.filter((_, index) => resume?.places[index] !== finished).length,
        order,
        scanLimitCalls,
        areDatesOpen: dates.isOpen,
        catalogue: caseCatalogue,
        pages: factsOf(caseExecutor.lengths),
        capabilities: capabilities.facts(),
      });
    },
  };
}

/** What pages have shown so far; before the first one, as declared. */
function factsOf(lengths: PageLengths): PageFacts {
  const { ownLength, lacksTotals, isAsAsked, hasSeenRows, beyondEnd } = lengths;
  return {
    ownLength,
    lacksTotals,
    isAsAsked: isAsAsked || !hasSeenRows,
    isEnd: (rows) => lengths.isEnd(rows),
    isEmptyBeyondEnd: beyondEnd === 'nothing',
  };
}

/** The source of records that the CRM only searches, and whose rows carry everything there is to know. */
function searchSource<SearchField extends string, T>(
  catalogue: Catalogue<T, SearchField>,
  read: (search: Search<SearchField>, page: PageRequest, call: CallContext) => Promise<SourcedPage<T>>,
  call: CallContext,
): ListSource<SearchField, T> {
  return {
    catalogue,
    fetch(scan, page) {
      if (scan.kind !== 'search') throw new TypeError('The CRM cannot list these records by a span of time.');
      return read(scan.search, page, call);
    },
    isCarried: () => true,
    leavesOpen: () => false,
    isUncarried: () => false,
    complete: (row) => Promise.resolve({ row, calls: 0 }),
    noteRowOrder: () => false,
  };
}

/** Those of the paths that are preferred, where there are any. */
function preferred<T>(paths: readonly T[], isPreferred: (path: T) => boolean): readonly T[] {
  const chosen = paths.filter(isPreferred);
  return chosen.length === 0 ? paths : chosen;
}
