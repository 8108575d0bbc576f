import { badUserInput } from '../../../model/Fault.js';
import { isBlank } from '../../../model/values/blank.js';

const maxCharacters = 128;
// Categories C (control, format, surrogate, private, unassigned) and the line and paragraph separators print nothing.
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * Returns the key of a write, or throws BAD_USER_INPUT. A key that cannot be one is an error and not data, because
 * without a key there is no write to answer for.
 */
export function requireIdempotencyKey(key: string): string {
  const isTooLong = key.length > 2 * maxCharacters || Array.from(key).length > maxCharacters;
  if (isTooLong || isBlank(key) || unprintable.test(key)) {
    throw badUserInput('input.idempotencyKey', 'has to be 1 to 128 printable characters, not only spaces');
  }
  return key;
}
