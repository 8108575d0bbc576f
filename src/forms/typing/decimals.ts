import { isExactNumber } from '../../model/values/exactNumbers.js';
import { numberFormats, type NumberFormat } from '../FormsManifest.js';

/** A number in digits with at most one decimal point, such as `-1500.5`: what `Decimal` shows. */
const canonical = /^-?\d+(?:\.\d+)?$/;
const groupedBy = (group: string, mark: string): RegExp =>
  new RegExp(String.raw`^-?[1-9]\d{0,2}(?:[${group}]\d{3})+(?:[${mark}]\d+)?$`);
const plainBy = (mark: string): RegExp => new RegExp(String.raw`^-?\d+(?:[${mark}]\d+)?$`);

const forms: Readonly<
  Record<NumberFormat, { readonly mark: string; readonly grouped: RegExp; readonly plain: RegExp }>
> = {
  '1,234.56': { mark: '.', grouped: groupedBy(',', '.'), plain: plainBy('.') },
  '1.234,56': { mark: ',', grouped: groupedBy('.', ','), plain: plainBy(',') },
};

/** Whether a text names one of the two ways to write numbers. */
export function isNumberFormat(format: string | undefined): format is NumberFormat {
  return numberFormats.some((known) => known === format);
}

/**
 * The digits of a number written with marks, in the canonical form; null where it is none, or where without a format
 * nobody can tell what its marks mean: `1.500` is fifteen hundred in Bogota and one and a half in the next spreadsheet.
 */
export function parseDecimal(text: string, format: NumberFormat | null): string | null {
  const bare = text.trim().replace(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, '');
  const readings = new Set((format === null ? numberFormats : [format]).flatMap((each) => readAs(bare, each) ?? []));
  const [only = null] = readings;
  return readings.size === 1 ? only : null;
}

/** Which of the two ways a text must be written in; null where both would do, or neither. */
export function formatShownBy(text: string): NumberFormat | null {
  const bare = text.trim();
  const possible = numberFormats.filter((each) => readAs(bare, each) !== null);
  const [only = null] = possible;
  return possible.length === 1 ? only : null;
}

/** The digits of a JSON number; null where a double did not keep them. */
export function decimalOf(value: number): string | null {
  if (!isExactNumber(value)) return null;
  const digits = String(value);
  return canonical.test(digits) ? digits : null;
}

/** The canonical form as the field writes it; with a point where nothing is known. */
export function writeDecimal(decimal: string, format: NumberFormat | null): string {
  return decimal.replace('.', format === null ? '.' : forms[format].mark);
}

function readAs(text: string, format: NumberFormat): string | null {
  const { mark, grouped, plain } = forms[format];
  if (!plain.test(text) && !grouped.test(text)) return null;
  const [whole = '', fraction] = text.split(mark);
  const digits = `${whole.replace(/[.,]/g, '').replace(/^(-?)0+(?=\d)/, '$1')}${fraction === undefined ? '' : `.${fraction}`}`;
  return canonical.test(digits) ? digits : null;
}
