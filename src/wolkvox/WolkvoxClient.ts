import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { Fault } from '../model/Fault.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { Json, JsonObject } from '../model/Json.js';
import type { Quota } from '../model/Quota.js';
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

/**
 * One page of a search. Rows keep their places, so that a window over them can be counted. Their fields are read when
 * somebody asks for them; `hasUnreadable` tells which of them had a form that could not be read.
 */
export interface RecordPage<T> {
  /** The rows in the CRM's order; null in the place of a row without a usable id. At most `limit` of them. */
  readonly rows: readonly (T | null)[];
  /** How many records match in all, where the CRM said so. */
  readonly totalRecords: number | null;
  /** Whether the CRM sent more rows than were asked for; those beyond `limit` were left out. */
  readonly isOverfull: boolean;
  /** Calls spent, retries included. */
  readonly calls: number;
  readonly fetchedAt: Date;
}

/** What became of one write, as far as this one call can tell. Never thrown, always returned. */
export type WriteVerdict =
  /** The CRM confirmed the write. Ids are null where its answer left them blank. */
  | { readonly kind: 'applied'; readonly id: string | null; readonly caseNumber: string | null }
  /** The CRM refused the write for good: nothing was written. `upstreamCode` is its status code as text. */
  | { readonly kind: 'refused'; readonly fault: Fault | null; readonly upstreamCode: string | null }
  /** No byte left this process: safe to send again. */
  | { readonly kind: 'notSent'; readonly fault: Fault }
  /** Sent, and nobody can tell what became of it. */
  | { readonly kind: 'unknown'; readonly fault: Fault };

/** A file to write with a record. */
export interface Attachment {
  /** Standard base64. */
  readonly content: string;
  readonly filename: string | null;
  readonly contentType: string | null;
}

/** A case to create. `ownerUser` and `responsibleUser` are logins. */
export interface CaseDraft {
  readonly type: string;
  readonly description: string;
  readonly status: string;
  readonly priority: string;
  readonly solution: string | null;
  readonly contactEmail: string;
  readonly ownerUser: string;
  readonly responsibleUser: string;
  readonly customFields: ReadonlyMap<string, Json>;
  readonly attachments: readonly Attachment[];
}

/** Fields of a case to change; those left out stay as they are. */
export interface CaseChanges {
  readonly type?: string;
  readonly description?: string;
  readonly status?: string;
  readonly priority?: string;
  readonly solution?: string;
  readonly ownerUser?: string;
  readonly responsibleUser?: string;
  readonly customFields: ReadonlyMap<string, Json>;
  readonly attachments: readonly Attachment[];
}

/** A telephone number to write: country, calling code and national number. */
export interface PhoneDraft {
  readonly country: string;
  readonly code: string;
  readonly value: string;
}

/** Fields of a contact to write; on creation name and email are there. */
export interface ContactFields {
  readonly name?: string;
  readonly email?: string;
  readonly identification?: string;
  readonly phone?: PhoneDraft;
  readonly customFields: ReadonlyMap<string, Json>;
}

interface ActivityDraftBase {
  readonly subject: { readonly module: string; readonly id: string };
  readonly name: string;
  readonly status: string;
  readonly priority: 'HIGH' | 'NORMAL' | 'LOW';
  readonly dueAt: Date;
  readonly remindAt: Date | null;
  readonly description: string;
  readonly ownerUser: string;
}
/** An activity to create. Instants are absolute; `ownerUser` is a login. */
export type ActivityDraft =
  | (ActivityDraftBase & { readonly kind: 'CALL'; readonly location: string; readonly phone: PhoneDraft })
  | (ActivityDraftBase & { readonly kind: 'TASK' })
  | (ActivityDraftBase & {
      readonly kind: 'MEETING';
      readonly location: string;
      readonly startAt: Date;
      readonly participantUsers: readonly string[];
    });

/**
 * The CRM as this project sees it. Reads reject with a `Fault` and nothing else; writes never reject. Nothing of the
 * vendor's spelling passes this line. Source of every call: docs/upstream.md.
 */
export interface WolkvoxClient {
  searchCases(search: Search<CaseSearchField>, page: PageRequest, call: CallContext): Promise<RecordPage<CaseRecord>>;
  searchContacts(
    search: Search<ContactSearchField>,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<ContactRecord>>;
  searchCompanies(
    search: Search<CompanySearchField>,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<CompanyRecord>>;
  searchActivities(
    search: Search<ActivitySearchField>,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<ActivityRecord>>;
  searchGestiones(
    search: Search<GestionSearchField>,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<GestionRecord>>;
  /** Cases created in a span of time. */
  listCasesCreatedBetween(span: InstantSpan, page: PageRequest, call: CallContext): Promise<RecordPage<CaseRecord>>;
  /** The same for contacts. */
  listContactsCreatedBetween(
    span: InstantSpan,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<ContactRecord>>;

  createCase(draft: CaseDraft, call: CallContext): Promise<WriteVerdict>;
  updateCase(id: string, changes: CaseChanges, call: CallContext): Promise<WriteVerdict>;
  createContact(fields: ContactFields, call: CallContext): Promise<WriteVerdict>;
  updateContact(id: string, fields: ContactFields, call: CallContext): Promise<WriteVerdict>;
  createActivity(draft: ActivityDraft, call: CallContext): Promise<WriteVerdict>;
  updateRecord(
    module: string,
    id: string,
    fields: JsonObject,
    attachments: readonly Attachment[],
    call: CallContext,
  ): Promise<WriteVerdict>;

  /** The day's allowance as counted here. Costs no call. */
  quota(): Quota;
  /** The same as all processes have counted it. Costs no call. */
  latestQuota(): Promise<Quota>;
}
