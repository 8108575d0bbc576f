import type { List, ListItem, ResultWarningCode } from '../model/List.js';
import type { RecordPage } from '../wolkvox/WolkvoxClient.js';
import { encodeCursor } from './cursor.js';
import type { SourcedPage } from './PageReader.js';
import type { PagePlacement, RowWindow } from './pageFor.js';

export interface ListParts<T> {
  readonly page: SourcedPage<T>;
  readonly placement: PagePlacement;
  readonly window: RowWindow;
  /** The list's identity, for its cursors. */
  readonly list: string;
  /** Whether a row is an answer to what was searched for. */
  readonly isWanted: (row: T) => boolean;
}

/**
 * Cuts a window out of the page that holds it. Rows without a usable id, rows that were not asked for and repeated rows
 * are left out, and the list says so; the others keep their positions, so that cursors stay true.
 */
export function toList<T extends { readonly id: string }>(parts: ListParts<T>): List<T> {
  const { page, placement, window } = parts;
  const rows = pickRows(parts);
  const total = countRows(page, placement);
  const isCut = isCutShort(page, placement, window);
  const warnings = new Set<ResultWarningCode>();
  if (rows.leftOut > 0 || page.isOverfull) warnings.add('ROW_UNREADABLE');
  if (page.unreadableFields.length > 0) warnings.add('FIELD_UNREADABLE');
  if (total.isDisproved) warnings.add('LIST_CHANGED_DURING_PAGING');
  if (page.freshness === 'STALE') warnings.add('SERVED_STALE');
  const totalCount = rows.spoilsTotal ? null : total.exact;
  return {
    items: rows.items,
    hasNextPage: hasNextRow(page, placement, window),
    hasPreviousPage: window.offset > 0 && totalCount !== 0,
    totalCount,
    totalCountIsExact: totalCount !== null,
    upstreamCalls: page.calls,
    freshness: page.freshness,
    fetchedAt: page.fetchedAt,
    isComplete: !rows.hasUnreadable && !isCut,
    warnings: [...warnings],
  };
}

interface PickedRows<T> {
  readonly items: readonly ListItem<T>[];
  readonly leftOut: number;
  readonly hasUnreadable: boolean;
  /** Whether the CRM counted rows that are not part of the list. */
  readonly spoilsTotal: boolean;
}

function pickRows<T extends { readonly id: string }>(parts: ListParts<T>): PickedRows<T> {
  const { page, placement, window, list, isWanted } = parts;
  const seen = new Set<string>();
  const items: ListItem<T>[] = [];
  const end = placement.skip + window.first;
  let leftOut = 0;
  let hasUnreadable = false;
  let spoilsTotal = false;
  page.rows.slice(0, end).forEach((row, index) => {
    const isInWindow = index >= placement.skip;
    if (row === null) {
      if (isInWindow) {
        leftOut += 1;
        hasUnreadable = true;
      }
      return;
    }
    const isRepeated = seen.has(row.id);
    seen.add(row.id);
    if (isRepeated || !isWanted(row)) {
      spoilsTotal = true;
      if (isInWindow) leftOut += 1;
      return;
    }
    if (!isInWindow) return;
    const position = window.offset + index - placement.skip;
    items.push({ cursor: encodeCursor({ position, list, recordId: row.id }), node: row });
  });
  return { items, leftOut, hasUnreadable, spoilsTotal };
}

interface RowCount {
  /** Known for certain: said by the CRM without contradiction, or counted to the end. */
  readonly exact: number | null;
  /** Whether the rows disprove the total that the CRM gave: there are more than it says, or fewer. */
  readonly isDisproved: boolean;
}

function countRows(page: RecordPage<unknown>, { page: { page: number, limit } }: PagePlacement): RowCount {
  const before = (number - 1) * limit;
  const seen = before + page.rows.length;
  const isLastPage = page.rows.length < limit && !page.isOverfull;
  // An empty page behind the first one only tells that the list ends somewhere before it.
  const isCounted = isLastPage && (page.rows.length > 0 || number === 1);
  const claimed = page.totalRecords;
  if (claimed === null) return { exact: isCounted ? seen : null, isDisproved: false };
  const isDisproved = isCounted ? claimed !== seen : isLastPage ? claimed > before : claimed < seen;
  return { exact: isDisproved ? null : claimed, isDisproved };
}

/** Whether the CRM says that there are rows in the window which it then did not send. */
function isCutShort(page: RecordPage<unknown>, { skip }: PagePlacement, { offset, first }: RowWindow): boolean {
  if (page.totalRecords === null) return false;
  const sent = Math.max(0, Math.min(page.rows.length - skip, first));
  const expected = Math.max(0, Math.min(page.totalRecords - offset, first));
  return sent < expected;
}

function hasNextRow(
  page: RecordPage<unknown>,
  { page: { limit }, skip }: PagePlacement,
  { offset, first }: RowWindow,
): boolean {
  if (page.rows.length > skip + first || page.isOverfull) return true;
  // A page that is not full is the last one, whatever the total says: going on would find nothing.
  if (page.rows.length < limit) return false;
  return page.totalRecords === null || page.totalRecords > offset + first;
}
