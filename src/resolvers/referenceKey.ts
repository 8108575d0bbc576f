import { badUserInput } from '../model/Fault.js';
import type { Key } from './onlyKey.js';

/**
 * The key to look an entity up by: the first of `fields` that the representation has a usable value for, so the most
 * exact one comes first. Routers send what other subgraphs answered, so a number is taken for its text. BAD_USER_INPUT
 * when no value is usable; an integer too long for a number is not, for its last digits are gone.
 */
export function referenceKey<Field extends string>(representation: object, fields: readonly Field[]): Key<Field> {
  const values = new Map<string, unknown>(Object.entries(representation));
  for (const field of fields) {
    const value = keyText(values.get(field));
    if (value !== null) return { field, value };
  }
  throw badUserInput('representations', 'this one has no usable key');
}

function keyText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' || !value.isWellFormed() ? null : value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return null;
}
