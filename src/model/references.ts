import type { ActivityRecord } from './ActivityRecord.js';
import type { CaseRecord } from './CaseRecord.js';
import type { CompanyRecord } from './CompanyRecord.js';
import type { ContactRecord, EmbeddedContact } from './ContactRecord.js';
import type { GestionRecord } from './GestionRecord.js';
import type { ActivityId, CaseId } from './ids.js';
import type { OwnerRecord } from './OwnerRecord.js';

/**
 * What stands behind each entity of the graph: a whole record, or as much of it as is known without a call. The rest
 * is looked up when a field asks for it.
 */
export type CaseNode = CaseRecord | CaseReference;
export type ContactNode = ContactRecord | EmbeddedContact;
export type OwnerNode = OwnerRecord;
export type CompanyNode = CompanyRecord;
export type ActivityNode = ActivityRecord | ActivityReference;
export type GestionNode = GestionRecord;

/** A case known to exist, of which only what the CRM returned on a write is known. */
export interface CaseReference {
  readonly id: CaseId;
  readonly caseNumber: string | null | undefined;
}

/** An activity known to exist, of which only the id is known. */
export interface ActivityReference {
  readonly id: ActivityId;
}
