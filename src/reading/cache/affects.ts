import type { ActivityRecord } from '../../model/ActivityRecord.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import type {
  ActivitySearchField,
  CaseSearchField,
  ContactSearchField,
  InstantSpan,
  Search,
} from '../../model/search.js';
import type { CaseWriteField, NewCaseValues, WriteEffect } from '../../model/WriteEffect.js';
import { caseValue } from './caseValue.js';

/** What is known of a page: null while it is read. */
export type PageContent<T> = {
  readonly rows: readonly (T | null)[];
  /** Whether the page is the whole list. */
  readonly isWholeList: boolean;
} | null;

/** What was known before the write, and when it was acknowledged: milliseconds since the epoch. */
export interface Before {
  /** The case that was written, as it was read last. */
  readonly changedCase: CaseRecord | undefined;
  readonly contactById: (id: string) => ContactRecord | undefined;
  readonly now: number;
}

/** Whether a page of a search, read before a write, may differ from what the CRM would answer after it. */
export type Affects<Query, T> = (effect: WriteEffect, query: Query, page: PageContent<T>, before: Before) => boolean;

/**
 * The searches that a written field of a case can move a case into or out of: the field's own, and those that the CRM
 * may derive from it. Which statuses and priorities there are depends on the type.
 */
const searchesOf: Readonly<Record<CaseWriteField, readonly CaseSearchField[]>> = {
  type: ['type', 'prefix', 'caseNumber', 'sequence', 'status', 'priority', 'isExpired'],
  description: ['description'],
  status: ['status', 'solution', 'reason', 'isReopened', 'isExpired'],
  priority: ['priority', 'isExpired'],
  solution: ['solution', 'reason'],
  ownerUser: ['ownerId', 'ownerUser', 'ownerName'],
  responsibleUser: ['responsibleId', 'responsibleUser', 'responsibleName'],
  customFields: [],
  attachments: [],
};
const contactSearches: readonly CaseSearchField[] = [
  'contactEmail',
  'contactName',
  'contactIdentification',
  'contactPhone',
];

/** For searches of cases. */
export const affectsCaseSearch: Affects<Search<CaseSearchField>, CaseRecord> = (effect, search, page, before) => {
  switch (effect.kind) {
    case 'caseCreated':
      return canFindNewCase(effect.values, search, page, before);
    case 'caseChanged':
      if (effect.fields.some((field) => searchesOf[field].includes(search.field))) return true;
      return mayHoldCase(effect.id, search, page, before);
    case 'activityCreated':
      // The CRM may note an activity on the case that it hangs on.
      return mayHoldCase(effect.subjectId, search, page, before);
    case 'contactCreated':
      return false;
    case 'contactChanged':
      if (contactSearches.includes(search.field)) return true;
      return page === null || page.rows.some((row) => row === null || row.contact?.id === effect.id);
    case 'anything':
      return true;
  }
};

/** For lists of cases by a span of time. */
export const affectsCaseSpan: Affects<InstantSpan, CaseRecord> = (effect, span, page, before) => {
  switch (effect.kind) {
    case 'caseCreated':
      return mayReachPresent(span, before.now);
    case 'caseChanged':
      return mayReachPresent(span, before.now) || mayHoldRecord(effect.id, page);
    case 'activityCreated':
      return mayReachPresent(span, before.now) || mayHoldRecord(effect.subjectId, page);
    case 'contactCreated':
      return false;
    case 'contactChanged':
      return page === null || page.rows.some((row) => row === null || row.contact?.id === effect.id);
    case 'anything':
      return true;
  }
};

/** For searches of contacts. */
export const affectsContactSearch: Affects<Search<ContactSearchField>, ContactRecord> = (effect, search, page) => {
  switch (effect.kind) {
    case 'contactCreated': {
      const value = search.field === 'id' ? null : effect[search.field];
      return value === null ? isOpenEnded(page) : mayContain(value, search.value);
    }
    case 'contactChanged':
      if (search.field === 'id') return search.value === effect.id || mayHoldRecord(effect.id, page);
      return effect.fields.includes(search.field) || mayHoldRecord(effect.id, page);
    case 'activityCreated':
      return search.value === effect.subjectId || mayHoldRecord(effect.subjectId, page);
    case 'caseCreated':
    case 'caseChanged':
      return false;
    case 'anything':
      return true;
  }
};

/** For lists of contacts by a span of time. */
export const affectsContactSpan: Affects<InstantSpan, ContactRecord> = (effect, span, page, { now }) => {
  switch (effect.kind) {
    case 'contactCreated':
      return mayReachPresent(span, now);
    case 'contactChanged':
      return mayReachPresent(span, now) || mayHoldRecord(effect.id, page);
    case 'activityCreated':
      return mayReachPresent(span, now) || mayHoldRecord(effect.subjectId, page);
    case 'caseCreated':
    case 'caseChanged':
      return false;
    case 'anything':
      return true;
  }
};

