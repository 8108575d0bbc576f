import type { CaseCondition } from './CaseRecord.js';

/** One or several wanted values; `in` has 1 to 50 of them. */
export type ValueCondition = { readonly eq: string } | { readonly in: readonly string[] };

/** From `gte` on and before `lt`; at least one of them is there. */
export interface InstantRange {
  readonly gte?: Date;
  readonly lt?: Date;
}

type CaseValueField =
  | 'id'
  | 'caseNumber'
  | 'sequence'
  | 'prefix'
  | 'type'
  | 'status'
  | 'priority'
  | 'contactId'
  | 'contactEmail'
  | 'contactName'
  | 'contactIdentification'
  | 'contactPhone'
  | 'companyId'
  | 'companyName'
  | 'ownerId'
  | 'ownerUser'
  | 'ownerName'
  | 'responsibleId'
  | 'responsibleUser'
  | 'responsibleName'
  | 'description'
  | 'solution'
  | 'reason';

/** Conditions on cases; they combine with AND. Fields are there only when they constrain. */
export type CaseFilter = { readonly [Field in CaseValueField]?: ValueCondition } & {
  readonly condition?: CaseCondition;
  readonly isReopened?: boolean;
  readonly isExpired?: boolean;
  readonly createdAt?: InstantRange;
  readonly updatedAt?: InstantRange;
  readonly closedAt?: InstantRange;
};

type GestionValueField = 'customerId' | 'obligation' | 'recordId' | 'typificationCode' | 'agentId' | 'campaignId';

/** Conditions on collection steps; they combine with AND. */
export type GestionFilter = { readonly [Field in GestionValueField]?: ValueCondition } & {
  readonly occurredAt?: InstantRange;
};
