import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import type { ListKind } from './listIdentity.js';

/**
 * Remembers which of the CRM's lists come without a total. Where one does, the only way to know whether rows follow a
 * window is to ask for one row more.
 */
export class TotalsMemory {
  readonly #withoutTotals = new Set<ListKind>();

  /** Whether the last page of this kind that could tell came without a total. */
  lacksTotals(kind: ListKind): boolean {
    return this.#withoutTotals.has(kind);
  }

  /** Learns from a page. An empty page tells nothing: some answers leave everything out when there is nothing. */
  learn(kind: ListKind, page: RecordPage<unknown>): void {
    if (page.totalRecords !== null) this.#withoutTotals.delete(kind);
    else if (page.rows.length > 0) this.#withoutTotals.add(kind);
  }
}
