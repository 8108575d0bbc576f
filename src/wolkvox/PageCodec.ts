import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { RecordPage } from './WolkvoxClient.js';

/** Makes a page of records bytes for other processes of the same version, and back. */
export interface PageCodec<T> {
  /** Null for a page whose records are not views on rows of the CRM. */
  encode(page: RecordPage<T>): Buffer | null;
  /** The page with `calls` 0, of which the CRM was asked at that instant; null for bytes that are none. */
  decode(content: Buffer, askedAt: number): RecordPage<T> | null;
}

/** The codecs of all kinds of pages, by the client's method that reads them. */
export interface PageCodecs {
  readonly searchCases: PageCodec<CaseRecord>;
  readonly searchContacts: PageCodec<ContactRecord>;
  readonly searchCompanies: PageCodec<CompanyRecord>;
  readonly searchActivities: PageCodec<ActivityRecord>;
  readonly searchGestiones: PageCodec<GestionRecord>;
  readonly listCasesCreatedBetween: PageCodec<CaseRecord>;
  readonly listContactsCreatedBetween: PageCodec<ContactRecord>;
}
