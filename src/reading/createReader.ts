import type { CallContext } from '../model/CallContext.js';
import type { List, ListWindow } from '../model/List.js';
import type { Search } from '../model/search.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import { readConditions, type Condition } from './conditions.js';
import { isWantedActivity, isWantedCase, isWantedGestion } from './isWanted.js';
import { createFinders } from './createFinders.js';
import { emptyList } from './emptyList.js';
import { explainSearch } from './explainSearch.js';
import { listIdentity, type ListKind } from './listIdentity.js';
import { pageFor, type PagePlacement, type RowWindow } from './pageFor.js';
import type { ReadPage } from './PageReader.js';
import { createSharedPages } from './pages/createSharedPages.js';
import { placeWindow } from './placeWindow.js';
import { planCaseSearch, planGestionSearch } from './planSearch.js';
import type { Reader } from './Reader.js';
import { toList } from './toList.js';
import { TotalsMemory } from './TotalsMemory.js';

export interface ReaderOptions {
  readonly client: WolkvoxClient;
  readonly clock: { readonly now: () => number };
  /** The most calls one list may spend on a filter that the CRM cannot search. */
  readonly scanLimitCalls: number;
  /** Whether the tenant's CRM lets activities be read, which the vendor does not document. */
  readonly areActivitiesReadable: boolean;
  /** How long pages and records are fresh; 0, the default, remembers nothing. */
  readonly cacheTtlMs?: number;
  /** How long they are kept to stand in when the CRM cannot answer. */
  readonly cacheStaleMs?: number;
}

/** Makes the process's reader: every answer with the fewest calls, every argument checked before the first one. */
export function createReader(options: ReaderOptions): Reader {
  const { client, clock, areActivitiesReadable } = options;
  const { cacheTtlMs: ttlMs = 0, cacheStaleMs: staleMs = 0 } = options;
  const pages = createSharedPages({ source: client, clock, ttlMs, staleMs });
  const totals = new TotalsMemory();

  /** Where to look for a window: with one row more where only that can tell whether the list goes on. */
  function place(kind: ListKind, window: RowWindow): PagePlacement {
    return pageFor(totals.lacksTotals(kind) ? { ...window, first: window.first + 1 } : window);
  }

  async function readList<T extends { readonly id: string }, Field extends string>(parts: {
    readonly kind: ListKind;
    readonly conditions: readonly Condition[];
    readonly search: Search<Field>;
    readonly window: ListWindow;
    readonly fetch: ReadPage<Search<Field>, T>;
    readonly isWanted: (row: T, search: Search<Field>) => boolean;
    readonly call: CallContext;
  }): Promise<List<T>> {
    const { kind, search } = parts;
    const list = listIdentity(kind, parts.conditions);
    const window = placeWindow(parts.window, list);
    const placement = place(kind, window);
    const page = await parts.fetch(search, placement.page, parts.call);
    totals.learn(kind, page);
    return toList({ page, placement, window, list, isWanted: (row) => parts.isWanted(row, search) });
  }

  function listNothing(window: ListWindow, list: string): List<never> {
    placeWindow(window, list);
    return emptyList(new Date(clock.now()));
  }

  return {
    ...createFinders({ pages, clock, areActivitiesReadable }),

    async listCases(filter, window, call) {
      const conditions = readConditions(filter);
      const plan = planCaseSearch(conditions);
      if (plan === null) return listNothing(window, listIdentity('cases', conditions));
      const fetch = pages.searchCases;
      return readList({ kind: 'cases', conditions, ...plan, window, fetch, isWanted: isWantedCase, call });
    },
    async listActivities(subjectId, window, call) {
      const search = { field: 'subjectId', value: subjectId } as const;
      const conditions: readonly Condition[] = [{ kind: 'values', field: search.field, values: [subjectId] }];
      if (!areActivitiesReadable) {
        placeWindow(window, listIdentity('activities', conditions));
        return null;
      }
      const fetch = pages.searchActivities;
      return readList({ kind: 'activities', conditions, search, window, fetch, isWanted: isWantedActivity, call });
    },
    async listGestiones(filter, window, call) {
      const conditions = readConditions(filter);
      const plan = planGestionSearch(conditions);
      if (plan === null) return listNothing(window, listIdentity('gestiones', conditions));
      const fetch = pages.searchGestiones;
      return readList({ kind: 'gestiones', conditions, ...plan, window, fetch, isWanted: isWantedGestion, call });
    },
    listNothing: (window) => listNothing(window, 'nothing'),

    explainCases(filter, window) {
      const conditions = readConditions(filter);
      const plan = planCaseSearch(conditions);
      const rows = placeWindow(window, listIdentity('cases', conditions));
      return explainSearch(plan, place('cases', rows).page);
    },
    quota: () => client.quota(),
    forgetAll: () => {
      pages.forgetAll();
    },
  };
}
