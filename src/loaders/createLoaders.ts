import DataLoader from 'dataloader';
import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { Clock } from '../model/Clock.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { CaseFilter, GestionFilter } from '../model/filters.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { ActivityList, CaseList, GestionList, ListWindow } from '../model/List.js';
import type { OwnerRecord } from '../model/OwnerRecord.js';
import { listKey } from '../reading/listKey.js';
import { normalizeCaseFilter, normalizeGestionFilter } from '../reading/predicate/normalizeFilter.js';
import type { Reader } from '../reading/Reader.js';
import { BatchScheduler } from './BatchScheduler.js';
import type { Loaders } from './Loaders.js';
import { batchingLoader, singleLoader } from './recordLoaders.js';

/** One list asked for: what has to match, and which part of it. */
interface ListRequest<Filter> {
  readonly filter: Filter;
  readonly window: ListWindow;
}

/**
 * Makes the loaders of one operation. Equal look-ups and equal lists are read once; how many calls run at a time is the
 * client's to bound. Each answer is delivered when it is there, and a key that fails fails alone.
 */
export function createLoaders(reader: Reader, call: CallContext, clock: Pick<Clock, 'setTimer'>): Loaders {
  // Forgetting means starting anew: what is still under way fills the old set, which nobody asks any more.
  let current = new LoaderSet(reader, call, clock);
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
    vocabulary: () => reader.vocabulary(),
    clear: () => {
      current = new LoaderSet(reader, call, clock);
    },
  };
}

/** The loaders between two moments of forgetting. A record that was read answers later look-ups by its other keys. */
class LoaderSet {
  readonly casesBy;
  readonly contactsBy;
  readonly ownersBy;
  readonly companies;
  readonly activities;
  readonly gestiones;
  readonly caseLists: ListLoader<CaseFilter, CaseList>;
  readonly activityLists: ListLoader<string, ActivityList | null>;
  readonly gestionLists: ListLoader<GestionFilter, GestionList>;

  constructor(reader: Reader, call: CallContext, clock: Pick<Clock, 'setTimer'>) {
    const scheduler = new BatchScheduler(clock);
    const findContact = (field: 'email' | 'identification') =>
      singleLoader<ContactRecord>(async (value) => this.#keepContact(await reader.findContact({ field, value }, call)));
    const findOwner = (field: 'id' | 'user') =>
      singleLoader<OwnerRecord>((value) => reader.findOwner({ field, value }, call));

    this.casesBy = {
      id: batchingLoader<CaseRecord>(
        (ids, deliver) => {
          reader.findCases(ids, call, (id, outcome) => {
            deliver(id, outcome instanceof Error ? outcome : this.#keepCase(outcome));
          });
        },
        (begin) => {
          scheduler.schedule(begin, () => reader.shouldBatch('cases'));
        },
      ),
      caseNumber: singleLoader<CaseRecord>(async (value) =>
        this.#keepCase(await reader.findCase({ field: 'caseNumber', value }, call)),
      ),
    };
    this.contactsBy = {
      id: batchingLoader<ContactRecord>(
        (ids, deliver) => {
          reader.findContacts(ids, call, deliver);
        },
        (begin) => {
          scheduler.schedule(begin, () => reader.shouldBatch('contacts'));
        },
      ),
      email: findContact('email'),
      identification: findContact('identification'),
    };
    this.ownersBy = { id: findOwner('id'), user: findOwner('user') };
    this.companies = singleLoader<CompanyRecord>((id) => reader.findCompany(id, call));
    this.activities = singleLoader<ActivityRecord>((id) => reader.findActivity(id, call));
    this.gestiones = singleLoader<GestionRecord>((id) => reader.findGestion(id, call));
    this.caseLists = listLoader(normalizeCaseFilter, async ({ filter, window }) => {
      const list = await scheduler.duringList(reader.listCases(filter, window, call));
      for (const { node } of list.items) this.#keepCase(node);
      return list;
    });
    this.activityLists = listLoader(
      (subjectId: string) => subjectId,
      async ({ filter, window }) => {
        const list = await scheduler.duringList(reader.listActivities(filter, window, call));
        for (const { node } of list?.items ?? []) this.activities.prime(node.id, node);
        return list;
      },
    );
    this.gestionLists = listLoader(normalizeGestionFilter, async ({ filter, window }) => {
      const list = await scheduler.duringList(reader.listGestiones(filter, window, call));
      for (const { node } of list.items) this.gestiones.prime(node.id, node);
      return list;
    });
  }

  #keepCase(record: CaseRecord | null): CaseRecord | null {
    if (record === null) return null;
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

type ListLoader<Filter, Found> = DataLoader<ListRequest<Filter>, Found, string>;

/** `identify` gives the same for filters that mean the same, so that one reading answers both. */
function listLoader<Filter, Found>(
  identify: (filter: Filter) => unknown,
  read: (request: ListRequest<Filter>) => Promise<Found>,
): ListLoader<Filter, Found> {
  return new DataLoader((requests: readonly ListRequest<Filter>[]) => Promise.all(requests.map(read)), {
    // One at a time: otherwise each list would wait for the slowest of those asked for at the same moment.
    batch: false,
    cacheKeyFn: ({ filter, window }) => listKey(identify(filter), window),
  });
}
