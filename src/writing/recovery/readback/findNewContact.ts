import type { ContactRecord } from '../../../model/ContactRecord.js';
import { absent, couldBeOfThatTime, isAfterSending, unsure, type Finding, type SendingTime } from './Finding.js';
import type { AllRows } from './readAllRows.js';

/**
 * Judges by the contacts of one address which of them a creation made. It has to be the only one of that time, and of
 * the same name. One of this name from shortly before could be it as well, were the CRM's clock wrong: then nobody can
 * tell, and to write again could make a twin.
 */
export function findNewContact({ rows, isComplete }: AllRows<ContactRecord>, name: string, time: SendingTime): Finding {
  const since = rows.filter(
    ({ createdAt }) => createdAt === null || (isAfterSending(createdAt, time) && couldBeOfThatTime(createdAt, time)),
  );
  const [row] = since;
  if (row !== undefined) {
    const isIt = since.length === 1 && row.createdAt !== null && hasSameWords(row.name, name);
    return isIt ? { kind: 'found', id: row.id, caseNumber: null } : unsure;
  }
  const isDoubtful = rows.some((row) => hasSameWords(row.name, name) && couldBeOfThatTime(row.createdAt, time));
  return isComplete && !isDoubtful ? absent : unsure;
}

/** Whether two texts differ in nothing that a CRM changes when it stores them: outer spaces, gaps and capitals. */
export function hasSameWords(stored: string | null, sent: string): boolean {
  return stored !== null && words(stored) === words(sent);
}

function words(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}
