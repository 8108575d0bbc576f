/** Ids are text to the last digit: some have 17 digits, more than a number can hold. Brands keep them from being mixed up. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type CaseId = Branded<'CaseId'>;
export type ContactId = Branded<'ContactId'>;
export type OwnerId = Branded<'OwnerId'>;
export type CompanyId = Branded<'CompanyId'>;
export type ActivityId = Branded<'ActivityId'>;
export type GestionId = Branded<'GestionId'>;

/** Marks text as the id of a case. The caller vouches that it names one. */
export const toCaseId = (text: string): CaseId => text as CaseId;
/** The same for a contact. */
export const toContactId = (text: string): ContactId => text as ContactId;
/** The same for a user or group. */
export const toOwnerId = (text: string): OwnerId => text as OwnerId;
/** The same for a company. */
export const toCompanyId = (text: string): CompanyId => text as CompanyId;
/** The same for an activity. */
export const toActivityId = (text: string): ActivityId => text as ActivityId;
/** The same for a collection step. */
export const toGestionId = (text: string): GestionId => text as GestionId;
