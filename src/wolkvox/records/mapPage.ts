import { maxPageLimit } from '../../model/search.js';
import { isWireObject } from '../decoding/wire.js';
import type { RowMapper } from './defineRecord.js';
import { MappingContext, RowReader, type TenantWords } from './RowReader.js';

export interface MappedPage<T> {
  readonly rows: readonly (T | null)[];
  readonly isOverfull: boolean;
}

export interface PageMapping<T> extends TenantWords {
  readonly map: RowMapper<T>;
  readonly limit: number;
  /** Told the dotted path of a field whose form could not be read, whenever somebody reads it. */
  readonly onUnreadable: (path: string) => void;
}

/**
 * Maps the rows of a page, each for itself: a bad row is null and takes no other with it. Rows beyond `limit` are kept, up to
 * the CRM's longest page: a CRM that does not heed the limit is read by pages of its own length.
 */
export function mapPage<T>(
  wireRows: readonly unknown[],
  { map, limit, onUnreadable, ...tenant }: PageMapping<T>,
): MappedPage<T> {
  const context = new MappingContext(tenant, onUnreadable);
  const rows = wireRows
    .slice(0, maxPageLimit)
    .map((row) => (isWireObject(row) ? map(new RowReader(row, context)) : null));
  return { rows, isOverfull: wireRows.length > limit };
}
