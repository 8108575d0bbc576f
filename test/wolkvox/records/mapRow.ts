import { mapPage } from '../../../src/wolkvox/records/mapPage.js';
import type { RowMapper } from '../../../src/wolkvox/records/defineRecord.js';
import { TenantZone } from '../../../src/wolkvox/TenantZone.js';

const zone = new TenantZone('America/Bogota');

/** The rows of a page of a tenant in Bogota, each read as a whole, with the fields that could not be read. */
export function mapRows<T extends object>(
  map: RowMapper<T>,
  wireRows: readonly unknown[],
  limit = 250,
): { rows: (T | null)[]; isOverfull: boolean; unreadableFields: readonly string[] } {
  const unreadable = new Set<string>();
  const onUnreadable = (path: string): unknown => unreadable.add(path);
  const { rows, isOverfull } = mapPage(wireRows, { map, limit, zone, onUnreadable });
  const whole = rows.map((row) => (row === null ? null : readWhole(row)));
  return { rows: whole, isOverfull, unreadableFields: [...unreadable] };
}

/** Reads one row that has a usable id as a whole; gives the record and the fields that could not be read. */
export function mapRow<T extends object>(
  map: RowMapper<T>,
  row: Readonly<Record<string, unknown>>,
): { record: T; unreadable: readonly string[] } {
  const page = mapRows(map, [{ wolkvox_id: '64cb0d9d5f2b8a0012345678', ...row }]);
  const record = page.rows[0];
  if (record === null || record === undefined) throw new Error('the row was dropped');
  return { record, unreadable: page.unreadableFields };
}

/** A plain copy of a record, with every field that it has. */
export function readWhole<T extends object>(record: T): T {
  const copy: Record<string, unknown> = {};
  for (const field in record) copy[field] = record[field];
  return copy as T;
}
