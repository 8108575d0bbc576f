import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import type { InstantSpan, Search } from '../../model/search.js';
import type { WolkvoxClient } from '../../wolkvox/WolkvoxClient.js';
import { isWholeCase, isWholeContact } from '../isWhole.js';
import type { PageReader, PageSource } from '../PageReader.js';
import type { CaseKey } from '../Reader.js';
import { isQuotaLow } from './isQuotaLow.js';
import { KnownRecords } from './KnownRecords.js';
import type { Lifetime } from './Lifetime.js';
import { PageMemory } from './PageMemory.js';
import { PageShelf, type PageShelfOptions } from './PageShelf.js';

export interface SharedPagesOptions extends Lifetime {
  readonly source: PageSource & Pick<WolkvoxClient, 'quota'>;
  readonly clock: { readonly now: () => number };
}

/** The process's pages, and the records that are known from them. */
export interface SharedPages extends PageReader {
  /** Cases by id and by number: `caseKey`. */
  readonly knownCases: KnownRecords<CaseRecord>;
  /** Contacts by id; their other keys are not unique. */
  readonly knownContacts: KnownRecords<ContactRecord>;
  /** Whether older answers should stand in to save calls. */
  readonly isThrifty: () => boolean;
  /**
   * Forgets everything: the CRM may have changed through us. Reads under way go on for those who wait for them; nobody
   * joins them any more and nothing of theirs is remembered.
   */
  readonly forgetAll: () => void;
}

/** What a kind of pages may take of the memory, in bytes of records; in all 24 MB. */
const maxBytes = { large: 8 * 1024 ** 2, small: 2 * 1024 ** 2 };

/** The name of a case in `knownCases`. */
export const caseKey = ({ field, value }: CaseKey): string => `${field} ${value}`;

/** Makes the process's one set of pages: remembered while fresh, shared while under way. */
export function createSharedPages({ source, clock, ttlMs, staleMs }: SharedPagesOptions): SharedPages {
  const lifetime: Lifetime = { ttlMs, staleMs };
  const isThrifty = (): boolean => isQuotaLow(source.quota());
  const knownCases = new KnownRecords<CaseRecord>(lifetime, (record) => (isWholeCase(record) ? caseKeys(record) : []));
  const knownContacts = new KnownRecords<ContactRecord>(lifetime, (record) =>
    isWholeContact(record) ? [record.id] : [],
  );
  const shelves: { forget: () => void }[] = [];

  function shelf<Query, T>(
    bytes: number,
    nameOf: (query: NoInfer<Query>) => string,
    fetch: PageShelfOptions<Query, T>['fetch'],
    known: KnownRecords<T> | null = null,
  ): PageShelf<Query, T>['read'] {
    const memory = new PageMemory<T>(lifetime, bytes, known);
    const made = new PageShelf<Query, T>({ fetch, nameOf, memory, clock, isThrifty });
    shelves.push(made);
    return (query, page, call) => made.read(query, page, call);
  }
  const { large, small } = maxBytes;

  return {
    searchCases: shelf(large, searchName, (search, page, call) => source.searchCases(search, page, call), knownCases),
    searchContacts: shelf(
      small,
      searchName,
      (search, page, call) => source.searchContacts(search, page, call),
      knownContacts,
    ),
    searchCompanies: shelf(small, searchName, (search, page, call) => source.searchCompanies(search, page, call)),
    searchActivities: shelf(small, searchName, (search, page, call) => source.searchActivities(search, page, call)),
    searchGestiones: shelf(small, searchName, (search, page, call) => source.searchGestiones(search, page, call)),
    listCasesCreatedBetween: shelf(
      small * 2,
      spanName,
      (span, page, call) => source.listCasesCreatedBetween(span, page, call),
      knownCases,
    ),
    listContactsCreatedBetween: shelf(
      small * 2,
      spanName,
      (span, page, call) => source.listContactsCreatedBetween(span, page, call),
      knownContacts,
    ),
    knownCases,
    knownContacts,
    isThrifty,
    forgetAll: () => {
      for (const each of shelves) each.forget();
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
