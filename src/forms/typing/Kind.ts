import { isJsonList, isJsonObject, type Json } from '../../model/Json.js';
import type { PhoneNumber } from '../../model/PhoneNumber.js';
import { isBlank } from '../../model/values/blank.js';
import { digitsOf } from '../../model/values/exactNumbers.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import type { FormField } from '../FormsManifest.js';

/** In the place of a value that does not fit its field's type. */
export const unreadable: unique symbol = Symbol('unreadable');

/** What a write is refused for: the path below the field that is at fault, empty for the field itself. */
export class Unwritable {
  constructor(readonly path: readonly string[] = []) {}
}

/** What the tenant's own values need to be read and written beside their field. */
export interface TenantTools {
  /** The tenant's clock, between instants and milliseconds had that clock shown UTC. */
  readonly zone: { toInstant(wallMs: number): Date; toWall(instantMs: number): number };
  readonly toPhoneNumber: (country: string | null, code: string | null, value: string | null) => PhoneNumber | null;
}

/**
 * One type of field: how its values are shown in the graph, read from what the CRM stores, and written as the CRM has
 * them. Reading is total.
 */
export interface Kind {
  /** The type in the graph; `typeName` is the stem of the names of the field's own types. */
  readonly output: (field: FormField, typeName: string) => string;
  /** The type of an argument; null for what is not written. */
  readonly input: (field: FormField, typeName: string) => string | null;
  /** The definitions of types of the field's own, as SDL. */
  readonly ownTypes?: (field: FormField, typeName: string) => readonly string[];
  /** `stored` is not empty. */
  readonly read: (stored: Json, field: FormField, tools: TenantTools) => unknown;
  /** `given` is of the argument's type, and is not null. */
  readonly write: (given: unknown, field: FormField, tools: TenantTools) => Json | Unwritable;
  /** Whether a word such as `n/a` is a value like any other. */
  readonly keepsWords?: boolean;
}

/** A kind whose values are only read: the CRM makes them, or nobody has documented how they are written. */
export function readOnlyKind(output: string, read: Kind['read'], more: Partial<Kind> = {}): Kind {
  return { output: () => output, input: () => null, read, write: () => new Unwritable(), ...more };
}

/** Whether there is nothing in a stored value. */
export function isEmptyValue(stored: Json): boolean {
  if (stored === null) return true;
  if (typeof stored === 'string') return isBlank(stored);
  if (isJsonList(stored)) return stored.every(isEmptyValue);
  return isJsonObject(stored) && Object.values(stored).every(isEmptyValue);
}

/** What a person would read in a stored value; null where there is no text in it. */
export function plainText(stored: Json): string | null {
  if (typeof stored === 'string') return isBlank(stored) ? null : stored;
  if (typeof stored === 'number') return digitsOf(stored);
  if (typeof stored === 'boolean') return String(stored);
  if (stored === null || isJsonList(stored) || !isJsonObject(stored)) return null;
  return plainText(stored['value'] ?? null) ?? plainText(stored['name'] ?? null);
}

/** The same, null for a word that stands for nothing. */
export function meaningfulText(stored: Json): string | null {
  const text = plainText(stored);
  return text === null || isWordForNothing(text) ? null : text;
}

/** The elements of a list, in whatever form it is kept: as one, as text with separators, or as a single value. */
export function elementsOf(stored: Json, separator = /[,;|]/): readonly Json[] {
  if (isJsonList(stored)) return stored.filter((element) => !isEmptyValue(element));
  if (typeof stored === 'string') {
    return stored
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  // PHP makes an object of an array with gaps in its numbering.
  if (isJsonObject(stored) && Object.keys(stored).every((key) => /^\d+$/.test(key))) return Object.values(stored);
  return [stored];
}

/** A list as text with commas. */
export function joined(elements: readonly Json[]): string {
  return elements.map((element) => plainText(element) ?? '').join(', ');
}
