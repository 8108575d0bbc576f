import type { ActivityRecord } from '../../src/model/ActivityRecord.js';
import type { CallContext } from '../../src/model/CallContext.js';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import type { CompanyRecord } from '../../src/model/CompanyRecord.js';
import type { ContactRecord } from '../../src/model/ContactRecord.js';
import type { GestionRecord } from '../../src/model/GestionRecord.js';
import type { PageRequest, Search } from '../../src/model/search.js';
import type { RecordPage, WolkvoxClient, WriteVerdict } from '../../src/wolkvox/WolkvoxClient.js';

/** One call the fake was asked for. */
export interface FakeCall extends PageRequest {
  readonly method: string;
  readonly field: string;
  readonly value: string;
}

/** What the fake tenant holds. */
export interface FakeTenant {
  cases: readonly (CaseRecord | null)[];
  contacts: readonly (ContactRecord | null)[];
  companies: readonly CompanyRecord[];
  activities: readonly ActivityRecord[];
  gestiones: readonly GestionRecord[];
}

export const fetchedAt = new Date('2026-11-20T12:00:00Z');

/** The context of a call nobody waits for. */
export const anyCall: CallContext = {
  deadlineAt: 10_000,
  signal: new AbortController().signal,
  onCall: () => undefined,
};

/**
 * A client whose CRM is a few arrays. It finds what equals the value searched for, counts every call, and has switches
 * for what a real CRM may do otherwise.
 */
export class FakeWolkvoxClient implements WolkvoxClient {
  readonly calls: FakeCall[] = [];
  readonly tenant: FakeTenant = { cases: [], contacts: [], companies: [], activities: [], gestiones: [] };
  /** Whether pages carry the number of records that match. */
  hasTotals = true;
  /** Returns everything to every search, as a CRM would that matches parts of values. */
  matchesAnything = false;
  /** What pages say other than the truth. */
  pageFacts: Partial<Omit<RecordPage<never>, 'rows'>> = {};
  /** Changes the rows of a page before they are returned. */
  changeRows: <T>(rows: readonly (T | null)[]) => readonly (T | null)[] = (rows) => rows;
  /** Called before each answer: may throw. */
  onSearch: (call: FakeCall) => void | Promise<void> = () => undefined;

  searchCases(search: Search<string>, page: PageRequest) {
    return this.#search('searchCases', this.tenant.cases, caseValue, search, page);
  }
  searchContacts(search: Search<string>, page: PageRequest) {
    return this.#search('searchContacts', this.tenant.contacts, contactValue, search, page);
  }
  searchCompanies(search: Search<string>, page: PageRequest) {
    return this.#search('searchCompanies', this.tenant.companies, ({ id }) => id, search, page);
  }
  searchActivities(search: Search<string>, page: PageRequest) {
    const valueOf = (row: ActivityRecord, field: string) => (field === 'id' ? row.id : row.subject?.id);
    return this.#search('searchActivities', this.tenant.activities, valueOf, search, page);
  }
  searchGestiones(search: Search<string>, page: PageRequest) {
    const valueOf = (row: GestionRecord, field: string) => (field === 'id' ? row.id : row.customerId);
    return this.#search('searchGestiones', this.tenant.gestiones, valueOf, search, page);
  }

  async #search<T>(
    method: string,
    rows: readonly (T | null)[],
    valueOf: (row: T, field: string) => string | null | undefined,
    { field, value }: Search<string>,
    { page, limit }: PageRequest,
  ): Promise<RecordPage<T>> {
    const call = { method, field, value, page, limit };
    this.calls.push(call);
    await this.onSearch(call);
    const found = rows.filter(
      (row) => row === null || this.matchesAnything || valueOf(row, field)?.toLowerCase() === value.toLowerCase(),
    );
    return {
      rows: this.changeRows(found.slice((page - 1) * limit, page * limit)),
      totalRecords: this.hasTotals ? found.length : null,
      isOverfull: false,
      unreadableFields: [],
      calls: 1,
      fetchedAt,
      ...this.pageFacts,
    };
  }

  quota() {
    return { limit: 100, used: 3, remaining: 97, resetsAt: null, isEstimate: true, reservedForWrites: 10 };
  }

  listCasesCreatedBetween = unused;
  listContactsCreatedBetween = unused;
  createCase = unused<WriteVerdict>;
  updateCase = unused<WriteVerdict>;
  createContact = unused<WriteVerdict>;
  updateContact = unused<WriteVerdict>;
  createActivity = unused<WriteVerdict>;
  updateRecord = unused<WriteVerdict>;
}

function unused<T>(): Promise<T> {
  return Promise.reject(new Error('The fake has no such call.'));
}

function contactValue(row: ContactRecord, field: string): string | null {
  switch (field) {
    case 'email':
      return row.email;
    case 'identification':
      return row.identification;
    default:
      return row.id;
  }
}

function caseValue(row: CaseRecord, field: string): string | null | undefined {
  switch (field) {
    case 'id':
      return row.id;
    case 'caseNumber':
      return row.caseNumber;
    case 'status':
      return row.status?.name;
    case 'contactId':
      return row.contact?.id;
    case 'contactEmail':
      return row.contact?.email;
    case 'ownerId':
      return row.owner?.id;
    case 'ownerUser':
      return row.owner?.user;
    case 'responsibleId':
      return row.responsible?.id;
    case 'responsibleUser':
      return row.responsible?.user;
    case 'isReopened':
      return String(row.isReopened);
    default:
      throw new Error(`The fake cannot search cases by ${field}.`);
  }
}
