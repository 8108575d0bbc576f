import { isWireArray, isWireObject, type WireObject } from '../decoding/wire.js';

/** What an object, an array or a text takes besides its content, in bytes; roughly. */
const overheadBytes = 32;
/** What is read of a row shares its texts and has objects of its own: about as many as the row has. */
const growth = 2;

/** About how many bytes of memory a view on a row takes once all its `fields` have been read. */
export function weighRecord(row: WireObject, fields: number): number {
  return growth * weighWire(row) + 8 * fields + 4 * overheadBytes;
}

function weighWire(value: unknown): number {
  if (typeof value === 'string') return overheadBytes + value.length;
  let bytes = 8;
  if (isWireArray(value)) for (const element of value) bytes += overheadBytes + weighWire(element);
  else if (isWireObject(value)) for (const key in value) bytes += overheadBytes + weighWire(value[key]);
  return bytes;
}
