import type { Page } from '../Answer.js';
import type { JsonObject } from '../Json.js';
import type { Settings } from '../Settings.js';
import type { StoredRecord, Table } from '../store/Table.js';
import type { Tenant } from '../Tenant.js';
import { pageOf } from './parameters.js';

/** Whether one of a record's values answers the one asked for, in the way that the settings say. */
export function matches(values: readonly string[], wanted: string, matching: Settings['matching']): boolean {
  switch (matching) {
    case 'exact':
      return values.includes(wanted);
    case 'caseInsensitive': {
      const lower = wanted.toLowerCase();
      return values.some((value) => value.toLowerCase() === lower);
    }
    case 'partial': {
      const lower = wanted.toLowerCase();
      return values.some((value) => value.toLowerCase().includes(lower));
    }
  }
}

/** The page of the visible records that pass the test, in the tenant's order; beyond the last page it is empty. */
export function searchTable(
  table: Table,
  body: JsonObject,
  isWanted: (record: StoredRecord) => boolean,
  tenant: Tenant,
): Page {
  const { settings } = tenant;
  const { page, limit } = pageOf(body, settings);
  const nowMs = tenant.clock.nowMs();
  const found = table.records().filter((record) => record.visibleFromMs <= nowMs && isWanted(record));
  if (settings.order === 'newestFirst') found.reverse();
  const rows = found.slice((page - 1) * limit, page * limit).map((record) => record.document);
  return {
    rows: settings.idCaseAsNumber ? rows.map(withNumericIdCase) : rows,
    page,
    limit,
    totalRecords: found.length,
  };
}

function withNumericIdCase(document: JsonObject): JsonObject {
  const number = document['idCase'];
  return typeof number === 'string' && /^\d+$/.test(number) ? { ...document, idCase: BigInt(number) } : document;
}
