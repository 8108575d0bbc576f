import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { Freshness } from '../model/List.js';
import type {
  ActivitySearchField,
  CaseSearchField,
  CompanySearchField,
  ContactSearchField,
  GestionSearchField,
  InstantSpan,
  PageRequest,
  Search,
} from '../model/search.js';
import type { RecordPage, WolkvoxClient } from '../wolkvox/WolkvoxClient.js';

/**
 * A page and where it came from. `calls` is what it cost this time, and is counted once: a page from memory costs
 * nothing, nor does one that somebody else is already paying for. `fetchedAt` is when the CRM answered.
 */
export type SourcedPage<T> = RecordPage<T> & { readonly freshness: Freshness };

/** How one kind of page is read: what to search, which rows, for whom. Rejects with a `Fault`. */
export type ReadPage<Query, T> = (query: Query, page: PageRequest, call: CallContext) => Promise<SourcedPage<T>>;

/**
 * The CRM's pages, whoever else wants them: from memory while they are fresh, with others while they are under way, and
 * from the CRM otherwise. All reading goes through here; only the writer reads past it, because it must see what is so
 * now. Rows are frozen.
 */
export interface PageReader {
  readonly searchCases: ReadPage<Search<CaseSearchField>, CaseRecord>;
  readonly searchContacts: ReadPage<Search<ContactSearchField>, ContactRecord>;
  readonly searchCompanies: ReadPage<Search<CompanySearchField>, CompanyRecord>;
  readonly searchActivities: ReadPage<Search<ActivitySearchField>, ActivityRecord>;
  readonly searchGestiones: ReadPage<Search<GestionSearchField>, GestionRecord>;
  readonly listCasesCreatedBetween: ReadPage<InstantSpan, CaseRecord>;
  readonly listContactsCreatedBetween: ReadPage<InstantSpan, ContactRecord>;
}

/** The part of the client that a `PageReader` stands before. */
export type PageSource = Pick<WolkvoxClient, keyof PageReader>;
