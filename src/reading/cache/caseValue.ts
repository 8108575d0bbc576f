import type { CaseRecord } from '../../model/CaseRecord.js';
import type { CaseSearchField } from '../../model/search.js';

/**
 * The value that a row carries in the field that is searched by; null where it does not tell. Only fields whose values
 * are names, logins, addresses or ids: texts and flags are compared in ways that nobody documents.
 */
export function caseValue(row: CaseRecord, field: CaseSearchField): string | null {
  switch (field) {
    case 'id':
      return row.id;
    case 'caseNumber':
      return row.caseNumber;
    case 'type':
      return row.type?.name ?? null;
    case 'status':
      return row.status?.name ?? null;
    case 'priority':
      return row.priority?.name ?? null;
    case 'contactId':
      return row.contact?.id ?? null;
    case 'contactEmail':
      return row.contact?.email ?? null;
    case 'companyId':
      return row.company?.id ?? null;
    case 'ownerId':
      return row.owner?.id ?? null;
    case 'ownerUser':
      return row.owner?.user ?? null;
    case 'responsibleId':
      return row.responsible?.id ?? null;
    case 'responsibleUser':
      return row.responsible?.user ?? null;
    case 'sequence':
    case 'prefix':
    case 'contactName':
    case 'contactIdentification':
    case 'contactPhone':
    case 'companyName':
    case 'ownerName':
    case 'responsibleName':
    case 'description':
    case 'solution':
    case 'reason':
    case 'isReopened':
    case 'isExpired':
      return null;
  }
}
