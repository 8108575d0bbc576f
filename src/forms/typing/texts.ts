import { isJsonList, type Json } from '../../model/Json.js';
import { isBlank } from '../../model/values/blank.js';
import { isEmailAddress } from '../../model/values/emailAddress.js';
import { isWebAddress } from '../../model/values/webAddress.js';
import { type Kind, meaningfulText, plainText, readOnlyKind, unreadable, Unwritable } from './Kind.js';

/** The longest text that the CRM takes in a field of this type. Source: docs/upstream.md. */
const longestText = 2_500;

/** Text as stored. */
function readText(stored: Json): unknown {
  if (!isJsonList(stored)) return plainText(stored) ?? unreadable;
  const texts = stored.map(plainText);
  return texts.includes(null) ? unreadable : texts.join(', ');
}

/** Text that is not blank and not broken in the middle of a character, in the form in which it is compared. */
export function writeText(given: unknown, longest = longestText): Json | Unwritable {
  if (typeof given !== 'string' || isBlank(given) || !given.isWellFormed()) return new Unwritable();
  const text = given.normalize('NFC');
  return Array.from(text).length > longest ? new Unwritable() : text;
}

/** Text of up to 2,500 characters. */
export const text: Kind = {
  output: () => 'String',
  input: () => 'String',
  read: readText,
  write: (given) => writeText(given),
  keepsWords: true,
};

/** Text of any length; may be HTML. */
export const description: Kind = { ...text, write: (given) => writeText(given, Number.POSITIVE_INFINITY) };

/** An e-mail address; what is none is unreadable, so that nobody writes to it. */
export const email: Kind = {
  output: () => 'String',
  input: () => 'EmailAddress',
  read: (stored) => {
    const address = meaningfulText(stored)?.trim() ?? '';
    return isEmailAddress(address) ? address : unreadable;
  },
  write: (given) => writeText(given),
};

/** An address of the web; whatever else stands there could run in a browser. */
export const url: Kind = {
  output: () => 'String',
  input: () => 'String',
  read: (stored) => {
    const address = meaningfulText(stored)?.trim() ?? '';
    return isWebAddress(address) ? address : unreadable;
  },
  write: (given) =>
    typeof given === 'string' && isWebAddress(given.trim()) ? writeText(given.trim()) : new Unwritable(),
};

/** Text that the CRM makes and keeps: random and unique values. */
export const generated: Kind = readOnlyKind('String', readText, { keepsWords: true });
