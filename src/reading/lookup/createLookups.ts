import type { CallContext } from '../../model/CallContext.js';
import { maxPageLimit, type PageRequest } from '../../model/search.js';
import { BatchLookup } from './BatchLookup.js';
import { isWholeCase, isWholeContact } from '../isWhole.js';
import type { SourcedPage } from '../PageReader.js';
import { allowsStale } from '../cache/freshness.js';
import { caseKey, type PageCaches } from '../cache/createPageCaches.js';
import type { RecordIndex } from '../cache/RecordIndex.js';
import { keyPage, pickById, pickCase, pickContact, pickOwner } from './pickRecord.js';
import type { OwnerKey, Reader } from '../Reader.js';

/** The part of a reader that looks records up by key. */
export type Lookups = Pick<
  Reader,
  | 'findCase'
  | 'findCases'
  | 'findContact'
  | 'findContacts'
  | 'shouldBatch'
  | 'findOwner'
  | 'findCompany'
  | 'findActivity'
  | 'findGestion'
> & {
  /** Keeps look-ups under way from being joined by whoever asks from now on. */
  readonly invalidateAll: () => void;
};

export interface LookupOptions {
  readonly pages: PageCaches;
  readonly clock: { readonly now: () => number };
  readonly areActivitiesReadable: boolean;
}

/** Where others fill the page of a key, the record is looked for among as many as one call can bring. */
const widePage: PageRequest = { page: 1, limit: maxPageLimit };

/**
 * Looks records up by key. One that a page in memory holds is not looked up again while that page is fresh; when the
 * CRM cannot answer, or few calls are left, an older one stands in. A record has no place to say so; lists have.
 */
export function createLookups({ pages, clock, areActivitiesReadable }: LookupOptions): Lookups {
  async function findKnown<T>(
    known: RecordIndex<T>,
    key: string,
    lookUp: () => Promise<T | null>,
    { onCacheHit, onPage }: CallContext,
  ): Promise<T | null> {
    // Nobody knows here how long the page that a record lies on is held.
    const onHit = (): void => {
      onCacheHit?.();
      onPage?.(null);
    };
    const now = clock.now();
    const hit = known.find(key, 'fresh', now) ?? (pages.isSavingQuota() ? known.find(key, 'stale', now) : undefined);
    if (hit !== undefined) {
      onHit();
      return hit;
    }
    try {
      return await lookUp();
    } catch (error) {
      const standIn = allowsStale(error) ? known.find(key, 'stale', clock.now()) : undefined;
      if (standIn === undefined) throw error;
      onHit();
      return standIn;
    }
  }

  const findCase: Lookups['findCase'] = (key, call) =>
    findKnown(
      pages.caseIndex,
      caseKey(key),
      () =>
        pickFrom(
          (page) => pages.searchCases(key, page, call),
          (found) => pickCase(found, key),
        ),
      call,
    );
  const findContact: Lookups['findContact'] = async (key, call) => {
    const lookUp = () =>
      pickFrom(
        (page) => pages.searchContacts(key, page, call),
        (found) => pickContact(found, key),
      );
    return key.field === 'id' ? findKnown(pages.contactIndex, key.value, lookUp, call) : lookUp();
  };
  const cases = new BatchLookup({
    known: (id) => pages.caseIndex.find(caseKey({ field: 'id', value: id }), 'fresh', clock.now()),
    findOne: (id, call) => findCase({ field: 'id', value: id }, call),
    listCreatedBetween: pages.listCasesCreatedBetween,
    isWhole: isWholeCase,
    clock,
  });
  const contacts = new BatchLookup({
    known: (id) => pages.contactIndex.find(id, 'fresh', clock.now()),
    findOne: (id, call) => findContact({ field: 'id', value: id }, call),
    listCreatedBetween: pages.listContactsCreatedBetween,
    isWhole: isWholeContact,
    clock,
  });

  return {
    findCase,
    findCases: (ids, call, deliver) => {
      cases.find(ids, call, deliver);
    },
    findContact,
    findContacts: (ids, call, deliver) => {
      contacts.find(ids, call, deliver);
    },
    invalidateAll: () => {
      cases.invalidateAll();
      contacts.invalidateAll();
    },
    shouldBatch: (kind) => (kind === 'cases' ? cases : contacts).isWorthwhile,
    async findOwner(key, call) {
      for (const { field, part } of ownerSearches(key)) {
        const owner = await pickFrom(
          (page) => pages.searchCases({ field, value: key.value }, page, call),
          (found) => pickOwner(found, key, part),
        );
        if (owner !== null) return owner;
      }
      return null;
    },
    async findCompany(id, call) {
      return pickById(await pages.searchCompanies({ field: 'id', value: id }, keyPage, call), id);
    },
    async findActivity(id, call) {
      if (!areActivitiesReadable) return null;
      return pickById(await pages.searchActivities({ field: 'id', value: id }, keyPage, call), id);
    },
    async findGestion(id, call) {
      return pickById(await pages.searchGestiones({ field: 'id', value: id }, keyPage, call), id);
    },
  };
}

async function pickFrom<T, Found>(
  read: (page: PageRequest) => Promise<SourcedPage<T>>,
  pick: (page: SourcedPage<T>) => Found | null,
): Promise<Found | null> {
  const page = await read(keyPage);
  const found = pick(page);
  const { rows, totalRecords } = page;
  const hasMore = rows.length >= keyPage.limit && (totalRecords === null || totalRecords > rows.length);
  return found !== null || !hasMore ? found : pick(await read(widePage));
}

/** Where an owner may be named: in the cases it owns first, for most own one; else in those it has to act on. */
function ownerSearches({ field }: OwnerKey) {
  return field === 'id'
    ? ([
        { field: 'ownerId', part: 'owner' },
        { field: 'responsibleId', part: 'responsible' },
      ] as const)
    : ([
        { field: 'ownerUser', part: 'owner' },
        { field: 'responsibleUser', part: 'responsible' },
      ] as const);
}
