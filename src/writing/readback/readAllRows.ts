import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** Looking for one write may not eat the day's allowance: 8 pages are 2,000 records of one contact. */
const maxPages = 8;

export interface AllRows<T> {
  readonly rows: readonly T[];
  /** Whether these are all the rows there are, each of them readable. */
  readonly isComplete: boolean;
}

/** Reads a list from its first page to its last, or as many pages as one search may cost. */
export async function readAllRows<T>(readPage: (page: PageRequest) => Promise<RecordPage<T>>): Promise<AllRows<T>> {
  const rows: T[] = [];
  let isReadable = true;
  for (let page = 1; page <= maxPages; page += 1) {
    const result = await readPage({ page, limit: maxPageLimit });
    const readable = result.rows.filter((row) => row !== null);
    rows.push(...readable);
    isReadable &&= readable.length === result.rows.length && !result.isOverfull;
    const isLast =
      result.totalRecords === null
        ? result.rows.length < maxPageLimit
        : page * maxPageLimit >= result.totalRecords || result.rows.length === 0;
    if (isLast) return { rows, isComplete: isReadable && rows.length >= (result.totalRecords ?? 0) };
  }
  return { rows, isComplete: false };
}
