import { isNobodysDocument, isWordForNothing } from './nothing.js';

/** The fields that hold a document number. */
const documentFields: ReadonlySet<string> = new Set(['identification', 'contactIdentification', 'customerId']);
/** The other fields whose value names one record or person. */
const identityFields: ReadonlySet<string> = new Set([
  ...['id', 'caseNumber', 'sequence', 'contactId', 'companyId', 'ownerId', 'responsibleId', 'recordId', 'subjectId'],
  ...['email', 'user', 'contactEmail', 'ownerUser', 'responsibleUser'],
]);

/**
 * Whether a record can be found by this value of a field. A word for nothing in the place of something that identifies
 * joins nobody with anybody: all records that have it have nothing.
 */
export function canIdentify(field: string, value: string): boolean {
  if (documentFields.has(field)) return !isNobodysDocument(value);
  return !identityFields.has(field) || !isWordForNothing(value);
}
