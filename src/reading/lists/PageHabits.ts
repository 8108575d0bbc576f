import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** What the CRM's pages of one kind are like, learned from those that were read. Nothing is unlearned. */
export class PageHabits {
  #lacksTotals = false;
  #ownLength: number | null = null;
  #provenLength = 1;

  /**
   * Whether the last page that could tell came without a total. Then the only way to know whether rows follow a window
   * is to ask for one row more.
   */
  get lacksTotals(): boolean {
    return this.#lacksTotals;
  }

  /**
   * The length of the CRM's own pages: it sends that many rows, or no more than that, whatever is asked for. Null for a
   * CRM that sends as many as asked for, as far as is known.
   */
  get ownLength(): number | null {
    return this.#ownLength;
  }

  /**
   * Whether a page of so many rows, fewer than asked for and without a total, is the last one of its list. A CRM that
   * cuts its pages at some length would send a page of that very length, so a shorter one than was ever seen is no cut.
   */
  isEnd(rows: number): boolean {
    return rows < this.#provenLength;
  }

  /** Learns from a page. */
  learn({ rows, totalRecords }: Pick<RecordPage<unknown>, 'rows' | 'totalRecords'>, { limit }: PageRequest): void {
    // An empty page tells nothing: some answers leave everything out when there is nothing.
    if (totalRecords !== null) this.#lacksTotals = false;
    else if (rows.length > 0) this.#lacksTotals = true;
    this.#provenLength = Math.max(this.#provenLength, rows.length);
    if (rows.length > limit) this.#ownLength = Math.max(rows.length, this.#ownLength ?? 0);
  }

  /** The list had no more rows behind a page that was shorter than asked for. */
  onEndConfirmed(rows: number): void {
    this.#provenLength = Math.max(this.#provenLength, rows + 1);
  }

  /** The list had more rows behind a page that was shorter than asked for: the CRM cuts pages at that length. */
  onCut(rows: number): void {
    this.#ownLength ??= rows;
  }
}
