import { knowsWeight, weight } from '../../model/weight.js';

/** What an object, an array or a text takes besides its content, in bytes; roughly. */
const overheadBytes = 32;

/** Freezes a record with everything in it, and returns about how many bytes of memory it takes. */
export function freezeAndWeigh(value: unknown): number {
  if (typeof value === 'string') return overheadBytes + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  // An instant cannot be frozen; nothing here changes one.
  if (value instanceof Date) return overheadBytes;
  // A record that is a view on its row: to look at its fields would read them all.
  if (knowsWeight(value)) return value[weight];
  const parts: readonly unknown[] = Object.values(value);
  Object.freeze(value);
  return parts.reduce<number>((bytes, part) => bytes + 8 + freezeAndWeigh(part), overheadBytes);
}
