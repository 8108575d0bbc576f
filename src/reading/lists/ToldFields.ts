import type { CaseRecord } from '../../model/CaseRecord.js';
import type { Condition } from '../planning/conditions.js';
import { tellsOf, untellableFields } from '../planning/judgeCase.js';

/**
 * Learns which of the searchable fields that no page of the vendor's shows in a case's row the rows of this tenant carry.
 * Where some row carries one, rows without it have no value there; where none does, nobody can tell from a row, and the
 * CRM has to be asked for that field.
 */
export class ToldFields {
  readonly #told = new Set<string>();
  readonly #untold = new Set<string>();

  /** The fields that some row carried. */
  get told(): ReadonlySet<string> {
    return this.#told;
  }

  /** Learns from the rows of a page. */
  notice(rows: readonly (CaseRecord | null)[]): void {
    for (const field of untellableFields) {
      if (this.#told.has(field) || !rows.some((row) => row !== null && tellsOf(row, field))) continue;
      this.#told.add(field);
      this.#untold.delete(field);
    }
  }

  /** Whether a row left one of the conditions open that no other row of the tenant has told about; remembers which. */
  leavesOpen(row: CaseRecord, conditions: readonly Condition[]): boolean {
    const open = untellableFields.filter(
      (field) =>
        !this.#told.has(field) && conditions.some((condition) => condition.field === field) && !tellsOf(row, field),
    );
    for (const field of open) this.#untold.add(field);
    return open.length > 0;
  }

  /** Whether a condition on this field has been left open before. */
  isUntold(field: string): boolean {
    return this.#untold.has(field);
  }
}
