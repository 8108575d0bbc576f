import type { Freshness, ResultWarningCode } from '../../model/List.js';
import type { SourcedPage } from '../PageReader.js';
import type { PageFindings } from './ScanReader.js';

const staleness: Readonly<Record<Freshness, number>> = { LIVE: 0, CACHED: 1, STALE: 2 };

/** What the pages behind a list say about it together: as fresh as the oldest of them, with the warnings of all. */
export class ResultMetadata {
  readonly #warnings = new Set<ResultWarningCode>();
  #freshness: Freshness = 'LIVE';
  #fetchedAt: Date | null = null;
  #isCutShort = false;
  #hasGap = false;

  note(page: SourcedPage<unknown>, findings: PageFindings): void {
    if (staleness[page.freshness] > staleness[this.#freshness]) this.#freshness = page.freshness;
    if (this.#fetchedAt === null || page.fetchedAt < this.#fetchedAt) this.#fetchedAt = page.fetchedAt;
    if (page.freshness === 'STALE') this.warn('SERVED_STALE');
    if (page.isOverfull) this.warn('ROW_UNREADABLE');
    if (findings.isMoved || findings.isTotalDisproved || findings.isContradicted === true)
      this.warn('LIST_CHANGED_DURING_PAGING');
    this.#isCutShort ||= findings.isCutShort;
  }

  /** The list of the CRM may lack rows without anybody being able to tell. */
  noteGap(): void {
    this.warn('LIST_CHANGED_DURING_PAGING');
    this.#hasGap = true;
  }

  /** A page contradicts what the tenant declares. */
  noteContradiction(): void {
    this.warn('LIST_CHANGED_DURING_PAGING');
  }

  warn(code: ResultWarningCode): void {
    this.#warnings.add(code);
  }

  get freshness(): Freshness {
    return this.#freshness;
  }

  /** Null before the first page. */
  get fetchedAt(): Date | null {
    return this.#fetchedAt;
  }

  /** Whether the CRM said that there is more than it then sent. */
  get isCutShort(): boolean {
    return this.#isCutShort;
  }

  /** Whether rows may be missing in the midst of what was read. */
  get hasGap(): boolean {
    return this.#hasGap;
  }

  get warnings(): readonly ResultWarningCode[] {
    return [...this.#warnings];
  }
}
