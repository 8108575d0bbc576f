/**
 * What the CRM can search, in this project's words: one field, one value. The client knows the vendor's spelling of
 * each.
 */
export type CaseSearchField =
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
  | 'reason'
  | 'isReopened'
  | 'isExpired';
export type ContactSearchField = 'id' | 'email' | 'identification';
export type CompanySearchField = 'id';
export type ActivitySearchField = 'id' | 'subjectId';
export type GestionSearchField = 'id' | 'customerId';

/** One search: the records whose field has this value, as the CRM compares them. */
export interface Search<Field extends string> {
  readonly field: Field;
  readonly value: string;
}

/** A stretch of the CRM's time, which the CRM reads to the minute; whether it includes the last one is not documented. */
export interface InstantSpan {
  readonly from: Date;
  readonly to: Date;
}

/** A page as the CRM counts them: `page` from 1, `limit` 1 to 250 rows. */
export interface PageRequest {
  readonly page: number;
  readonly limit: number;
}

/** The most rows that the CRM returns on one page. */
export const maxPageLimit = 250;
