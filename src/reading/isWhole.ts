import type { CaseRecord } from '../model/CaseRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';

/**
 * Whether a row has what every case has. Nobody documents what a case looks like when it is listed by its date; one
 * that misses any of these is a part of a record, and is not taken for the record.
 */
export function isWholeCase({ caseNumber, type, status, createdAt }: CaseRecord): boolean {
  return caseNumber !== null && type !== null && status !== null && createdAt !== null;
}

/** The same for a contact. */
export function isWholeContact({ name, email, createdAt }: ContactRecord): boolean {
  return createdAt !== null && (name !== null || email !== null);
}
