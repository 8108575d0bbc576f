import { Fault } from '../../model/Fault.js';
import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** After so many pages of the reduced length a longer one is tried again: rows are not equally large everywhere. */
const pagesBeforeLonger = 32;
/** Lengths above this are halved, those up to it quartered: an answer without an end must not cost many calls. */
const longestQuartered = 31;

/** Pages of so few rows are not divided: what is too large then is no page of records, however large its rows. */
const longestUndivided = 10;

interface Identified {
  readonly id: string;
}

/**
 * Reads pages of one kind of search whose rows may be so large that the CRM's answer is larger than what is taken. Then
 * the rows are asked for in shorter pages and put together, and the length that fits is remembered: it costs at most five
 * calls in vain the first time, and one in 33 afterwards.
 */
export class FittingReads {
  #longest = maxPageLimit;
  #pagesSince = 0;

  /** The rows that one call can bring, as far as is known. */
  get longest(): number {
    return this.#longest;
  }

  /**
   * Reads the rows of a page. `calls` of the answer includes those in vain. Rejects as `fetch` does, and where not even
   * a few rows fit.
   */
  async read<T extends Identified>(
    request: PageRequest,
    fetch: (page: PageRequest) => Promise<RecordPage<T>>,
  ): Promise<RecordPage<T>> {
    const begin = (request.page - 1) * request.limit;
    const parts = new Parts<T>(begin, request.limit);
    let length = Math.min(this.#longest, request.limit);
    let hasFailed = false;
    for (;;) {
      const part = parts.isEmpty && length === request.limit ? request : partFrom(parts.end, length);
      try {
        const page = await fetch(part);
        this.#onFit(length, hasFailed);
        // Of a length of the CRM's own: nobody knows whose rows these are but who asked for the page.
        if (part === request) return { ...page, calls: page.calls + parts.calls };
        if (page.isOverfull) throw new Fault('UPSTREAM_BAD_RESPONSE');
        if (parts.add(part, page)) return parts.toPage(page);
      } catch (error) {
        if (!(error instanceof Fault && error.isTooLarge) || length <= longestUndivided) throw error;
        parts.calls += 1;
        length = shorter(length);
        hasFailed = true;
      }
    }
  }

  #onFit(length: number, hasFailed: boolean): void {
    if (hasFailed) {
      this.#longest = Math.min(length, this.#longest);
      this.#pagesSince = 0;
      return;
    }
    if (length !== this.#longest || this.#longest === maxPageLimit) return;
    this.#pagesSince += 1;
    if (this.#pagesSince < pagesBeforeLonger) return;
    this.#longest = Math.min(maxPageLimit, this.#longest * 2);
    this.#pagesSince = 0;
  }
}

/** The rows of a page while they are read in parts. */
class Parts<T extends Identified> {
  readonly #rows: (T | null)[] = [];
  #totalRecords: number | null = null;
  #fetchedAt: Date | null = null;
  calls = 0;

  constructor(
    private readonly begin: number,
    private readonly limit: number,
  ) {}

  get isEmpty(): boolean {
    return this.#fetchedAt === null;
  }

  /** The position behind the last row read. */
  get end(): number {
    return this.begin + this.#rows.length;
  }

  /** Takes in the rows that belong to the page; whether these were the last ones. */
  add({ page, limit }: PageRequest, part: RecordPage<T>): boolean {
    const partBegin = (page - 1) * limit;
    const last = this.begin + this.limit;
    this.#totalRecords = part.totalRecords ?? this.#totalRecords;
    this.#fetchedAt ??= part.fetchedAt;
    this.calls += part.calls;
    if (this.#isRepeated(part)) return true;
    this.#rows.push(...part.rows.slice(this.end - partBegin, last - partBegin));
    return part.rows.length < limit || this.end >= last || this.end === this.#totalRecords;
  }

  /** Whether a part beyond the end of the list is its last one once more, as some CRMs send it. */
  #isRepeated({ rows }: RecordPage<T>): boolean {
    const [first, last] = [idOf(rows[0]), idOf(rows.at(-1))];
    const ids = this.#rows.map(idOf);
    return first !== null && ids.includes(first) && ids.at(-1) === last;
  }

  /** The page, which is as old as its oldest part. */
  toPage(last: RecordPage<T>): RecordPage<T> {
    return {
      rows: this.#rows,
      totalRecords: this.#totalRecords,
      isOverfull: false,
      calls: this.calls,
      fetchedAt: this.#fetchedAt ?? last.fetchedAt,
    };
  }
}

function idOf(row: Identified | null | undefined): string | null {
  return row?.id ?? null;
}

function partFrom(position: number, length: number): PageRequest {
  return { page: Math.floor(position / length) + 1, limit: length };
}

function shorter(length: number): number {
  return Math.floor(length / (length > longestQuartered ? 2 : 4));
}
