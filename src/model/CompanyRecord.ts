import type { CompanyId } from './ids.js';

/** A company, as a case carries it or as its own module has it. */
export interface CompanyRecord {
  readonly id: CompanyId;
  readonly name: string | null;
  readonly identification: string | null;
}
