import { badUserInput } from '../model/Fault.js';
import { isBlank } from '../model/values/blank.js';
import { idText } from '../model/values/exactNumbers.js';
import { canIdentify } from '../model/values/identity.js';
import type { Key } from './onlyKey.js';

/**
 * Looks an entity up by the first of `fields` that the representation has a value for, so the most exact one comes
 * first. Null without a look-up where all keys it has are null or words for nothing: routers send these for references
 * that lead nowhere. BAD_USER_INPUT where no key is usable, and for an
 * integer too long for a number.
 */
export async function findByReference<Field extends string, Found>(
  representation: object,
  fields: readonly Field[],
  find: (key: Key<Field>) => Promise<Found | null>,
): Promise<Found | null> {
  const key = referenceKey(representation, fields);
  return key === null ? null : find(key);
}

/**
 * The key by which `findByReference` looks an entity up; null where its keys are there and name nobody. Routers send
 * what other subgraphs answered, so a number is taken for its text; an integer too long for a number is not, for its
 * last digits are gone.
 */
export function referenceKey<Field extends string>(
  representation: object,
  fields: readonly Field[],
): Key<Field> | null {
  const values = new Map<string, unknown>(Object.entries(representation));
  let isNobody = false;
  let isUnusable = false;
  for (const field of fields) {
    const value = values.get(field);
    if (value === undefined) continue;
    if (typeof value === 'number' && idText(value) === null) throw notUsable();
    const text = idText(value)?.trim().normalize('NFC') ?? '';
    const canBeRead = !isBlank(text) && text.isWellFormed();
    if (canBeRead && canIdentify(field, text)) return { field, value: text };
    if (canBeRead || value === null) isNobody = true;
    else isUnusable = true;
  }
  if (isUnusable || !isNobody) throw notUsable();
  return null;
}

function notUsable(): Error {
  return badUserInput('representations', 'this one has no usable key');
}
