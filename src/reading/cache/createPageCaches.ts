import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import type { InstantSpan, Search } from '../../model/search.js';
import type { WriteEffect } from '../../model/WriteEffect.js';
import type { PageStore } from '../../store/PageStore.js';
import type { PageCodec, PageCodecs } from '../../wolkvox/PageCodec.js';
import type { WolkvoxClient } from '../../wolkvox/WolkvoxClient.js';
import { isWholeCase, isWholeContact } from '../isWhole.js';
import type { PageReader, PageSource } from '../PageReader.js';
import type { CaseKey } from '../Reader.js';
import {
  type Affects,
  affectsActivitySearch,
  affectsCaseSearch,
  affectsCaseSpan,
  affectsContactSearch,
  affectsContactSpan,
  affectsOthers,
  type Before,
} from './affects.js';
import { type Lifetime, isQuotaLow } from './freshness.js';
import { MemoryPageStore } from './MemoryPageStore.js';
import { PageCache, type PageCacheOptions } from './PageCache.js';
import { RecordIndex } from './RecordIndex.js';
import { SharedPages, type SharedRecords } from './SharedPages.js';

export interface PageCachesOptions extends Lifetime {
  readonly source: PageSource & Pick<WolkvoxClient, 'quota'>;
  readonly clock: { readonly now: () => number };
  /** Where replicas share their pages; without it every process reads for itself. */
  readonly shared?: { readonly pages: PageStore; readonly codecs: PageCodecs } | undefined;
}

/** The process's pages, and the index of the records on them. */
export interface PageCaches extends PageReader {
  /** Cases by id and by number: `caseKey`. */
  readonly caseIndex: RecordIndex<CaseRecord>;
  /** Contacts by id; their other keys are not unique. */
  readonly contactIndex: RecordIndex<ContactRecord>;
  /** Whether stale pages and records are served to save calls. */
  readonly isSavingQuota: () => boolean;
  /**
   * Drops what a write may have changed. Reads under way go on for those who wait for them; where the write may change
   * what they bring, nobody joins them any more and nothing of theirs is stored.
   */
  readonly invalidate: (effect: WriteEffect) => void;
}

/** What a kind of pages may take of the memory, in bytes of records; in all 36 MB. */
const maxBytes = { large: 20 * 1024 ** 2, medium: 4 * 1024 ** 2, small: 2 * 1024 ** 2 };

/** The name of a case in `caseIndex`. */
export const caseKey = ({ field, value }: CaseKey): string => `${field} ${value}`;

