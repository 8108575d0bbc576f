import DataLoader from 'dataloader';
import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { CaseFilter, GestionFilter } from '../model/filters.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { ActivityList, CaseList, GestionList, ListWindow } from '../model/List.js';
import type { OwnerRecord } from '../model/OwnerRecord.js';
import { readConditions } from '../reading/planning/conditions.js';
import type { Reader } from '../reading/Reader.js';
import { BatchScheduler } from './BatchScheduler.js';
import type { Loaders } from './Loaders.js';

/** One list asked for: what has to match, and which part of it. */
interface ListRequest<Filter> {
  readonly filter: Filter;
  readonly window: ListWindow;
}

/**
 * Makes the loaders of one operation. Equal look-ups and equal lists are read once; each distinct key is one call, and
 * how many run at a time is the client's to bound. A key that fails fails alone.
 */
export function createLoaders(reader: Reader, call: CallContext): Loaders {
  // Forgetting means starting anew: what is still under way fills the old set, which nobody asks any more.
  let current = new LoaderSet(reader, call);
  return {
    findCase: ({ field, value }) => current.casesBy[field].load(value),
    findContact: ({ field, value }) => current.contactsBy[field].load(value),
    findOwner: ({ field, value }) => current.ownersBy[field].load(value),
    findCompany: (id) => current.companies.load(id),
    findActivity: (id) => current.activities.load(id),
    findGestion: (id) => current.gestiones.load(id),
    // Asynchronous, because the key of a filter that makes no sense cannot be had: a rejection, not an exception.
    listCases: async (filter, window) => current.caseLists.load({ filter, window }),
    listActivities: async (subjectId, window) => current.activityLists.load({ filter: subjectId, window }),
    listGestiones: async (filter, window) => current.gestionLists.load({ filter, window }),
    listNothing: (window) => reader.listNothing(window),
    explainCases: (filter, window) => reader.explainCases(filter, window),
    quota: () => reader.quota(),
    clear: () => {
      reader.invalidateAll();
      current = new LoaderSet(reader, call);
    },
  };
}

/** The loaders between two moments of forgetting. A record that was read answers later look-ups by its other keys. */
class LoaderSet {
  readonly casesBy;
  readonly contactsBy;
  readonly ownersBy;
  readonly companies: RecordLoader<CompanyRecord>;
  readonly activities: RecordLoader<ActivityRecord>;
  readonly gestiones: RecordLoader<GestionRecord>;
  readonly caseLists: ListLoader<CaseFilter, CaseList>;
  readonly activityLists: ListLoader<string, ActivityList | null>;
  readonly gestionLists: ListLoader<GestionFilter, GestionList>;
  readonly #scheduler = new BatchScheduler();

  constructor(reader: Reader, call: CallContext) {
    const findContact = (field: 'email' | 'identification') =>
      recordLoader<ContactRecord>(async (value) => this.#keepContact(await reader.findContact({ field, value }, call)));
    const findOwner = (field: 'id' | 'user') =>
      recordLoader<OwnerRecord>((value) => reader.findOwner({ field, value }, call));

    this.casesBy = {
      id: this.#batchLoader<CaseRecord>(
        async (ids) => (await reader.findCases(ids, call)).map((found) => this.#keepCase(found)),
        () => reader.shouldBatch('cases'),
      ),
      caseNumber: recordLoader<CaseRecord>(async (value) =>
        this.#keepCase(await reader.findCase({ field: 'caseNumber', value }, call)),
      ),
    };
    this.contactsBy = {
      id: this.#batchLoader<ContactRecord>(
        (ids) => reader.findContacts(ids, call),
        () => reader.shouldBatch('contacts'),
      ),
      email: findContact('email'),
      identification: findContact('identification'),
    };
    this.ownersBy = { id: findOwner('id'), user: findOwner('user') };
    this.companies = recordLoader((id) => reader.findCompany(id, call));
    this.activities = recordLoader((id) => reader.findActivity(id, call));
    this.gestiones = recordLoader((id) => reader.findGestion(id, call));
    this.caseLists = listLoader(async ({ filter, window }) => {
      const list = await this.#scheduler.during(reader.listCases(filter, window, call));
      for (const { node } of list.items) this.#keepCase(node);
      return list;
    });
    this.activityLists = listLoader(async ({ filter, window }) => {
      const list = await this.#scheduler.during(reader.listActivities(filter, window, call));
      for (const { node } of list?.items ?? []) this.activities.prime(node.id, node);
      return list;
    });
    this.gestionLists = listLoader(async ({ filter, window }) => {
      const list = await this.#scheduler.during(reader.listGestiones(filter, window, call));
      for (const { node } of list.items) this.gestiones.prime(node.id, node);
      return list;
    });
  }

  /** Looks records up by id, all that an operation wants at about the same time together. */
  #batchLoader<Found>(
    find: (ids: readonly string[]) => Promise<readonly (Found | null | Error)[]>,
    waitsForLists: () => boolean,
  ): RecordLoader<Found> {
    return new DataLoader(find, {
      batchScheduleFn: (callback) => {
        this.#scheduler.schedule(callback, waitsForLists);
      },
    });
  }

  #keepCase<Found extends CaseRecord | Error | null>(record: Found): Found {
    if (record === null || record instanceof Error) return record;
    this.casesBy.id.prime(record.id, record);
    if (record.caseNumber !== null) this.casesBy.caseNumber.prime(record.caseNumber, record);
    return record;
  }

  /** Only by id: nobody promises that e-mail addresses and document numbers are unique. */
  #keepContact(record: ContactRecord | null): ContactRecord | null {
    if (record !== null) this.contactsBy.id.prime(record.id, record);
    return record;
  }
}

type RecordLoader<Found> = DataLoader<string, Found | null>;
type ListLoader<Filter, Found> = DataLoader<ListRequest<Filter>, Found, string>;

function recordLoader<Found>(find: (key: string) => Promise<Found | null>): RecordLoader<Found> {
  return new DataLoader((keys: readonly string[]) => settleEach(keys, find));
}

function listLoader<Filter extends CaseFilter | GestionFilter | string, Found>(
  read: (request: ListRequest<Filter>) => Promise<Found>,
): ListLoader<Filter, Found> {
  return new DataLoader((requests: readonly ListRequest<Filter>[]) => settleEach(requests, read), {
    cacheKeyFn: listKey,
  });
}

/** The same text for requests that mean the same, so that one reading answers both. */
function listKey({
  filter,
  window: { first, after, offset },
}: ListRequest<CaseFilter | GestionFilter | string>): string {
  const conditions = typeof filter === 'string' ? filter : readConditions(filter);
  return JSON.stringify([conditions, first, after, after === null ? (offset ?? 0) : offset]);
}

/** Reads for every key; a failure takes the place of its own key's answer and of no other's. */
async function settleEach<Key, Found>(
  keys: readonly Key[],
  read: (key: Key) => Promise<Found>,
): Promise<(Found | Error)[]> {
  return Promise.all(
    keys.map((key) =>
      read(key).catch((error: unknown) =>
        error instanceof Error ? error : new Error('Reading failed.', { cause: error }),
      ),
    ),
  );
}
