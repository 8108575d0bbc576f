import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { CaseFilter, GestionFilter } from '../model/filters.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { ActivityList, CaseList, GestionList, List, ListWindow } from '../model/List.js';
import type { OwnerRecord } from '../model/OwnerRecord.js';
import type { Quota } from '../model/Quota.js';
import type { TenantVocabulary } from '../model/TenantVocabulary.js';
import type { CaseKey, ContactKey, OwnerKey, QueryPlan } from '../reading/Reader.js';

/**
 * What records one operation wants. One per operation: equal keys are asked for once, rows of lists answer later
 * look-ups of the same record.
 */
export interface Loaders {
  findCase(key: CaseKey): Promise<CaseRecord | null>;
  findContact(key: ContactKey): Promise<ContactRecord | null>;
  findOwner(key: OwnerKey): Promise<OwnerRecord | null>;
  findCompany(id: string): Promise<CompanyRecord | null>;
  /** Null where the tenant's activities cannot be read. */
  findActivity(id: string): Promise<ActivityRecord | null>;
  findGestion(id: string): Promise<GestionRecord | null>;
  listCases(filter: CaseFilter, window: ListWindow): Promise<CaseList>;
  /** Null where the tenant's activities cannot be read. */
  listActivities(subjectId: string, window: ListWindow): Promise<ActivityList | null>;
  listGestiones(filter: GestionFilter, window: ListWindow): Promise<GestionList>;
  /** The answer where it is known beforehand that nothing can match. No call. */
  listNothing(window: ListWindow): List<never>;
  explainCases(filter: CaseFilter, window: ListWindow): QueryPlan;
  quota(): Promise<Quota>;
  /** The tenant's own words for its cases; null without a profile that has them. No call. */
  vocabulary(): TenantVocabulary | null;
  /**
   * Forgets everything that this operation holds, so that what it reads from now on is as new as what any operation reads.
   * What all operations share is invalidated by the write itself.
   */
  clear(): void;
}
