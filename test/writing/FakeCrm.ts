import type { ActivityRecord } from '../../src/model/ActivityRecord.js';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import type { Clock } from '../../src/model/Clock.js';
import type { ContactRecord } from '../../src/model/ContactRecord.js';
import { Fault } from '../../src/model/Fault.js';
import type { Json, JsonObject } from '../../src/model/Json.js';
import type { PageRequest, Search } from '../../src/model/search.js';
import type {
  ActivityDraft,
  CaseChanges,
  CaseDraft,
  ContactFields,
  RecordPage,
  WolkvoxClient,
  WriteVerdict,
} from '../../src/wolkvox/WolkvoxClient.js';
import { makeActivity, makeCase, makeContact, makeEmbeddedContact, makeOwner } from '../support/records.js';

/** What the CRM does with one write, and what is heard of it. */
export interface Face {
  readonly commits: boolean;
  readonly says: 'yes' | 'blank' | 'another' | 'nothing' | 'refused' | 'missing' | 'notSent';
  /** The answer waits for this. */
  readonly until?: Promise<void>;
  /** The commit happens only after the answer, this much later by nobody's clock: `FakeCrm.commitLate` does it. */
  readonly commitsLate?: boolean;
}

export const plain: Face = { commits: true, says: 'yes' };

/**
 * A CRM of a few arrays whose writes can go wrong in every way that matters: what it does and what it says are two
 * things. It has no idea of keys, like the real one.
 */
export class FakeCrm implements WolkvoxClient {
  readonly cases: CaseRecord[] = [];
  readonly contacts: ContactRecord[] = [];
  readonly activities: ActivityRecord[] = [];
  readonly calls: string[] = [];
  /** What the next writes do; after the last one, all is well. */
  readonly faces: Face[] = [];
  /** Whether reads fail. */
  isUnreadable = false;
  /** The id in an answer that is about another record. */
  othersId = 'case-1';
  /** What an applied activity's answer has for an id. */
  returnsSubjectId = false;
  /** What the tenant does to descriptions before it keeps them. */
  keepText: (text: string) => string = (text) => text;
  /** What it keeps of a value in an own field of a case. */
  keepField: (text: string) => Json = (text) => text;
  /** By how much its clock differs from ours. */
  clockErrorMs = 0;
  /** How many more lists by date it refuses. */
  refusedLists = 0;
  /** Whether the rows it shows have no e-mail address. */
  hidesEmails = false;
  /** How many rows it shows at most, whatever is asked for. */
  longestPage = Number.POSITIVE_INFINITY;
  /** Whether it refuses a page behind the last. */
  refusesOverflow = false;
  /** What it says of the length of a list whose page it shows. */
  claimedTotal: (shown: number, all: number) => number | null = (_, all) => all;
  /** What its form rules make of an own field of a contact as it is stored. */
  applyRules: (label: string, value: Json) => Json = (_, value) => value;
  readonly updates: CaseChanges[] = [];
  readonly #late: (() => void)[] = [];
  #ids = 0;

  constructor(private readonly clock: Clock) {}

  get writes(): string[] {
    return this.calls.filter((call) => /^(create|update)/.test(call));
  }
  get reads(): string[] {
    return this.calls.filter((call) => /^(search|list)/.test(call));
  }