/** For searches of activities. */
export const affectsActivitySearch: Affects<Search<ActivitySearchField>, ActivityRecord> = (effect, search, page) => {
  if (effect.kind === 'activityCreated') {
    return search.field === 'subjectId' ? mayContain(effect.subjectId, search.value) : isOpenEnded(page);
  }
  return effect.kind === 'anything';
};

/** For what no write of this process names: companies and collection steps. */
export const affectsOthers: Affects<unknown, unknown> = (effect) => effect.kind === 'anything';

/** Whether a new case may be found by a search, going by what was sent and by who is known under which id. */
function canFindNewCase(
  values: NewCaseValues,
  search: Search<CaseSearchField>,
  page: PageContent<CaseRecord>,
  { contactById }: Before,
): boolean {
  const { field, value } = search;
  switch (field) {
    case 'id':
    case 'caseNumber':
      return isOpenEnded(page);
    case 'type':
    case 'status':
    case 'priority':
    case 'contactEmail':
    case 'ownerUser':
    case 'responsibleUser':
      return !rulesOut(values[field], search, page);
    case 'contactId': {
      const shown = valueOnPage(page, ({ contact }) => (contact?.id === value ? contact.email : null));
      return mayBe(values.contactEmail, contactById(value)?.email ?? shown);
    }
    case 'ownerId':
      return mayBe(
        values.ownerUser,
        valueOnPage(page, ({ owner }) => (owner?.id === value ? owner.user : null)),
      );
    case 'responsibleId':
      return mayBe(
        values.responsibleUser,
        valueOnPage(page, ({ responsible }) => (responsible?.id === value ? responsible.user : null)),
      );
    case 'sequence':
    case 'prefix':
    case 'contactName':
    case 'contactIdentification':
    case 'contactPhone':
    case 'companyId':
    case 'companyName':
    case 'ownerName':
    case 'responsibleName':
    case 'description':
    case 'solution':
    case 'reason':
    case 'isReopened':
    case 'isExpired':
      return true;
  }
}

/**
 * Whether a case that was written without changing what is searched for may be in the list, so that the page may show
 * it or, where the CRM lists by the last change, move on account of it.
 */
function mayHoldCase(
  id: string,
  search: Search<CaseSearchField>,
  page: PageContent<CaseRecord>,
  { changedCase }: Before,
): boolean {
  if (page === null || page.rows.some((row) => row === null || row.id === id)) return true;
  if (page.isWholeList) return false;
  return !rulesOut(changedCase === undefined ? null : caseValue(changedCase, search.field), search, page);
}

/**
 * Whether a case with this value cannot be in a list: the rows of the page show that the CRM went by the value that rows
 * carry in this field, and this one does not even contain what was searched for.
 */
function rulesOut(
  own: string | null,
  { field, value }: Search<CaseSearchField>,
  page: PageContent<CaseRecord>,
): boolean {
  if (own === null || page === null || page.rows.length === 0 || mayContain(own, value)) return false;
  return page.rows.every((row) => row !== null && mayContain(caseValue(row, field) ?? '', value));
}

/** Whether a record may be on a page: on account of an unreadable row, or of more rows than are known. */
function mayHoldRecord(id: string, page: PageContent<{ readonly id: string }>): boolean {
  return page === null || !page.isWholeList || page.rows.some((row) => row === null || row.id === id);
}

/** Whether a search by a key may find a record that did not exist before. One that found what it was for will not. */
function isOpenEnded(page: PageContent<unknown>): boolean {
  return page === null || page.rows.length !== 1 || !page.isWholeList;
}

/** What is listed by date may be listed by creation or by the last change; clocks and zones may be off by this much. */
const slackMs = 2 * 86_400_000;

function mayReachPresent({ to }: InstantSpan, now: number): boolean {
  return to.getTime() > now - slackMs;
}

/** Whether the CRM, comparing values or parts of them in whatever way, may find a record with this value. */
function mayContain(own: string, searched: string): boolean {
  return fold(own).includes(fold(searched));
}

/** Whether two texts may name the same; where one is not known they may. */
function mayBe(own: string, other: string | null): boolean {
  return other === null || fold(own) === fold(other);
}

/** The first value that a row of the page tells. */
function valueOnPage(
  page: PageContent<CaseRecord>,
  read: (row: CaseRecord) => string | null | undefined,
): string | null {
  for (const row of page?.rows ?? []) {
    const value = row === null ? null : read(row);
    if (value) return value;
  }
  return null;
}

/** Without letter case, accents and spaces: what a CRM may take for equal. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\s]/gu, '')
    .toLowerCase();
}