/** Makes the process's one set of page caches. */
export function createPageCaches(options: PageCachesOptions): PageCaches {
  const { source, clock, ttlMs, staleMs, shared } = options;
  const lifetime: Lifetime = { ttlMs, staleMs };
  const isSavingQuota = (): boolean => isQuotaLow(source.quota());
  const caseNames = (record: CaseRecord): readonly string[] => (isWholeCase(record) ? caseKeys(record) : []);
  const contactIds = (record: ContactRecord): readonly string[] => (isWholeContact(record) ? [record.id] : []);
  const caseIndex = new RecordIndex<CaseRecord>(lifetime, caseNames);
  const contactIndex = new RecordIndex<ContactRecord>(lifetime, contactIds);
  // The names of cases in the index are those of the searches that find them.
  const sharedCases: SharedRecords<CaseRecord> = { kind: 'cases', namesOf: caseNames };
  const sharedContacts: SharedRecords<ContactRecord> = {
    kind: 'contacts',
    namesOf: (record) => contactIds(record).map((id) => searchName({ field: 'id', value: id })),
  };
  const caches: { invalidate: (effect: WriteEffect, before: Before) => void }[] = [];

  function cache<Query, T extends { readonly id: string }>(
    kind: keyof PageReader,
    codec: PageCodec<T> | undefined,
    bytes: number,
    parts: {
      readonly fetch: PageCacheOptions<Query, T>['fetch'];
      readonly nameOf: (query: NoInfer<Query>) => string;
      readonly affects: Affects<NoInfer<Query>, NoInfer<T>>;
    },
    index: RecordIndex<T> | null = null,
    records: SharedRecords<T> | null = null,
  ): PageCache<Query, T>['read'] {
    const memory = new MemoryPageStore<Query, T>(lifetime, bytes, index);
    const store = ttlMs === 0 ? undefined : shared?.pages;
    const pages = store && codec ? new SharedPages<T>({ store, codec, kind, records, lifetime, clock }) : null;
    const made = new PageCache<Query, T>({ ...parts, memory, clock, isSavingQuota, shared: pages });
    caches.push(made);
    return (query, page, call) => made.read(query, page, call);
  }
  const { large, medium, small } = maxBytes;

  return {
    searchCases: cache(
      'searchCases',
      shared?.codecs.searchCases,
      large,
      {
        fetch: (search, page, call) => source.searchCases(search, page, call),
        nameOf: searchName,
        affects: affectsCaseSearch,
      },
      caseIndex,
      sharedCases,
    ),
    searchContacts: cache(
      'searchContacts',
      shared?.codecs.searchContacts,
      small,
      {
        fetch: (search, page, call) => source.searchContacts(search, page, call),
        nameOf: searchName,
        affects: affectsContactSearch,
      },
      contactIndex,
      sharedContacts,
    ),
    searchCompanies: cache('searchCompanies', shared?.codecs.searchCompanies, small, {
      fetch: (search, page, call) => source.searchCompanies(search, page, call),
      nameOf: searchName,
      affects: affectsOthers,
    }),
    searchActivities: cache('searchActivities', shared?.codecs.searchActivities, small, {
      fetch: (search, page, call) => source.searchActivities(search, page, call),
      nameOf: searchName,
      affects: affectsActivitySearch,
    }),
    searchGestiones: cache('searchGestiones', shared?.codecs.searchGestiones, small, {
      fetch: (search, page, call) => source.searchGestiones(search, page, call),
      nameOf: searchName,
      affects: affectsOthers,
    }),
    listCasesCreatedBetween: cache(
      'listCasesCreatedBetween',
      shared?.codecs.listCasesCreatedBetween,
      medium,
      {
        fetch: (span, page, call) => source.listCasesCreatedBetween(span, page, call),
        nameOf: spanName,
        affects: affectsCaseSpan,
      },
      caseIndex,
      sharedCases,
    ),
    listContactsCreatedBetween: cache(
      'listContactsCreatedBetween',
      shared?.codecs.listContactsCreatedBetween,
      medium,
      {
        fetch: (span, page, call) => source.listContactsCreatedBetween(span, page, call),
        nameOf: spanName,
        affects: affectsContactSpan,
      },
      contactIndex,
      sharedContacts,
    ),
    caseIndex,
    contactIndex,
    isSavingQuota,
    invalidate: (effect) => {
      const now = clock.now();
      const changedId = caseWritten(effect);
      const before: Before = {
        changedCase:
          changedId === null ? undefined : caseIndex.find(caseKey({ field: 'id', value: changedId }), 'fresh', now),
        contactById: (id) => contactIndex.find(id, 'fresh', clock.now()),
        now,
      };
      for (const each of caches) each.invalidate(effect, before);
    },
  };
}

/** The id of the case that a write may have changed. */
function caseWritten(effect: WriteEffect): string | null {
  if (effect.kind === 'caseChanged') return effect.id;
  return effect.kind === 'activityCreated' ? effect.subjectId : null;
}

function caseKeys({ id, caseNumber }: CaseRecord): readonly string[] {
  const byId = caseKey({ field: 'id', value: id });
  return caseNumber === null ? [byId] : [byId, caseKey({ field: 'caseNumber', value: caseNumber })];
}

function searchName({ field, value }: Search<string>): string {
  return `${field} ${value}`;
}

function spanName({ from, to }: InstantSpan): string {
  return `${String(from.getTime())} ${String(to.getTime())}`;
}