  commitLate(): void {
    for (const commit of this.#late.splice(0)) commit();
  }

  createCase(draft: CaseDraft): Promise<WriteVerdict> {
    const id = this.#newId('case');
    return this.#write('createCase', id, `PET-${id}`, () => {
      this.cases.push(
        makeCase(id, {
          caseNumber: `PET-${id}`,
          description: this.keepText(draft.description),
          createdAt: this.#now(),
          contact: makeEmbeddedContact('c', { email: draft.contactEmail }),
          priority: { name: draft.priority, resolutionMinutes: null },
          customFields: [...draft.customFields].map(([label, sent]) => {
            const value = typeof sent === 'string' ? this.keepField(sent) : sent;
            return { label, text: typeof value === 'string' ? value : JSON.stringify(value), value };
          }),
        }),
      );
    });
  }

  updateCase(id: string, changes: CaseChanges): Promise<WriteVerdict> {
    this.updates.push(changes);
    return this.#write('updateCase', id, null, () => {
      const index = this.cases.findIndex((row) => row.id === id);
      const row = this.cases[index];
      if (row === undefined) return;
      const { priority, solution, ownerUser, description } = changes;
      this.cases[index] = {
        ...row,
        updatedAt: this.#now(),
        ...(priority !== undefined && { priority: { name: priority, resolutionMinutes: null } }),
        ...(description !== undefined && { description: this.keepText(description) }),
        ...(solution !== undefined && { solution }),
        ...(ownerUser !== undefined && { owner: makeOwner('o', { user: ownerUser }) }),
      };
    });
  }

  createContact({ name, email }: ContactFields): Promise<WriteVerdict> {
    const id = this.#newId('contact');
    return this.#write('createContact', id, null, () => {
      this.contacts.push(makeContact(id, { name: name ?? null, email: email ?? null, createdAt: this.#now() }));
    });
  }

  updateContact(id: string, { name }: ContactFields): Promise<WriteVerdict> {
    return this.#write('updateContact', id, null, () => {
      const index = this.contacts.findIndex((row) => row.id === id);
      const row = this.contacts[index];
      if (row !== undefined) this.contacts[index] = { ...row, name: name ?? row.name, updatedAt: this.#now() };
    });
  }

  createActivity(draft: ActivityDraft): Promise<WriteVerdict> {
    const id = this.#newId('activity');
    return this.#write('createActivity', this.returnsSubjectId ? draft.subject.id : id, null, () => {
      const { description, subject } = draft;
      this.activities.push(makeActivity(id, { description, subject, createdAt: this.#now() }));
    });
  }

  /** Keeps own fields of contacts, numbers as text, and statuses of cases. */
  updateRecord(module: string, id: string, fields: JsonObject): Promise<WriteVerdict> {
    return this.#write('updateRecord', id, null, () => {
      if (module === 'contacts') {
        const row = this.contacts.find((contact) => contact.id === id);
        const asText = (value: Json): Json => (typeof value === 'number' ? String(value) : value);
        const kept = Object.entries(fields).map(([label, value]) => ({
          label,
          text: null,
          value: this.applyRules(label, asText(value)),
        }));
        if (row !== undefined) Object.assign(row, { customFields: kept, updatedAt: this.#now() });
      } else {
        const row = this.cases.find((found) => found.id === id);
        const name = fields['status'];
        const status = typeof name === 'string' ? { name, condition: 'OPEN' } : null;
        if (row !== undefined) Object.assign(row, { status, updatedAt: this.#now() });
      }
    });
  }

  searchCases({ field, value }: Search<string>, page: PageRequest): Promise<RecordPage<CaseRecord>> {
    const of = (row: CaseRecord): unknown => (field === 'contactEmail' ? row.contact?.email : row.id);
    return this.#read(
      `searchCases ${field}`,
      this.cases.filter((row) => of(row) === value),
      page,
    );
  }
  searchContacts({ field, value }: Search<string>, page: PageRequest): Promise<RecordPage<ContactRecord>> {
    const of = (row: ContactRecord): unknown => (field === 'email' ? row.email : row.id);
    return this.#read(
      `searchContacts ${field}`,
      this.contacts.filter((row) => of(row) === value).map((row) => this.#shown(row)),
      page,
    );
  }
  searchActivities({ field, value }: Search<string>, page: PageRequest): Promise<RecordPage<ActivityRecord>> {
    const of = (row: ActivityRecord): unknown => (field === 'subjectId' ? row.subject?.id : row.id);
    return this.#read(
      `searchActivities ${field}`,
      this.activities.filter((row) => of(row) === value),
      page,
    );
  }
  listCasesCreatedBetween(range: { from: Date; to: Date }, page: PageRequest): Promise<RecordPage<CaseRecord>> {
    return this.#list(
      'listCases',
      this.cases.filter((row) => isWithin(row.createdAt, range)),
      page,
    );
  }
  listContactsCreatedBetween(range: { from: Date; to: Date }, page: PageRequest): Promise<RecordPage<ContactRecord>> {
    return this.#list(
      'listContacts',
      this.contacts.filter((row) => isWithin(row.createdAt, range)).map((row) => this.#shown(row)),
      page,
    );
  }
  searchCompanies(): Promise<never> {
    return Promise.reject(new Error('The fake has no companies.'));
  }
  searchGestiones(): Promise<never> {
    return Promise.reject(new Error('The fake has no gestiones.'));
  }
  quota() {
    return { limit: null, used: 0, remaining: null, resetsAt: null, isEstimate: true, reservedForWrites: 0 };
  }
  latestQuota() {
    return Promise.resolve(this.quota());
  }

  /** The CRM's times have whole seconds. */
  #now(): Date {
    return new Date(Math.floor((this.clock.now() + this.clockErrorMs) / 1000) * 1000);
  }

  #newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  async #write(
    method: string,
    id: string | null,
    caseNumber: string | null,
    commit: () => void,
  ): Promise<WriteVerdict> {
    this.calls.push(method);
    const { commits, says, until, commitsLate } = this.faces.shift() ?? plain;
    if (commitsLate === true) this.#late.push(commit);
    else if (commits) commit();
    await until;
    switch (says) {
      case 'yes':
        return { kind: 'applied', id, caseNumber };
      case 'blank':
        return { kind: 'applied', id: null, caseNumber: null };
      case 'another':
        return { kind: 'applied', id: this.othersId, caseNumber: null };
      case 'nothing':
        return { kind: 'unknown', fault: new Fault('UPSTREAM_TIMEOUT') };
      case 'refused':
        return { kind: 'refused', fault: null, upstreamCode: '412' };
      case 'missing':
        return { kind: 'refused', fault: null, upstreamCode: '404' };
      case 'notSent':
        return { kind: 'notSent', fault: new Fault('UPSTREAM_UNAVAILABLE') };
    }
  }

  #shown(row: ContactRecord): ContactRecord {
    return this.hidesEmails ? { ...row, email: null } : row;
  }

  #list<T>(call: string, rows: readonly T[], page: PageRequest): Promise<RecordPage<T>> {
    if (this.refusedLists <= 0) return this.#read(call, rows, page);
    this.refusedLists -= 1;
    this.calls.push(call);
    return Promise.reject(new Fault('UPSTREAM_BAD_RESPONSE'));
  }

  async #read<T>(call: string, rows: readonly T[], { page, limit }: PageRequest): Promise<RecordPage<T>> {
    this.calls.push(call);
    await Promise.resolve();
    if (this.isUnreadable) throw new Fault('UPSTREAM_UNAVAILABLE');
    const length = Math.min(limit, this.longestPage);
    const shown = rows.slice((page - 1) * length, page * length);
    if (this.refusesOverflow && page > 1 && shown.length === 0) throw new Fault('UPSTREAM_BAD_RESPONSE');
    return {
      rows: shown,
      totalRecords: this.claimedTotal(shown.length, rows.length),
      isOverfull: false,
      calls: 1,
      fetchedAt: new Date(this.clock.now()),
    };
  }
}

function isWithin(at: Date | null, { from, to }: { readonly from: Date; readonly to: Date }): boolean {
  return at !== null && at >= from && at <= to;
}
