import type { CaseCondition } from './CaseRecord.js';

/** A status as the tenant configured it: its name, and what it means. */
export interface TenantStatus {
  readonly name: string;
  readonly condition: CaseCondition;
}

/** The words that the tenant configured for its cases. The CRM has no endpoint for them; the tenant profile holds them. */
export interface TenantVocabulary {
  readonly caseTypes: readonly string[];
  readonly statuses: readonly TenantStatus[];
  readonly priorities: readonly string[];
}
