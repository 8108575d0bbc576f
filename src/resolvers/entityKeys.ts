import { isBlank } from '../model/values/blank.js';
import { idText } from '../model/values/exactNumbers.js';
import { canIdentify } from '../model/values/identity.js';
import type { Key } from './onlyKey.js';

/** The keys of each entity, the most exact first; the same as `@key` in the schema. */
export const entityKeys = {
  Activity: ['id'],
  Case: ['id', 'caseNumber'],
  CollectionGestion: ['id'],
  Company: ['id'],
  Contact: ['id', 'email', 'identification'],
  Owner: ['id', 'user'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The key by which a representation is looked up: the first of `fields` that it has a usable value for. `nobody` where
 * all keys it has are null or words for nothing: routers send these for references that lead nowhere. `unusable` where
 * it has no key, or one that is none. Routers send what other subgraphs answered, so a number is taken for its text; an
 * integer too long for a number is unusable, for its last digits are gone.
 */
export function referenceKey<Field extends string>(
  representation: object,
  fields: readonly Field[],
): Key<Field> | 'nobody' | 'unusable' {
  const values = new Map<string, unknown>(Object.entries(representation));
  let isNobody = false;
  let isUnusable = false;
  for (const field of fields) {
    const value = values.get(field);
    if (value === undefined) continue;
    if (typeof value === 'number' && idText(value) === null) return 'unusable';
    const text = idText(value)?.trim().normalize('NFC') ?? '';
    const canBeRead = !isBlank(text) && text.isWellFormed();
    if (canBeRead && canIdentify(field, text)) return { field, value: text };
    if (canBeRead || value === null) isNobody = true;
    else isUnusable = true;
  }
  return isUnusable || !isNobody ? 'unusable' : 'nobody';
}

/** What representations have in common that are looked up together. */
export interface EntityIdentity {
  readonly typeName: string;
  readonly key: string;
}

/** The identity of the entity that a representation names; null for one that needs no look-up. */
export function entityIdentity(representation: unknown): EntityIdentity | null {
  if (typeof representation !== 'object' || representation === null || !('__typename' in representation)) return null;
  const { __typename: typeName } = representation;
  if (!isEntity(typeName)) return null;
  const key = referenceKey<string>(representation, entityKeys[typeName]);
  return typeof key === 'string' ? null : { typeName, key: JSON.stringify([key.field, key.value]) };
}

function isEntity(typeName: unknown): typeName is keyof typeof entityKeys {
  return typeof typeName === 'string' && Object.hasOwn(entityKeys, typeName);
}
