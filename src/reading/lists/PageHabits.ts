import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** What the CRM's pages of one kind are like, learned from those that were read. */
export class PageHabits {
  #lacksTotals = false;
  #ownLength: number | null = null;

  /**
   * Whether the last page that could tell came without a total. Then the only way to know whether rows follow a window
   * is to ask for one row more.
   */
  get lacksTotals(): boolean {
    return this.#lacksTotals;
  }

  /** The length that pages have whatever is asked for, as far as is known; null for a CRM that heeds what is asked for. */
  get ownLength(): number | null {
    return this.#ownLength;
  }

  learn(
    { rows, totalRecords }: Pick<RecordPage<unknown>, 'rows' | 'totalRecords'>,
    { page, limit }: PageRequest,
  ): void {
    // An empty page tells nothing: some answers leave everything out when there is nothing.
    if (totalRecords !== null) this.#lacksTotals = false;
    else if (rows.length > 0) this.#lacksTotals = true;
    const own = this.#ownLength ?? 0;
    if (rows.length > limit) this.#ownLength = Math.max(rows.length, own);
    // As many rows as asked for tell that it is heeded only where there were more to send: a list may be as long as that.
    else if (rows.length === limit && limit < own && (totalRecords ?? 0) > page * limit) this.#ownLength = null;
  }
}
