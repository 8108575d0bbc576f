import { maxPageLimit } from '../../model/search.js';
import { isWireObject } from '../decoding/wire.js';
import { type MappingContext, RowReader } from './RowReader.js';

/** Maps one row; null when it has no usable id. */
export type RowMapper<T> = (row: RowReader) => T | null;

export interface MappedPage<T> {
  readonly rows: readonly (T | null)[];
  readonly isOverfull: boolean;
  /** Dotted paths, each once. */
  readonly unreadableFields: readonly string[];
}

/**
 * Maps the rows of a page, each for itself: a bad row is null and takes no other with it. Rows beyond `limit` are kept, up to
 * the CRM's longest page: a CRM that does not heed the limit is read by pages of its own length.
 */
export function mapPage<T>(
  wireRows: readonly unknown[],
  {
    map,
    limit,
    ...tenant
  }: { readonly map: RowMapper<T>; readonly limit: number } & Omit<MappingContext, 'onUnreadable'>,
): MappedPage<T> {
  const unreadable = new Set<string>();
  const context = { ...tenant, onUnreadable: (path: string) => unreadable.add(path) };
  const rows = wireRows
    .slice(0, maxPageLimit)
    .map((row) => (isWireObject(row) ? map(new RowReader(row, context)) : null));
  return { rows, isOverfull: wireRows.length > limit, unreadableFields: [...unreadable] };
}
