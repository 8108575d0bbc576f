import { badUserInput } from '../model/Fault.js';
import { referenceKey } from './entityKeys.js';
import type { Key } from './onlyKey.js';

/**
 * Looks an entity up by a representation's key. Null without a look-up where the keys it has name nobody. Rejects with
 * BAD_USER_INPUT where none is usable; that fails this representation and no other.
 */
export async function findByReference<Field extends string, Found>(
  representation: object,
  fields: readonly Field[],
  find: (key: Key<Field>) => Promise<Found | null>,
): Promise<Found | null> {
  const key = referenceKey(representation, fields);
  if (key === 'unusable') throw badUserInput('representations', 'this one has no usable key');
  return key === 'nobody' ? null : find(key);
}
