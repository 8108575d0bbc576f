import { getCountryCallingCode, parsePhoneNumberFromString as parsePhoneNumber } from 'libphonenumber-js/core';
import plans from 'libphonenumber-js/min/metadata';
import type { PhoneNumber } from '../../model/PhoneNumber.js';
import { isBlank } from '../../model/values/blank.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import { isNothing, isWireObject } from '../decoding/wire.js';
import { countryOf } from './country.js';
import type { RowReader } from './RowReader.js';

/** Longer texts are no number, however many spaces they have. */
const longestNumber = 64;

/** A telephone number in any of its forms: object, plain text, number, or one of the ways to say none. */
export function readPhone(row: RowReader, key: string): PhoneNumber | null {
  const value = row.raw(key);
  if (isNothing(value)) return null;
  if (typeof value === 'string') return toPhoneNumber(null, null, value);
  if (typeof value === 'number') return toPhoneNumber(null, null, row.text(key));
  if (!isWireObject(value)) return row.reportUnreadable(key);
  const phone = row.object(key);
  return phone === null ? null : toPhoneNumber(phone.text('country'), phone.text('code'), phone.text('value'));
}

/** A number of its parts as stored, with its E.164 worked out when somebody asks; null where all of them are. */
export function toPhoneNumber(country: string | null, code: string | null, value: string | null): PhoneNumber | null {
  if (country === null && code === null && value === null) return null;
  let e164: string | null | undefined;
  // Plans are looked into when somebody asks: that takes longer than reading all the rest of a row.
  return Object.freeze({
    country,
    code,
    value,
    get e164() {
      if (e164 === undefined) e164 = toE164(country, code, value);
      return e164;
    },
  });
}

/**
 * The number in E.164, or null unless it is certain: it has to be a number that the plan of its country can have, read in
 * one way only. Numbers that say themselves that they are international are read as such; others by the calling code
 * stored beside them, or by the country where there is no code. A number may hold the calling code already: where the
 * plan can have it both with these digits and without them, nobody can tell.
 */
export function toE164(country: string | null, code: string | null, value: string | null): string | null {
  if (value === null || value.length > longestNumber) return null;
  const digits = value.replace(/[\s().\-/\p{Cf}]/gu, '');
  if (/^(?:\+|00)\d+$/.test(digits)) return inPlan(digits.replace(/^00/, '+'));
  if (!/^\d+$/.test(digits)) return null;
  const callingCode = toCallingCode(country, code);
  if (callingCode === null) return null;
  const readings = new Set([inPlan(`+${callingCode}${digits}`)]);
  if (digits.startsWith(callingCode)) readings.add(inPlan(`+${digits}`));
  readings.delete(null);
  const [only = null] = readings;
  return readings.size === 1 ? only : null;
}

/**
 * The international number as E.164, where the plan of its country can have it. By the plan's outline (`min`), which
 * knows lengths and leading digits: length alone would let through what nobody can be called by, and the list of the
 * ranges given out so far would refuse the ones given out since.
 */
function inPlan(international: string): string | null {
  const number = parsePhoneNumber(international, { extract: false }, plans);
  return number?.isValid() === true ? number.number : null;
}

/** The digits behind the plus: from the stored code, else from the country's name. */
function toCallingCode(country: string | null, code: string | null): string | null {
  const digits = code?.replace(/[\s()-]/g, '').replace(/^(?:\+|00)/, '') ?? '';
  if (/^[1-9]\d{0,3}$/.test(digits)) return digits;
  if (code !== null && !isBlank(code) && !isWordForNothing(code)) return null;
  const named = country === null ? null : countryOf(country);
  return named === null ? null : getCountryCallingCode(named, plans);
}
