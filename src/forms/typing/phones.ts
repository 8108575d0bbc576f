import { isJsonObject, type Json } from '../../model/Json.js';
import type { PhoneNumber } from '../../model/PhoneNumber.js';
import {
  elementsOf,
  isEmptyValue,
  type Kind,
  meaningfulText,
  plainText,
  type TenantTools,
  unreadable,
  Unwritable,
} from './Kind.js';
import type { FormField } from '../FormsManifest.js';

/** What a person would call a telephone number: digits, and what is put between them. */
const numberText = /^\+?[\d\s().\-/]{3,40}(?:\s*(?:ext|x|#)\.?\s*\d{1,6})?$/i;

function readPhone(stored: Json, { toPhoneNumber }: TenantTools): PhoneNumber | typeof unreadable {
  const [country, code, value] = isJsonObject(stored)
    ? [plainText(stored['country'] ?? null), plainText(stored['code'] ?? null), plainText(stored['value'] ?? null)]
    : [null, null, meaningfulText(stored)];
  if (value === null || !numberText.test(value.trim())) return unreadable;
  return toPhoneNumber(country, code, value) ?? unreadable;
}

function writePhone(given: unknown, { stored }: FormField): Json | Unwritable {
  const { country, code, value } = partsOf(given);
  if (country === null) return new Unwritable(['country']);
  if (code === null || !/^\+?\d{1,4}$/.test(code)) return new Unwritable(['code']);
  if (value === null || !/^\d{1,20}$/.test(value)) return new Unwritable(['value']);
  if (stored === 'text') return `+${code.replace('+', '')}${value}`;
  return { type: 'telephone', country: country.normalize('NFC'), code, value };
}

function partsOf(given: unknown) {
  const parts = typeof given === 'object' && given !== null ? { ...given } : {};
  const textOf = (name: string): string | null => {
    const part: unknown = Reflect.get(parts, name);
    return typeof part === 'string' && part.trim() !== '' ? part : null;
  };
  return { country: textOf('country'), code: textOf('code'), value: textOf('value') };
}

/** A telephone number, in any of the forms that the CRM has for it. */
export const phone: Kind = {
  output: () => 'PhoneNumber',
  input: () => 'PhoneInput',
  read: (stored, _field, tools) => readPhone(stored, tools),
  write: writePhone,
};

/** Several telephone numbers. */
export const phoneList: Kind = {
  output: () => '[PhoneNumber!]',
  input: () => '[PhoneInput!]',
  read: (stored, _field, tools) => {
    const phones = elementsOf(stored)
      .filter((element) => !isEmptyValue(element))
      .map((element) => readPhone(element, tools));
    return phones.includes(unreadable) ? unreadable : phones;
  },
  write: (given, field) => writeEach(given, (element) => writePhone(element, field)),
};

/** Writes the elements of a list; refused where one of them is, at its place. */
export function writeEach(
  given: unknown,
  write: (element: unknown) => Json | Unwritable,
): readonly Json[] | Unwritable {
  if (!Array.isArray(given) || given.length === 0) return new Unwritable();
  const written: Json[] = [];
  for (const [index, element] of given.entries()) {
    const value = write(element);
    if (value instanceof Unwritable) return new Unwritable([String(index), ...value.path]);
    written.push(value);
  }
  return written;
}
