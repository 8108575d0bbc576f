import { deserialize, serialize } from 'node:v8';
import { isWireArray, isWireObject } from '../decoding/wire.js';
import type { PageCodec } from '../PageCodec.js';
import { rowOf, type RowMapper } from './defineRecord.js';
import { MappingContext, RowReader, type TenantWords } from './RowReader.js';

/** The form of the bytes: processes of another one do not read them. */
const form = 1;

/**
 * Makes the codec of one kind of records: their rows travel as the CRM sent them, and are mapped again where they arrive.
 * Numbers whose digits were lost stay recognisable, which JSON could not say.
 */
export function createPageCodec<T extends object>(map: RowMapper<T>, tenant: TenantWords): PageCodec<T> {
  return {
    encode({ rows, totalRecords, isOverfull, fetchedAt }) {
      const wireRows: unknown[] = [];
      for (const row of rows) {
        const wireRow = row === null ? null : rowOf(row);
        if (row !== null && wireRow === null) return null;
        wireRows.push(wireRow);
      }
      return serialize([form, wireRows, totalRecords, isOverfull, fetchedAt.getTime()]);
    },
    decode(content, askedAt) {
      const parts = readParts(content);
      if (parts === null) return null;
      // Whoever read the page from the CRM has told what could not be read of it.
      const context = new MappingContext(tenant, () => undefined);
      return {
        rows: parts.rows.map((row) => (isWireObject(row) ? map(new RowReader(row, context)) : null)),
        totalRecords: parts.totalRecords,
        isOverfull: parts.isOverfull,
        calls: 0,
        fetchedAt: new Date(Math.max(askedAt, Math.min(parts.fetchedAt, askedAt + longestAnswerMs))),
      };
    },
  };
}

/** Clocks of two machines differ; an answer never took longer than this. */
const longestAnswerMs = 60_000;

function readParts(content: Buffer) {
  let parts: unknown;
  try {
    parts = deserialize(content);
  } catch {
    // Written by a newer version of Node.
    return null;
  }
  if (!isWireArray(parts) || parts[0] !== form) return null;
  const [, rows, totalRecords, isOverfull, fetchedAt] = parts;
  const isTotal = totalRecords === null || typeof totalRecords === 'number';
  if (!isWireArray(rows) || !isTotal || typeof fetchedAt !== 'number') return null;
  return { rows, totalRecords, isOverfull: isOverfull === true, fetchedAt };
}
