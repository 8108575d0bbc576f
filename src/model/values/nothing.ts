import { foldText } from './comparing.js';

/** What people and programs write where they have nothing to write. Folded: small letters, no accents. */
const words: ReadonlySet<string> = new Set([
  ...['null', 'none', 'nil', 'nan', 'undefined', 'empty', 'unknown', 'not available', 'not applicable', 'no email'],
  ...['n/a', '#n/a', 'n.a', 'n.a.', 'n a', 'na', 'n/d', 'nd', 'ninguno', 'ninguna', 'vacio', 'desconocido'],
  ...['desconocida', 'no aplica', 'no disponible', 'no registra', 'no tiene', 'sin dato', 'sin datos'],
  ...['sin informacion', 'sin correo'],
]);

/** The same where a document number is meant. */
const documentWords: ReadonlySet<string> = new Set([
  ...['0', 'nn', 'n.n', 'n.n.', 's/n', 'sn', 'sin numero', 'sin documento', 'sin identificacion', 'sin cedula'],
  ...['anonimo', 'anonymous', 'consumidor final', 'publico en general'],
  // What tax offices have invoices made out to when the buyer gives no number: Guatemala, Mexico (at home and abroad),
  // Chile (at home and abroad) and Ecuador. Colombia's and Ecuador's long form are one digit over and over.
  ...['cf', 'c/f', 'xaxx010101000', 'xexx010101000', '66666666-6', '55555555-5', '9999999999'],
]);

/** No country numbers people with so many digits all the same: 222222222222 is Colombia's consumer without a name. */
const oneDigitOverAndOver = /^(\d)\1{10,}\d?$/;

/** No word is longer, with spaces, brackets and quotes around it. */
const longestWord = 32;

/** Whether a text stands for nothing where something identifies a record: `N/A`, `null`, `none`, `-` and the like. */
export function isWordForNothing(text: string): boolean {
  // Nearly every id and address ends here: no such word has a digit or an `@`, and none is longer.
  if (/[1-9@]/.test(text)) return false;
  return text.length > longestWord ? !/[\p{L}\p{N}]/u.test(text) : isWord(text);
}

function isWord(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text) || words.has(bare(text));
}

/** Whether a document number is nobody's: a word for nothing, only zeros, or the number for people without a name. */
export function isNobodysDocument(text: string): boolean {
  if (isWordForNothing(text)) return true;
  if (text.length > longestWord) return false;
  const word = bare(text);
  const compact = word.replace(/[\s.-]/g, '');
  return /^0+$/.test(compact) || documentWords.has(word) || documentWords.has(compact) || isRepeated(compact);
}

function isRepeated(digits: string): boolean {
  return oneDigitOverAndOver.test(digits);
}

/** Folded, without the brackets and quotes around it, and with single spaces. */
function bare(text: string): string {
  return foldText(text)
    .replace(/^[\s"'`([{<]+|[\s"'`)\]}>]+$/g, '')
    .replace(/\s+/g, ' ');
}
