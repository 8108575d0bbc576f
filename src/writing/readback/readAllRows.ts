import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** Looking for one write may not eat the day's allowance: 8 pages are 2,000 records of one contact. */
const maxPages = 8;

export interface AllRows<T> {
  readonly rows: readonly T[];
  /** Whether these are all the rows there are, each of them readable. */
  readonly isComplete: boolean;
}

/**
 * Reads a list from its first page to its last, or as many pages as one search may cost. A full page is never taken
 * for the last one, whatever total the CRM claims: some count the page and not the list.
 */
export async function readAllRows<T extends { readonly id: string }>(
  readPage: (page: PageRequest) => Promise<RecordPage<T>>,
): Promise<AllRows<T>> {
  const rows = new Map<string, T>();
  let isReadable = true;
  for (let page = 1; page <= maxPages; page += 1) {
    const result = await readPage({ page, limit: maxPageLimit });
    const readable = result.rows.filter((row) => row !== null);
    const known = rows.size;
    for (const row of readable) rows.set(row.id, row);
    isReadable &&= readable.length === result.rows.length && !result.isOverfull;
    const total = result.totalRecords ?? 0;
    const isPastTheEnd = result.rows.length < maxPageLimit && page * maxPageLimit >= total;
    // A page that shows nothing new, such as the same one again, has nothing behind it that could be asked for.
    if (isPastTheEnd || rows.size === known) {
      const isEnd = isPastTheEnd || result.rows.length === 0;
      return { rows: [...rows.values()], isComplete: isReadable && isEnd && rows.size >= total };
    }
  }
  return { rows: [...rows.values()], isComplete: false };
}
