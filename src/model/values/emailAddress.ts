/** No mailbox has a longer one (RFC 5321). */
const maxLength = 254;

/** What may stand before the `@` without quotes (RFC 5322), and any letter or sign beyond ASCII (RFC 6531). */
const beforeAt = String.raw`(?:[a-z0-9.!#$%&'*+/=?^_\x60{|}~-]|(?![\x00-\x7f\p{C}\p{Z}\p{Default_Ignorable_Code_Point}])[^])`;
/** One part of a domain, in letters of any script (RFC 5890). */
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?`;
const address = new RegExp(String.raw`^${beforeAt}{1,64}@${label}(?:\.${label})*$`, 'iu');

/** Whether a text is an e-mail address, with the letters of any script on both sides of the `@`. */
export function isEmailAddress(text: string): boolean {
  return text.length <= maxLength && text.isWellFormed() && address.test(text);
}
