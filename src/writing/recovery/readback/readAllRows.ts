import { maxPageLimit, type PageRequest } from '../../../model/search.js';
import type { RecordPage } from '../../../wolkvox/WolkvoxClient.js';
import { readIfServed } from './readIfServed.js';

/** Looking for one write may not eat the day's allowance: 8 pages are 2,000 records of one contact. */
const maxPages = 8;

export interface AllRows<T> {
  readonly rows: readonly T[];
  /** Whether these are all the rows there are, each of them readable. */
  readonly isComplete: boolean;
}

/**
 * Reads a list from its first page to its last, or as many pages as one search may cost. A full page is never taken
 * for the last one, whatever total the CRM claims: some count the page and not the list. A page that is not full is
 * taken for it, unless after these rows the end has to be seen: a CRM may send shorter pages than it was asked for. Then
 * the page behind is asked for as well, and has to bring nothing new or be refused.
 */
export async function readAllRows<T extends { readonly id: string }>(
  readPage: (page: PageRequest) => Promise<RecordPage<T>>,
  hasToSeeEnd: (rows: readonly T[]) => boolean,
): Promise<AllRows<T>> {
  const rows = new Map<string, T>();
  let isReadable = true;
  let seemsRead = false;
  let total = 0;
  for (let page = 1; page <= maxPages; page += 1) {
    const read = (): Promise<RecordPage<T>> => readPage({ page, limit: maxPageLimit });
    const result: RecordPage<T> | null = seemsRead ? await readIfServed(read) : await read();
    if (result === null) return { rows: [...rows.values()], isComplete: isReadable };
    const readable = result.rows.filter((row) => row !== null);
    const known = rows.size;
    for (const row of readable) rows.set(row.id, row);
    isReadable &&= readable.length === result.rows.length && !result.isOverfull;
    total = Math.max(total, result.totalRecords ?? 0);
    seemsRead = result.rows.length < maxPageLimit && rows.size >= total;
    // A page that shows nothing new, such as the same one again, has nothing behind it that could be asked for.
    const isLast = rows.size === known || (seemsRead && !hasToSeeEnd([...rows.values()]));
    if (isLast) return { rows: [...rows.values()], isComplete: isReadable && seemsRead };
  }
  return { rows: [...rows.values()], isComplete: false };
}
