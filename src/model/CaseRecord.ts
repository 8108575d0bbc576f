import type { CompanyRecord } from './CompanyRecord.js';
import type { EmbeddedContact } from './ContactRecord.js';
import type { CaseId } from './ids.js';
import type { OwnerRecord } from './OwnerRecord.js';
import type { CustomField } from './CustomField.js';

export type CaseKind = 'REQUEST' | 'COMPLAINT' | 'CLAIM' | 'SUGGESTION' | 'CUSTOM';
export type CaseCondition = 'OPEN' | 'ON_HOLD' | 'SOLVED' | 'CLOSED' | 'UNKNOWN';

export interface CaseType {
  readonly name: string;
  readonly kind: CaseKind;
}
export interface CaseStatus {
  readonly name: string | null;
  readonly condition: CaseCondition;
}
export interface CasePriority {
  readonly name: string | null;
  readonly resolutionMinutes: number | null;
}
export interface CaseEvent {
  readonly at: Date | null;
  readonly user: string | null;
  readonly tag: string | null;
  readonly message: string | null;
}
export interface CaseFile {
  readonly name: string | null;
  readonly url: string | null;
}

/** A case with everything that one row of the CRM's case search carries. Instants are absolute. */
export interface CaseRecord {
  readonly id: CaseId;
  readonly caseNumber: string | null;
  readonly sequence: string | null;
  readonly prefix: string | null;
  readonly type: CaseType | null;
  readonly status: CaseStatus | null;
  readonly priority: CasePriority | null;
  readonly description: string | null;
  /** Undefined where the row has no place for it, which says nothing about the case. */
  readonly solution: string | null | undefined;
  /** As `solution`. */
  readonly reason: string | null | undefined;
  readonly isReopened: boolean | null;
  /** The CRM's own flag, which `isOverdue` of the graph is not. Undefined as `solution`. */
  readonly isExpired: boolean | null | undefined;
  readonly dueAt: Date | null;
  readonly createdAt: Date | null;
  readonly createdBy: string | null;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
  readonly closedAt: Date | null;
  readonly dependency: string | null;
  readonly contact: EmbeddedContact | null;
  readonly company: CompanyRecord | null;
  readonly owner: OwnerRecord | null;
  readonly responsible: OwnerRecord | null;
  readonly ownerGroups: readonly string[];
  readonly history: readonly CaseEvent[];
  readonly files: readonly CaseFile[];
  readonly customFields: readonly CustomField[];
}
