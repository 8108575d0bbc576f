import { badUserInput } from '../model/Fault.js';

/** A field that identifies a record, with the value to look for. */
export interface Key<Field extends string> {
  readonly field: Field;
  readonly value: string;
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
  const value = key.value.trim();
  if (value === '') throw badUserInput(key.field, 'must not be empty');
  if (!value.isWellFormed()) throw badUserInput(key.field, 'must consist of whole characters');
  return { ...key, value };
}

function keyOf<Field extends string>(field: Field, value: string | null | undefined): readonly Key<Field>[] {
  return value === null || value === undefined ? [] : [{ field, value }];
}
