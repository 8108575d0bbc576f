/** Half of a character, as a text cut in the middle of an emoji ends with. PHP refuses the whole request for one. */
const loneSurrogate = /\p{Cs}/u;

/** Whether the text consists of whole characters, so that it can be written as UTF-8. */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}
