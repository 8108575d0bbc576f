/**
 * What shows nothing by itself: spaces, controls, formats (bidi marks, tags), whatever Unicode lets a font ignore
 * (zero-width spaces, variation selectors, Hangul fillers), and the letters that are drawn as nothing although no
 * property says so: the empty Braille pattern, the null notehead, the Khitan filler, the placeholder of an object.
 */
const invisible = String.raw`[\u{16FE4}\p{White_Space}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{1D159}\uFFFC]`;
const onlyInvisible = new RegExp(`^${invisible}*$`, 'u');

/** Whether there is nothing in a text that anybody can see. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  // Nearly every text begins with a letter or digit of ASCII.
  if (first > 0x20 && first < 0x7f) return false;
  return onlyInvisible.test(text);
}
