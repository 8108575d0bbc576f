import type { CaseRecord } from '../../model/CaseRecord.js';
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
  ownerUser: (row) => textsOf(row.owner?.user),
  ownerName: (row) => textsOf(row.owner?.name),
  responsibleId: (row) => textsOf(row.responsible?.id),
  responsibleUser: (row) => textsOf(row.responsible?.user),
  responsibleName: (row) => textsOf(row.responsible?.name),
  description: (row) => textsOf(row.description),
  solution: (row) => textsOf(row.solution),
  reason: (row) => textsOf(row.reason),
  isReopened: (row) => textsOf(row.isReopened?.toString()),
  isExpired: (row) => textsOf(row.isExpired?.toString()),
};

const instants: Readonly<Record<RangeField, (row: CaseRecord) => Date | null>> = {
  createdAt: (row) => row.createdAt,
  updatedAt: (row) => row.updatedAt,
  closedAt: (row) => row.closedAt,
};

/** Which of a case's fields its row may leave out, so that only the contact's own record can tell. */
export const fieldsOfContact: ReadonlySet<string> = new Set([
  'contactEmail',
  'contactName',
  'contactIdentification',
  'contactPhone',
]);

const facts: Facts<CaseRecord> = { values, instants };

/**
 * Whether a case meets every condition. A field that is empty meets none. `unknown` when all depends on a field of the
 * contact that the row does not carry.
 */
export const judgeCase = (row: CaseRecord, conditions: readonly Condition[]): Verdict =>
  judgeRow(row, conditions, facts);

function carried(value: string | null | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : textsOf(value);
}
