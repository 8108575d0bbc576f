import type { EmbeddedContact } from '../../model/ContactRecord.js';
import { toActivityId, toCaseId, toContactId } from '../../model/ids.js';
import type { ActivityReference, CaseReference } from '../../model/references.js';

/** The case behind a write: what the CRM returned is known, the rest is looked up when a field asks for it. */
export function caseNode(id: string | null, caseNumber: string | null): CaseReference | null {
  return id === null ? null : { id: toCaseId(id), caseNumber: caseNumber ?? undefined };
}

/** The same for an activity. */
export function activityNode(id: string | null): ActivityReference | null {
  return id === null ? null : { id: toActivityId(id) };
}

/** The same for a contact. */
export function contactNode(id: string | null): EmbeddedContact | null {
  if (id === null) return null;
  return { id: toContactId(id), name: undefined, email: undefined, identification: undefined, phone: undefined };
}
