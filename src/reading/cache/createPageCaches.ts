import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import type { InstantSpan, Search } from '../../model/search.js';
import type { WolkvoxClient } from '../../wolkvox/WolkvoxClient.js';
import { isWholeCase, isWholeContact } from '../isWhole.js';
import type { PageReader, PageSource } from '../PageReader.js';
import type { CaseKey } from '../Reader.js';
import { isQuotaLow } from './isQuotaLow.js';
import { RecordIndex } from './RecordIndex.js';
import type { Lifetime } from './Lifetime.js';
import { MemoryPageStore } from './MemoryPageStore.js';
import { PageCache, type PageCacheOptions } from './PageCache.js';

export interface PageCachesOptions extends Lifetime {
  readonly source: PageSource & Pick<WolkvoxClient, 'quota'>;
  readonly clock: { readonly now: () => number };
}

/** The process's pages, and the records that are known from them. */
export interface PageCaches extends PageReader {
  /** Cases by id and by number: `caseKey`. */
  readonly caseIndex: RecordIndex<CaseRecord>;
  /** Contacts by id; their other keys are not unique. */
  readonly contactIndex: RecordIndex<ContactRecord>;
  /** Whether older answers should stand in to save calls. */
  readonly isSavingQuota: () => boolean;
  /**
   * Forgets everything: the CRM may have changed through us. Reads under way go on for those who wait for them; nobody
   * joins them any more and nothing of theirs is remembered.
   */
  readonly invalidateAll: () => void;
}

/** What a kind of pages may take of the memory, in bytes of records; in all 24 MB. */
const maxBytes = { large: 8 * 1024 ** 2, small: 2 * 1024 ** 2 };

/** The name of a case in `caseIndex`. */
export const caseKey = ({ field, value }: CaseKey): string => `${field} ${value}`;

/** Makes the process's one set of pages: remembered while fresh, shared while under way. */
export function createPageCaches({ source, clock, ttlMs, staleMs }: PageCachesOptions): PageCaches {
  const lifetime: Lifetime = { ttlMs, staleMs };
  const isSavingQuota = (): boolean => isQuotaLow(source.quota());
  const caseIndex = new RecordIndex<CaseRecord>(lifetime, (record) => (isWholeCase(record) ? caseKeys(record) : []));
  const contactIndex = new RecordIndex<ContactRecord>(lifetime, (record) =>
    isWholeContact(record) ? [record.id] : [],
  );
  const caches: { forget: () => void }[] = [];

  function cache<Query, T>(
    bytes: number,
    nameOf: (query: NoInfer<Query>) => string,
    fetch: PageCacheOptions<Query, T>['fetch'],
    known: RecordIndex<T> | null = null,
  ): PageCache<Query, T>['read'] {
    const memory = new MemoryPageStore<T>(lifetime, bytes, known);
    const made = new PageCache<Query, T>({ fetch, nameOf, memory, clock, isSavingQuota });
    caches.push(made);
    return (query, page, call) => made.read(query, page, call);
  }
  const { large, small } = maxBytes;

  return {
    searchCases: cache(large, searchName, (search, page, call) => source.searchCases(search, page, call), caseIndex),
    searchContacts: cache(
      small,
      searchName,
      (search, page, call) => source.searchContacts(search, page, call),
      contactIndex,
    ),
    searchCompanies: cache(small, searchName, (search, page, call) => source.searchCompanies(search, page, call)),
    searchActivities: cache(small, searchName, (search, page, call) => source.searchActivities(search, page, call)),
    searchGestiones: cache(small, searchName, (search, page, call) => source.searchGestiones(search, page, call)),
    listCasesCreatedBetween: cache(
      small * 2,
      spanName,
      (span, page, call) => source.listCasesCreatedBetween(span, page, call),
      caseIndex,
    ),
    listContactsCreatedBetween: cache(
      small * 2,
      spanName,
      (span, page, call) => source.listContactsCreatedBetween(span, page, call),
      contactIndex,
    ),
    caseIndex,
    contactIndex,
    isSavingQuota,
    invalidateAll: () => {
      for (const each of caches) each.forget();
    },
  };
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
