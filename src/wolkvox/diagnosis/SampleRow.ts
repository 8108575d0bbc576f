import type { CaseCondition, CaseRecord } from '../../model/CaseRecord.js';
import { isWireObject, type WireObject } from '../decoding/wire.js';
import { mapCase } from '../records/case.js';
import { MappingContext, RowReader } from '../records/RowReader.js';
import type { TenantZone } from '../TenantZone.js';
import { parseWallTime } from '../wallTime.js';

/** What a diagnosis needs of a case's row beside its record: what the record has left behind on the way. */
export interface SampleRow {
  readonly record: CaseRecord;
  /** The second of creation that begins a record's id, in UTC milliseconds; null for an id of another form. */
  readonly createdAtMs: number | null;
  /** The same moment on the tenant's clock, as milliseconds had that clock shown UTC; null where the row has none. */
  readonly createdWallMs: number | null;
  /** The last change on the tenant's clock; null where the row has none. */
  readonly updatedWallMs: number | null;
  /** The CRM's own word for what the status means. */
  readonly statusWord: string | null;
  readonly condition: CaseCondition;
  /** The contact's document number as it stands in the row, be it nobody's. */
  readonly contactDocument: string | null;
}

/** Reads a row for a diagnosis; null without a usable id. What cannot be read is counted by `onUnreadable`. */
export function readSampleRow(row: unknown, zone: TenantZone, onUnreadable: (path: string) => void): SampleRow | null {
  if (!isWireObject(row)) return null;
  const reader = new RowReader(row, new MappingContext({ zone }, onUnreadable));
  const record = mapCase(reader);
  if (record === null) return null;
  return {
    record,
    createdAtMs: secondInId(record.id),
    createdWallMs: wallTimeOf(row, 'wolkvox_fecha_creacion'),
    updatedWallMs: wallTimeOf(row, 'wolkvox_fecha_modificacion'),
    statusWord: reader.object('status')?.text('value') ?? null,
    condition: record.status?.condition ?? 'UNKNOWN',
    contactDocument: reader.text('contactIdentification'),
  };
}

/** Ids are those of MongoDB: the first four bytes count seconds. Source: docs/upstream.md. */
function secondInId(id: string): number | null {
  return /^[0-9a-f]{24}$/i.test(id) ? Number.parseInt(id.slice(0, 8), 16) * 1_000 : null;
}

function wallTimeOf(row: WireObject, key: string): number | null {
  const value = row[key];
  const time = typeof value === 'string' ? parseWallTime(value) : null;
  return time?.kind === 'wall' ? time.wallMs : null;
}
