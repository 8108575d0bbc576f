import type { PhoneNumber } from '../../model/values.js';
import { isNothing, isWireObject } from '../decoding/wire.js';
import type { RowReader } from './RowReader.js';

/** A telephone number in any of its forms: object, plain text, number, or one of the ways to say none. */
export function readPhone(row: RowReader, key: string): PhoneNumber | null {
  const value = row.raw(key);
  if (isNothing(value)) return null;
  if (typeof value === 'string') return toPhoneNumber(null, null, value);
  if (typeof value === 'number') return toPhoneNumber(null, null, String(value));
  if (!isWireObject(value)) return row.reportUnreadable(key);
  const phone = row.object(key);
  return phone === null ? null : toPhoneNumber(phone.text('country'), phone.text('code'), phone.text('value'));
}

function toPhoneNumber(country: string | null, code: string | null, value: string | null): PhoneNumber | null {
  if (country === null && code === null && value === null) return null;
  return { country, code, value, e164: toE164(country, code, value) };
}

/**
 * The number in E.164, or null unless it is certain. Certain are numbers that say themselves that they are
 * international, and national numbers with a calling code. A number that begins with the digits of its own code may
 * have the code in it already: only Colombia's fixed length of ten digits tells.
 */
export function toE164(country: string | null, code: string | null, value: string | null): string | null {
  if (value === null) return null;
  const compact = value.replace(/[\s().\-/]/g, '');
  const international = /^(?:\+|00)([1-9]\d{7,14})$/.exec(compact);
  if (international?.[1] !== undefined) return `+${international[1]}`;
  if (!/^\d{6,14}$/.test(compact)) return null;
  const callingCode = toCallingCode(country, code);
  if (callingCode === null) return null;
  if (callingCode === '57') return toColombianE164(compact);
  // A leading zero is a trunk prefix in most countries and part of the number in some.
  if (compact.startsWith('0') || compact.startsWith(callingCode)) return null;
  const digits = `${callingCode}${compact}`;
  return digits.length >= 8 && digits.length <= 15 ? `+${digits}` : null;
}

/** Ten digits, or twelve with the code. Ten that begin with 57 may be an old landline with the code. */
function toColombianE164(digits: string): string | null {
  if (/^57[1-9]\d{9}$/.test(digits)) return `+${digits}`;
  return /^(?!57)[1-9]\d{9}$/.test(digits) ? `+57${digits}` : null;
}

function toCallingCode(country: string | null, code: string | null): string | null {
  const digits = /^(?:\+|00)?([1-9]\d{0,2})$/.exec(code?.trim() ?? '')?.[1];
  if (digits !== undefined) return digits;
  // The vendor's home market; of other countries the code has to be given.
  const isColombia = ['co', 'col', 'colombia'].includes(country?.trim().toLowerCase() ?? '');
  return code === null && isColombia ? '57' : null;
}
