import type { Json } from '../../model/Json.js';
import { foldText } from '../../model/values/comparing.js';
import { isEmailAddress } from '../../model/values/emailAddress.js';
import { isWebAddress } from '../../model/values/webAddress.js';
import { dateFormats, numberFormats } from '../FormsManifest.js';
import { dateFormatShownBy, parseTime } from '../typing/days.js';
import { formatShownBy } from '../typing/decimals.js';
import { plainText } from '../typing/Kind.js';
import { truthOf } from '../typing/choices.js';
import { optionsShownBy } from './options.js';
import type { Proposal } from './Proposal.js';

/** A format is settled when at least this part of the values that tell one tells the same. */
const settledBy = 0.98;

const day = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?<time>[T ]+\d{1,2}:\d{2}(?::\d{2})?)?(?:\.0+)?$/;
const numeric = /^-?\d[\d.,\s'’]*$/;
const money = /^(?:[A-Z]{3}\s*|[$€£]\s*)-?\d[\d.,\s]*$|^-?\d[\d.,\s]*\s*(?:[A-Z]{3}|[$€£])$/;
const login = /^\S+@[\w-]+$/;
const phoneWords = /\b(?:telefonos?|tel|celular|movil|whatsapp|fijo|phone|mobile)\b/;
/** Numbers that name something: nobody counts with them, and their zeros in front matter. */
const naming = /\b(?:numero|radicado|cedula|documento|identificacion|nit|codigo|cuenta|guia|factura|poliza|id|no)\b/;

/** The types that single values can be of, the most telling first. */
export function proposeScalar(label: string, values: readonly Json[]): readonly Proposal[] {
  const texts = values.map((value) => plainText(value)?.trim() ?? '');
  const most = (fits: (text: string) => boolean): boolean => texts.filter(fits).length >= texts.length * settledBy;
  const words = foldText(label).replace(/[^a-z0-9]+/g, ' ');
  if (isTruth(values)) return [{ type: 'switch', ...truthWords(values) }];
  if (most((text) => day.test(text))) {
    const hasTimes = texts.some((text) => !/^$|[T ]0?0:00(?::00)?$/.test(day.exec(text)?.groups?.['time'] ?? ''));
    const format = settled(texts, dateFormatShownBy, dateFormats);
    return [{ type: hasTimes ? 'date-time' : 'date', ...(format !== null && { format }) }];
  }
  if (most((text) => parseTime(text) !== null)) return [{ type: 'time' }];
  if (most((text) => login.test(text))) return [{ type: 'user' }];
  if (most((text) => text.includes('@') && isEmailAddress(text))) return [{ type: 'e-mail' }];
  if (most((text) => text.includes('@') && text.split(/[,;]\s*/).every((part) => login.test(part)))) {
    return [{ type: 'user-list', stored: 'text' }];
  }
  if (most(isWebAddress)) return [{ type: 'url' }];
  if (phoneWords.test(words) || most((text) => text.startsWith('+'))) {
    const isMany = texts.some((text) => /\d{7}\s*[,;]/.test(text));
    return [{ type: isMany ? 'phone-list' : 'phone', ...(!isMany && { stored: 'text' }) }];
  }
  if (most((text) => money.test(text))) return [{ type: 'currency', stored: 'text', ...numberFormatOf(texts) }];
  if (most((text) => numeric.test(text))) return isCount(texts, words) ? [numberOf(values, texts)] : [];
  const options = optionsShownBy(texts);
  return [...severalOf(texts), ...(options === null ? [] : [{ type: 'list' as const, options }])];
}

/** Several chosen values in one text, separated by commas. */
function severalOf(texts: readonly string[]): readonly Proposal[] {
  if (!texts.some((text) => /[,;|]/.test(text))) return [];
  const options = optionsShownBy(texts.flatMap((text) => text.split(/\s*[,;|]\s*/)));
  // Parts that never stand alone are no choices: a comma belongs to some names.
  return options === null || !options.some((option) => texts.includes(option))
    ? []
    : [{ type: 'multi-select', stored: 'text', options }];
}

function isCount(texts: readonly string[], words: string): boolean {
  return !naming.test(words) && !texts.some((text) => /^0\d/.test(text) || text.replace(/\D/g, '').length > 15);
}

function numberOf(values: readonly Json[], texts: readonly string[]): Proposal {
  const isStoredAsNumber = values.every((value) => typeof value === 'number');
  return { type: 'number', ...(isStoredAsNumber && { stored: 'number' as const }), ...numberFormatOf(texts) };
}

function numberFormatOf(texts: readonly string[]): Partial<Proposal> {
  const digits = texts.map((text) => text.replace(/[^\d.,-]/g, ''));
  const format = settled(digits, formatShownBy, numberFormats);
  return format === null ? {} : { format };
}

/** The format that the telling values have in common; null where none tells one, or too many tell another. */
function settled<Format extends string>(
  texts: readonly string[],
  shownBy: (text: string) => Format | null,
  formats: readonly Format[],
): Format | null {
  const told = texts.flatMap((text) => shownBy(text) ?? []);
  const share = (format: Format): number => told.filter((each) => each === format).length / told.length;
  return formats.find((format) => told.length > 0 && share(format) >= settledBy) ?? null;
}

/** The two words that the tenant writes, where it writes words alone and always the same. */
function truthWords(values: readonly Json[]): Partial<Proposal> {
  if (values.some((value) => typeof value !== 'string')) return {};
  const texts = [...new Set(values.flatMap((value) => plainText(value)?.trim() ?? []))];
  const [yes, anotherYes] = texts.filter((text) => truthOf(text) === true);
  const [no, anotherNo] = texts.filter((text) => truthOf(text) === false);
  if (yes === undefined || no === undefined || anotherYes !== undefined || anotherNo !== undefined) return {};
  return /\//.test(yes + no) ? {} : { format: `${yes}/${no}` };
}

/** Whether values say yes or no, in words and not only in digits, which a number has too. */
function isTruth(values: readonly Json[]): boolean {
  const isWord = (value: Json): boolean => typeof value === 'boolean' || !/^\d+$/.test(plainText(value) ?? '');
  return values.some(isWord) && values.every((value) => truthOf(plainText(value) ?? '') !== null);
}
