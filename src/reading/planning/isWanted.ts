import type { ActivityRecord } from '../../model/ActivityRecord.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import type { GestionRecord } from '../../model/GestionRecord.js';
import type { ActivitySearchField, CaseSearchField, GestionSearchField, Search } from '../../model/search.js';
import { meansTheSame } from '../../model/values/comparing.js';

/**
 * Whether a case belongs to the answer of a search. Only fields that identify something are checked, and only where
 * the row carries a value: how the CRM matches other fields is for the CRM to say.
 */
export function isWantedCase(row: CaseRecord, { field, value }: Search<CaseSearchField>): boolean {
  switch (field) {
    case 'id':
      return isSame(row.id, value);
    case 'caseNumber':
      return isSame(row.caseNumber, value);
    case 'sequence':
      return isSame(row.sequence, value);
    case 'contactId':
      return isSame(row.contact?.id, value);
    case 'contactEmail':
      return isSameIgnoringCase(row.contact?.email, value);
    case 'contactIdentification':
      return isSame(row.contact?.identification, value);
    case 'companyId':
      return isSame(row.company?.id, value);
    case 'ownerId':
      return isSame(row.owner?.id, value);
    case 'ownerUser':
      return isSameIgnoringCase(row.owner?.user, value);
    case 'responsibleId':
      return isSame(row.responsible?.id, value);
    case 'responsibleUser':
      return isSameIgnoringCase(row.responsible?.user, value);
    case 'prefix':
    case 'type':
    case 'status':
    case 'priority':
    case 'contactName':
    case 'contactPhone':
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

/** Whether an activity belongs to the answer of a search. */
export function isWantedActivity(row: ActivityRecord, { field, value }: Search<ActivitySearchField>): boolean {
  return isSame(field === 'id' ? row.id : row.subject?.id, value);
}

/** Whether a collection step belongs to the answer of a search. */
export function isWantedGestion(row: GestionRecord, { field, value }: Search<GestionSearchField>): boolean {
  return isSame(field === 'id' ? row.id : row.customerId, value);
}

function isSame(found: string | null | undefined, wanted: string): boolean {
  return found === null || found === undefined || meansTheSame('exact', found, wanted);
}

function isSameIgnoringCase(found: string | null | undefined, wanted: string): boolean {
  return found === null || found === undefined || meansTheSame('caseless', found, wanted);
}
