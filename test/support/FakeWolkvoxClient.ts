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

interface Span {
  readonly from: Date;
  readonly to: Date;
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
  /** Lists a span of time by the last change of a record instead of its creation. */
  listsByModification = false;
  /** The length of every page, whatever is asked for; `all` for all rows on every page. Null for a CRM that heeds it. */
  ownLength: number | 'all' | null = null;
  /** The most rows of any page, whatever is asked for; null for a CRM that sends up to 250. */
  longestPage: number | null = null;
  /** Whether pages cut at `longestPage` are still counted by the length asked for, so that rows lie between them. */
  countsByAskedLength = false;
  /** Whether the last page of a list comes for every page beyond its end. */
  repeatsLastPage = false;
  /** Where a page ends beyond which the CRM answers as if there were nothing: 416, without a total. */
  deniedBeyond = Infinity;
  /** Whether no span of time lists anything. */
  listsNothingBySpan = false;
  /** What pages say other than the truth. */
  pageFacts: Partial<Omit<RecordPage<never>, 'rows'>> = {};
  /** Changes the rows of a page before they are returned. */
  changeRows: <T>(rows: readonly (T | null)[]) => readonly (T | null)[] = (rows) => rows;
  /** Called before each answer: may throw. */
  onSearch: (call: FakeCall) => void | Promise<void> = () => undefined;

  searchCases(search: Search<string>, page: PageRequest, call = anyCall) {
    return this.#search('searchCases', this.tenant.cases, caseValue, search, page, call);
  }
  searchContacts(search: Search<string>, page: PageRequest, call = anyCall) {
    return this.#search('searchContacts', this.tenant.contacts, contactValue, search, page, call);
  }
  searchCompanies(search: Search<string>, page: PageRequest, call = anyCall) {
    return this.#search('searchCompanies', this.tenant.companies, ({ id }) => id, search, page, call);
  }
  searchActivities(search: Search<string>, page: PageRequest, call = anyCall) {
    const valueOf = (row: ActivityRecord, field: string) => (field === 'id' ? row.id : row.subject?.id);
    return this.#search('searchActivities', this.tenant.activities, valueOf, search, page, call);
  }
  searchGestiones(search: Search<string>, page: PageRequest, call = anyCall) {
    const valueOf = (row: GestionRecord, field: string) => (field === 'id' ? row.id : row.customerId);
    return this.#search('searchGestiones', this.tenant.gestiones, valueOf, search, page, call);
  }

  listCasesCreatedBetween(range: Span, page: PageRequest, call = anyCall) {
    return this.#listCreatedBetween('listCasesCreatedBetween', this.tenant.cases, range, page, call);
  }
  listContactsCreatedBetween(range: Span, page: PageRequest, call = anyCall) {
    return this.#listCreatedBetween('listContactsCreatedBetween', this.tenant.contacts, range, page, call);
  }

  #search<T>(
    method: string,
    rows: readonly (T | null)[],
    valueOf: (row: T, field: string) => string | null | undefined,
    { field, value }: Search<string>,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<T>> {
    const isFound = (row: T): boolean =>
      this.matchesAnything || valueOf(row, field)?.toLowerCase() === value.toLowerCase();
    call.onCall(method);
    return this.#answer({ method, field, value, ...page }, rows, isFound);
  }

  /** From the minute of `from` to the minute of `to`, which is left out. */
  #listCreatedBetween<T extends { readonly createdAt: Date | null; readonly updatedAt: Date | null }>(
    method: string,
    rows: readonly (T | null)[],
    range: Span,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<T>> {
    const [from, to] = [toMinute(range.from), toMinute(range.to)];
    const isFound = (row: T): boolean => {
      if (this.listsNothingBySpan) return false;
      const at = this.listsByModification ? (row.updatedAt ?? row.createdAt) : row.createdAt;
      return at !== null && at >= from && at < to;
    };
    const value = `${from.toISOString()} ${to.toISOString()}`;
    call.onCall(method);
    return this.#answer({ method, field: 'createdAt', value, ...page }, rows, isFound);
  }

  async #answer<T>(call: FakeCall, rows: readonly (T | null)[], isFound: (row: T) => boolean): Promise<RecordPage<T>> {
    const { page, limit } = call;
    this.calls.push(call);
    await this.onSearch(call);
    const found = rows.filter((row) => row === null || isFound(row));
    const length = this.ownLength ?? Math.min(limit, this.longestPage ?? Infinity);
    const isDenied = page > 1 && page * limit > this.deniedBeyond;
    const step = this.countsByAskedLength ? limit : length === 'all' ? 0 : length;
    const last = step === 0 ? 1 : Math.max(1, Math.ceil(found.length / step));
    const begin = ((this.repeatsLastPage ? Math.min(page, last) : page) - 1) * step;
    const answered = isDenied ? [] : length === 'all' ? found : found.slice(begin, begin + length);
    return {
      rows: this.changeRows(answered),
      totalRecords: this.hasTotals && !isDenied ? found.length : null,
      isOverfull: answered.length > limit,
      calls: 1,
      fetchedAt,
      ...this.pageFacts,
    };
  }

  quota() {
    return { limit: 100, used: 3, remaining: 97, resetsAt: null, isEstimate: true, reservedForWrites: 10 };
  }
  latestQuota() {
    return Promise.resolve(this.quota());
  }

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

function toMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}

function caseValue(row: CaseRecord, field: string): string | null | undefined {
  const read = caseValues[field];
  if (read === undefined) throw new Error(`The fake cannot search cases by ${field}.`);
  return read(row);
}

const caseValues: Readonly<Record<string, (row: CaseRecord) => string | null | undefined>> = {
  id: (row) => row.id,
  caseNumber: (row) => row.caseNumber,
  sequence: (row) => row.sequence,
  prefix: (row) => row.prefix,
  type: (row) => row.type?.name,
  status: (row) => row.status?.name,
  priority: (row) => row.priority?.name,
  contactId: (row) => row.contact?.id,
  contactEmail: (row) => row.contact?.email,
  contactName: (row) => row.contact?.name,
  contactIdentification: (row) => row.contact?.identification,
  contactPhone: (row) => row.contact?.phone?.value,
  companyId: (row) => row.company?.id,
  companyName: (row) => row.company?.name,
  ownerId: (row) => row.owner?.id,
  ownerUser: (row) => row.owner?.user,
  ownerName: (row) => row.owner?.name,
  responsibleId: (row) => row.responsible?.id,
  responsibleUser: (row) => row.responsible?.user,
  responsibleName: (row) => row.responsible?.name,
  description: (row) => row.description,
  solution: (row) => row.solution,
  reason: (row) => row.reason,
  isReopened: (row) => row.isReopened?.toString(),
  isExpired: (row) => row.isExpired?.toString(),
};
