import type { CaseRecord } from '../../model/CaseRecord.js';
import type { OwnerRecord } from '../../model/OwnerRecord.js';
import type { CaseSearchField } from '../../model/search.js';
import type { Condition } from './conditions.js';
import { judgeRow, textsOf, type Facts, type Verdict } from './judgeRow.js';

type ValueField = CaseSearchField | 'condition';
type RangeField = 'createdAt' | 'updatedAt' | 'closedAt';

const values: Readonly<Record<ValueField, (row: CaseRecord) => readonly string[] | undefined>> = {
  id: (row) => [row.id],
  caseNumber: (row) => textsOf(row.caseNumber),
  sequence: (row) => textsOf(row.sequence),
  prefix: (row) => textsOf(row.prefix),
  type: (row) => textsOf(row.type?.name),
  status: (row) => textsOf(row.status?.name),
  condition: (row) => textsOf(row.status?.condition),
  priority: (row) => textsOf(row.priority?.name),
  contactId: (row) => textsOf(row.contact?.id),
  contactEmail: (row) => (row.contact === null ? [] : carried(row.contact.email)),
  contactName: (row) => (row.contact === null ? [] : carried(row.contact.name)),
  contactIdentification: (row) => (row.contact === null ? [] : carried(row.contact.identification)),
  contactPhone: (row) => {
    if (row.contact === null) return [];
    const { phone } = row.contact;
    // Undefined where the row does not carry it. People search with and without the calling code.
    return phone === undefined || phone === null
      ? carried(phone)
      : textsOf(phone.value, (phone.code ?? '') + (phone.value ?? ''));
  },
  companyId: (row) => textsOf(row.company?.id),
  companyName: (row) => textsOf(row.company?.name),
  ownerId: (row) => textsOf(row.owner?.id),
  ownerUser: (row) => loginsOf(row.owner),
  ownerName: (row) => namesOf(row.owner),
  responsibleId: (row) => textsOf(row.responsible?.id),
  responsibleUser: (row) => loginsOf(row.responsible),
  responsibleName: (row) => namesOf(row.responsible),
  description: (row) => textsOf(row.description),
  solution: (row) => carried(row.solution),
  reason: (row) => carried(row.reason),
  isReopened: (row) => textsOf(row.isReopened?.toString()),
  isExpired: (row) => (row.isExpired === undefined ? undefined : textsOf(row.isExpired?.toString())),
};

const instants: Readonly<Record<RangeField, (row: CaseRecord) => Date | null>> = {
  createdAt: (row) => row.createdAt,
  updatedAt: (row) => row.updatedAt,
  closedAt: (row) => row.closedAt,
};

/** Which of a case's fields its row may leave out without anybody else to ask but the CRM's search. */
export const untellableFields = ['solution', 'reason', 'isExpired', 'ownerUser', 'responsibleUser'] as const;

const facts: Facts<CaseRecord> = { values, instants };
const nothing: ReadonlySet<string> = new Set();

/**
 * Whether a case meets every condition. A field that is empty meets none, and one that the row leaves out neither where
 * it is among those `told`, which rows carry when they have a value. `unknown` when all depends on another field that
 * the row leaves out.
 */
export const judgeCase = (
  row: CaseRecord,
  conditions: readonly Condition[],
  told: ReadonlySet<string> = nothing,
): Verdict => judgeRow(row, conditions, facts, told);

/** Whether the row carries the field, be it without a value. */
export function tellsOf(row: CaseRecord, field: (typeof untellableFields)[number]): boolean {
  const person = field === 'ownerUser' ? row.owner : field === 'responsibleUser' ? row.responsible : undefined;
  // That there is nobody, or a group, tells nothing about how others are named.
  return person === undefined ? values[field](row) !== undefined : typeof person?.user === 'string';
}

/** The login of a user; undefined where the row names the user otherwise. Groups have none. */
function loginsOf(person: OwnerRecord | null): readonly string[] | undefined {
  if (person === null || person.isGroup === true) return [];
  return person.user === null ? undefined : textsOf(person.user);
}

/** The name as the graph shows it, and as the CRM stores it: with the login behind. */
function namesOf(person: OwnerRecord | null): readonly string[] {
  if (person === null || person.name === null) return [];
  return textsOf(person.name, person.user === null ? null : `${person.name} - ${person.user}`);
}

function carried(value: string | null | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : textsOf(value);
}
