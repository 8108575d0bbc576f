import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CompanyRecord } from '../model/CompanyRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { CaseFilter, GestionFilter } from '../model/filters.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import type { ActivityList, CaseList, GestionList, List, ListWindow } from '../model/List.js';
import type { OwnerRecord } from '../model/OwnerRecord.js';
import type { Quota } from '../model/Quota.js';
import type { TenantVocabulary } from '../model/TenantVocabulary.js';
import type { WriteEffect } from '../model/WriteEffect.js';

/** What one case is looked up by. */
export interface CaseKey {
  readonly field: 'id' | 'caseNumber';
  readonly value: string;
}
/** What one contact is looked up by. Neither e-mail address nor identification is unique in the CRM. */
export interface ContactKey {
  readonly field: 'id' | 'email' | 'identification';
  readonly value: string;
}
/** What one owner is looked up by: its id or its login. */
export interface OwnerKey {
  readonly field: 'id' | 'user';
  readonly value: string;
}

/** What became of one id: the record, null for none, or why it could not be had: a `Fault`, unless something is broken. */
export type Outcome<T> = T | null | Error;
/** Told the outcome of an id. */
export type Deliver<T> = (id: string, outcome: Outcome<T>) => void;

/** How a list would be read, and what it would cost; `maxUpstreamCalls` is null where only the scan limit bounds it. */
export interface QueryPlan {
  readonly minUpstreamCalls: number;
  readonly maxUpstreamCalls: number | null;
  readonly pushedDown: readonly string[];
  readonly residual: readonly string[];
  readonly description: string;
}

/**
 * Answers what the graph asks for with the fewest calls. One for the whole process. A record that does not exist is
 * null; everything else that goes wrong rejects with a `Fault`.
 */
export interface Reader {
  findCase(key: CaseKey, call: CallContext): Promise<CaseRecord | null>;
  findContact(key: ContactKey, call: CallContext): Promise<ContactRecord | null>;
  /**
   * Many by id, with fewer calls than ids where possible. Tells the outcome of each id as soon as it is there, and of
   * those that cannot be had the reason; where an id is told more than once, the first outcome counts.
   */
  findCases(ids: readonly string[], call: CallContext, deliver: Deliver<CaseRecord>): void;
  /** The same for contacts. */
  findContacts(ids: readonly string[], call: CallContext, deliver: Deliver<ContactRecord>): void;
  /** Whether wanting many of these at once is cheaper than wanting some now and some a little later. */
  shouldBatch(kind: 'cases' | 'contacts'): boolean;
  findOwner(key: OwnerKey, call: CallContext): Promise<OwnerRecord | null>;
  findCompany(id: string, call: CallContext): Promise<CompanyRecord | null>;
  /** Null, without a call, where the tenant's activities cannot be read. */
  findActivity(id: string, call: CallContext): Promise<ActivityRecord | null>;
  findGestion(id: string, call: CallContext): Promise<GestionRecord | null>;
  listCases(filter: CaseFilter, window: ListWindow, call: CallContext): Promise<CaseList>;
  /** Null, without a call, where the tenant's activities cannot be read. */
  listActivities(subjectId: string, window: ListWindow, call: CallContext): Promise<ActivityList | null>;
  listGestiones(filter: GestionFilter, window: ListWindow, call: CallContext): Promise<GestionList>;
  /** The answer where it is known beforehand that nothing can match: checks the window like the others. No call. */
  listNothing(window: ListWindow): List<never>;
  /** The plan for `listCases` with the same arguments. No call. */
  explainCases(filter: CaseFilter, window: ListWindow): QueryPlan;
  /** The tenant's own words for its cases; null without a profile that has them. No call. */
  vocabulary(): TenantVocabulary | null;
  /** The day's allowance as all processes have counted it. No call. */
  quota(): Promise<Quota>;
  /**
   * Drops what a write may have changed, whoever made it: whoever reads after the write was acknowledged is not answered
   * with what was so before it, on any replica. To be called before the write's caller hears of it. Rejects with
   * `StoreUnavailable` where other replicas could not be told.
   */
  invalidate(effect: WriteEffect): Promise<void>;
}
