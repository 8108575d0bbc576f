import { randomUUID } from 'node:crypto';
import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { WriteEffect } from '../model/WriteEffect.js';
import type { PageStore } from '../store/PageStore.js';
import type { WriteLog } from '../store/WriteLog.js';
import type { PageCodecs } from '../wolkvox/PageCodec.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import { createReplicaReader } from './createReplicaReader.js';
import { createLookups } from './lookup/createLookups.js';
import { createListIdentity } from './executor/ResumeToken.js';
import { createLists } from './executor/createLists.js';
import { createPageCaches } from './cache/createPageCaches.js';
import { TenantCapabilities } from './capabilities/TenantCapabilities.js';
import { listKey } from './listKey.js';
import { ListCache } from './cache/ListCache.js';
import { normalizeCaseFilter, normalizeGestionFilter } from './predicate/normalizeFilter.js';
import type { Reader } from './Reader.js';

export interface ReaderOptions {
  readonly client: WolkvoxClient;
  readonly clock: { readonly now: () => number };
  /** The most calls one list may spend on a filter that the CRM cannot search. */
  readonly scanLimitCalls: number;
  /** What the tenant's CRM does; the defaults where left out. */
  readonly capabilities?: TenantCapabilities;
  /** How long pages and records are fresh; 0, the default, remembers nothing. */
  readonly cacheTtlMs?: number;
  /** How long they are kept to stand in when the CRM cannot answer. */
  readonly cacheStaleMs?: number;
  /**
   * A secret of the tenant, by which cursors are made so that they give nothing away. Replicas that share it go on with
   * each other's lists; without it cursors are good within this process only.
   */
  readonly cursorSecret?: string;
  /** What replicas share; left out where there is one process. */
  readonly shared?: SharedReading | undefined;
}

/** What replicas share of what was read and written. */
export interface SharedReading {
  readonly pages: PageStore;
  readonly codecs: PageCodecs;
  readonly writes: WriteLog;
}

/** Makes the process's reader: every answer with the fewest calls, every argument checked before the first one. */
export function createReader(options: ReaderOptions): Reader {
  const { client, clock, scanLimitCalls, capabilities = new TenantCapabilities({ clock }) } = options;
  const areActivitiesReadable = capabilities.value('activitiesReadable');
  const { cacheTtlMs: ttlMs = 0, cacheStaleMs: staleMs = 0 } = options;
  const identify = createListIdentity(options.cursorSecret ?? randomUUID());
  const { shared } = options;
  const pages = createPageCaches({ source: client, clock, ttlMs, staleMs, shared });
  const { invalidateAll: invalidateLookups, ...lookups } = createLookups({ pages, clock, areActivitiesReadable });
  const lists = createLists({
    pages,
    findContact: (id, call) => lookups.findContact({ field: 'id', value: id }, call),
    clock,
    scanLimitCalls,
    capabilities,
    freshMs: ttlMs,
    identify,
  });
  const caseLists = new ListCache<CaseRecord>(clock);
  const activityLists = new ListCache<ActivityRecord>(clock);
  const gestionLists = new ListCache<GestionRecord>(clock);
  const invalidate = (effect: WriteEffect): void => {
    pages.invalidate(effect);
    invalidateLookups();
  };
  const reader: Omit<Reader, 'invalidate'> = {
    ...lookups,
    ...lists,
    listCases: async (filter, window, call) =>
      caseLists.read(listKey(normalizeCaseFilter(filter), window), call, (own) => lists.listCases(filter, window, own)),
    listActivities: async (subjectId, window, call) =>
      activityLists.read(listKey(subjectId, window), call, (own) => lists.listActivities(subjectId, window, own)),
    listGestiones: async (filter, window, call) =>
      gestionLists.read(listKey(normalizeGestionFilter(filter), window), call, (own) =>
        lists.listGestiones(filter, window, own),
      ),
    vocabulary: () => capabilities.vocabulary,
    quota: () => client.latestQuota(),
  };
  if (shared) return createReplicaReader(reader, invalidate, shared.writes);
  return {
    ...reader,
    invalidate: (effect) => {
      invalidate(effect);
      return Promise.resolve();
    },
  };
}
