/** Ids are text to the last digit: some have 17 digits, more than a number can hold. Brands keep them from being mixed up. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type CaseId = Branded<'CaseId'>;
export type ContactId = Branded<'ContactId'>;
export type OwnerId = Branded<'OwnerId'>;
export type CompanyId = Branded<'CompanyId'>;
export type ActivityId = Branded<'ActivityId'>;
export type GestionId = Branded<'GestionId'>;

/** Marks text as an id of the wanted kind. The caller vouches that it names such a record. */
export const toCaseId = (text: string): CaseId => text as CaseId;
export const toContactId = (text: string): ContactId => text as ContactId;
export const toOwnerId = (text: string): OwnerId => text as OwnerId;
export const toCompanyId = (text: string): CompanyId => text as CompanyId;
export const toActivityId = (text: string): ActivityId => text as ActivityId;
export const toGestionId = (text: string): GestionId => text as GestionId;
