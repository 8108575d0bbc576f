import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import type { TenantCapabilities } from '../capabilities/TenantCapabilities.js';

/** What the CRM sends for a page beyond the end of a list: nothing, or its last page once more. */
export type BeyondEnd = 'nothing' | 'lastPage' | 'unknown';

/** How long the CRM's pages of one kind are and whether they count, as far as the tenant declares and pages show it. */
export class PageLengths {
  #lacksTotals = false;
  #provenLength = 1;
  #hasSeenRows = false;
  #isLooked = false;
  #beyondEnd: BeyondEnd = 'unknown';
  #arePagesHeeded = false;
  readonly #fullLengths = new Set<number>();

  constructor(private readonly capabilities: TenantCapabilities) {}

  /**
   * Whether pages come without a total. Then the only way to know whether rows follow a page is to ask for one row more.
   */
  get lacksTotals(): boolean {
    return this.#lacksTotals || this.capabilities.value('totals') === false;
  }

  /**
   * The length of the CRM's own pages: it sends that many rows, or no more than that, whatever is asked for. Null for a
   * CRM that sends as many as asked for, as far as is known.
   */
  get ownLength(): number | null {
    const length = this.capabilities.value('pageLength');
    return length === 'asAsked' ? null : length;
  }

  /** What comes beyond the end of a list that has rows, as far as pages without a total have shown it. */
  get beyondEnd(): BeyondEnd {
    return this.#beyondEnd;
  }

  /** Whether two pages of some list were seen to differ: the CRM does not send the same page whatever is asked for. */
  get arePagesHeeded(): boolean {
    return this.#arePagesHeeded;
  }

  /** Whether any page with rows has told something. */
  get hasSeenRows(): boolean {
    return this.#hasSeenRows;
  }

  /** Whether full pages of different lengths came as long as asked for, with more rows behind them. */
  get isAsAsked(): boolean {
    return this.#fullLengths.size > 1;
  }

  /**
   * Whether a page of so many rows, fewer than asked for and without a total, is the last one of its list. A CRM that
   * cuts its pages at some length would send a page of that very length, so a shorter one than was ever seen is no cut.
   * A tenant that is declared to send as many as asked for is believed once one such page has proved to be the last.
   */
  isEnd(rows: number): boolean {
    const { value, origin } = this.capabilities.get('pageLength');
    const isDeclared = value === 'asAsked' && (origin === 'profile' || origin === 'doctor');
    return rows < this.#provenLength || (isDeclared && this.#isLooked);
  }

  /** Learns from a page; whether it contradicts what the tenant declares. */
  learn({ rows, totalRecords }: Pick<RecordPage<unknown>, 'rows' | 'totalRecords'>, { limit }: PageRequest): boolean {
    // An empty page tells nothing: some answers leave everything out when there is nothing.
    if (totalRecords !== null) this.#lacksTotals = false;
    else if (rows.length > 0) this.#lacksTotals = true;
    this.#provenLength = Math.max(this.#provenLength, rows.length);
    this.#hasSeenRows ||= rows.length > 0;
    const isFull = rows.length === limit && (totalRecords ?? 0) > rows.length;
    if (isFull && this.#fullLengths.size < 2) this.#fullLengths.add(limit);
    const lacksDeclared = this.#lacksTotals && this.capabilities.value('totals') === true;
    const isMute = lacksDeclared && this.capabilities.contradict('totals', 'unknown');
    const isLonger = rows.length > limit && this.#setLength(Math.max(rows.length, this.ownLength ?? 0));
    return isMute || isLonger;
  }

  /** Two pages of a list differed. */
  onPagesHeeded(): void {
    this.#arePagesHeeded = true;
  }

  /** A page beyond the end of a list with rows was empty. One that repeats its last page once may do so again. */
  onNothingBeyondEnd(): void {
    if (this.#beyondEnd === 'unknown') this.#beyondEnd = 'nothing';
  }

  /** The last page of a list came again for a page beyond its end. */
  onLastPageRepeated(): void {
    this.#beyondEnd = 'lastPage';
  }

  /** The list had no more rows behind a page that was shorter than asked for. */
  onEndConfirmed(rows: number): void {
    this.#provenLength = Math.max(this.#provenLength, rows + 1);
    this.#isLooked = true;
  }

  /**
   * The list had more rows behind a page that was shorter than asked for: the CRM cuts pages at that length. Whether that
   * contradicts what the tenant declares.
   */
  onCut(rows: number): boolean {
    return this.ownLength === null && this.#setLength(rows);
  }

  #setLength(rows: number): boolean {
    const { value, origin } = this.capabilities.get('pageLength');
    if (value === rows) return false;
    if (origin !== 'default') return this.capabilities.contradict('pageLength', rows) && origin !== 'verified';
    this.capabilities.verify('pageLength', rows);
    return false;
  }
}
