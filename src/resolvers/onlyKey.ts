import { badUserInput } from '../model/Fault.js';
import { isBlank } from '../model/values/blank.js';
import { canIdentify } from '../model/values/identity.js';

/** A field that identifies a record, with the value to look for. */
export interface Key<Field extends string> {
  readonly field: Field;
  readonly value: string;
}

/**
 * Looks a record up by the one key given among several alternative arguments. A word for nothing is nobody's key, so
 * that nothing is looked up and the answer is null. BAD_USER_INPUT as `onlyKey`.
 */
export async function findByOnlyKey<Field extends string, Found>(
  args: { readonly [Name in Field]?: string | null | undefined },
  fields: readonly Field[],
  find: (key: Key<Field>) => Promise<Found | null>,
): Promise<Found | null> {
  const key = lookUpKey(args, fields);
  return key && find(key);
}

/** The key by which `findByOnlyKey` looks a record up; null for one that names nobody. BAD_USER_INPUT as `onlyKey`. */
export function lookUpKey<Field extends string>(
  args: { readonly [Name in Field]?: string | null | undefined },
  fields: readonly Field[],
): Key<Field> | null {
  const key = onlyKey(args, fields);
  return canIdentify(key.field, key.value) ? key : null;
}

/**
 * The one key given among several alternative arguments, without the spaces around it: people paste keys, and the CRM
 * may compare every character. BAD_USER_INPUT, naming them, when there is none or more than one, or when the value is
 * empty or broken. A null counts as left out.
 */
export function onlyKey<Field extends string>(
  args: { readonly [Name in Field]?: string | null | undefined },
  fields: readonly Field[],
): Key<Field> {
  const keys = fields.flatMap((field) => keyOf(field, args[field]));
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) throw badUserInput(fields.join(', '), 'exactly one of these is needed');
  const value = key.value.trim().normalize('NFC');
  if (isBlank(value)) throw badUserInput(key.field, 'must not be empty');
  if (!value.isWellFormed()) throw badUserInput(key.field, 'must consist of whole characters');
  return { ...key, value };
}

function keyOf<Field extends string>(field: Field, value: string | null | undefined): readonly Key<Field>[] {
  return value === null || value === undefined ? [] : [{ field, value }];
}
