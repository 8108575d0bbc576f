import { mapPage } from '../../../src/wolkvox/records/mapPage.js';
import type { MappedPage, RowMapper } from '../../../src/wolkvox/records/mapPage.js';
import { TenantZone } from '../../../src/wolkvox/TenantZone.js';

const zone = new TenantZone('America/Bogota');

/** Maps the rows of a page of a tenant in Bogota. */
export function mapRows<T>(map: RowMapper<T>, rows: readonly unknown[], limit = 250): MappedPage<T> {
  return mapPage(rows, { map, limit, zone });
}

/** Maps one row that has a usable id; gives the record and the fields that could not be read. */
export function mapRow<T>(
  map: RowMapper<T>,
  row: Readonly<Record<string, unknown>>,
): { record: T; unreadable: readonly string[] } {
  const page = mapRows(map, [{ wolkvox_id: '64cb0d9d5f2b8a0012345678', ...row }]);
  const record = page.rows[0];
  if (record === null || record === undefined) throw new Error('the row was dropped');
  return { record, unreadable: page.unreadableFields };
}
