import type { CaseRecord } from '../model/CaseRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';

/**
 * Whether a row has what every case has. Nobody documents what a case looks like when it is listed by its date; one
 * that misses any of these is a part of a record, and is not taken for the record.
 */
export function isWholeCase({ caseNumber, type, status, createdAt }: CaseRecord): boolean {
  return caseNumber !== null && type !== null && status !== null && createdAt !== null;
}

/** Whether rows are parts of cases, all of them: without any of what no case is without. */
export function arePartsOfCases(rows: readonly (CaseRecord | null)[]): boolean {
  const known = rows.filter((row) => row !== null);
  const isPart = ({ caseNumber, type, status }: CaseRecord): boolean =>
    caseNumber === null && type === null && status === null;
  return known.length > 0 && known.every(isPart);
}

/** The same as `isWholeCase` for a contact. */
export function isWholeContact({ name, email, createdAt }: ContactRecord): boolean {
  return createdAt !== null && (name !== null || email !== null);
}
