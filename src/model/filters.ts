import type { CaseCondition } from './CaseRecord.js';
import type { CaseSearchField } from './search.js';

/** The most values that one `in` may list. */
export const maxFilterValues = 50;

/** One or several wanted values; `in` has at least one, and at most `maxFilterValues`. */
export type ValueCondition = { readonly eq: string } | { readonly in: readonly string[] };

/** From `gte` on and before `lt`; at least one of them is there. */
export interface InstantRange {
  readonly gte?: Date;
  readonly lt?: Date;
}

type CaseValueField = Exclude<CaseSearchField, 'isReopened' | 'isExpired'>;
type CaseValueConditions = { readonly [Field in CaseValueField]?: ValueCondition };

/** Conditions on cases; they combine with AND. Fields are there only when they constrain. */
export interface CaseFilter extends CaseValueConditions {
  readonly condition?: CaseCondition;
  /** Any of these; holds beside `condition`. */
  readonly conditions?: readonly CaseCondition[];
  readonly isReopened?: boolean;
  readonly isExpired?: boolean;
  readonly createdAt?: InstantRange;
  readonly updatedAt?: InstantRange;
  readonly closedAt?: InstantRange;
  /** Further filters that have to hold as well, such as a caller's own within the cases of one contact. */
  readonly allOf?: readonly CaseFilter[];
}

type GestionValueField = 'customerId' | 'obligation' | 'recordId' | 'typificationCode' | 'agentId' | 'campaignId';

/** Conditions on collection steps; they combine with AND. */
export type GestionFilter = { readonly [Field in GestionValueField]?: ValueCondition } & {
  readonly occurredAt?: InstantRange;
};

/** Which of a case's fields its row may leave out, so that only the contact's own record can tell. */
export const fieldsOfContact: ReadonlySet<string> = new Set([
  'contactEmail',
  'contactName',
  'contactIdentification',
  'contactPhone',
]);
