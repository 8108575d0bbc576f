/** The fields of a case that a write can name. */
export const caseWriteFields = [
  'type',
  'description',
  'status',
  'priority',
  'solution',
  'ownerUser',
  'responsibleUser',
  'customFields',
  'attachments',
] as const;
export type CaseWriteField = (typeof caseWriteFields)[number];

/** The fields of a contact that a write can name. */
export const contactWriteFields = ['name', 'email', 'identification', 'phone', 'customFields'] as const;
export type ContactWriteField = (typeof contactWriteFields)[number];

/** What of a new case tells which searches it can be found by; names and logins as they were sent. */
export interface NewCaseValues {
  readonly type: string;
  readonly status: string;
  readonly priority: string;
  readonly contactEmail: string;
  readonly ownerUser: string;
  readonly responsibleUser: string;
}

/**
 * What a write may have changed in the CRM: what was read before it and can show that is old from then on. `fields` are
 * those that were sent; the CRM may derive others from them.
 */
export type WriteEffect =
  | { readonly kind: 'caseCreated'; readonly values: NewCaseValues }
  | { readonly kind: 'caseChanged'; readonly id: string; readonly fields: readonly CaseWriteField[] }
  | { readonly kind: 'contactCreated'; readonly email: string | null; readonly identification: string | null }
  | { readonly kind: 'contactChanged'; readonly id: string; readonly fields: readonly ContactWriteField[] }
  | { readonly kind: 'activityCreated'; readonly subjectId: string }
  /** Nobody can tell what; where it was a case that was written, which one. */
  | { readonly kind: 'anything'; readonly caseId?: string };
