import type { CompanyId } from './ids.js';

export interface CompanyRecord {
  readonly id: CompanyId;
  readonly name: string | null;
  readonly identification: string | null;
}
