import { isJsonObject, type Json } from '../../model/Json.js';
import type { FormField } from '../FormsManifest.js';
import { decimalOf, isNumberFormat, parseDecimal, writeDecimal } from './decimals.js';
import { type Kind, meaningfulText, plainText, readOnlyKind, unreadable, Unwritable } from './Kind.js';

/** The graph's digits are kept by a double up to here. */
const mostDigits = 15;

/** A number, as text or as one; what a double would round is unreadable. */
function readNumber(stored: Json, field: FormField): unknown {
  const decimal = readDecimal(stored, field);
  if (decimal === null || decimal.replace(/\D/g, '').replace(/^0+/, '').length > mostDigits) return unreadable;
  return Number(decimal);
}

function readDecimal(stored: Json, field: FormField): string | null {
  if (typeof stored === 'number') return decimalOf(stored);
  if (typeof stored === 'boolean') return null;
  const inner = isJsonObject(stored) ? (stored['value'] ?? null) : stored;
  if (typeof inner === 'number') return decimalOf(inner);
  const text = meaningfulText(inner);
  return text === null ? null : parseDecimal(text, formatOf(field));
}

/** A plain number. */
export const number: Kind = {
  output: () => 'Float',
  input: () => 'Float',
  read: readNumber,
  write: (given, field) => {
    const decimal = typeof given === 'number' ? decimalOf(given) : null;
    if (decimal === null) return new Unwritable();
    return field.stored === 'number' ? Number(decimal) : writeDecimal(decimal, formatOf(field));
  },
};

/** What the CRM computes of other fields. */
export const calculated: Kind = readOnlyKind('Float', readNumber);

/** An amount of money with all its digits, and the currency that the value names, else the field's. */
interface Money {
  readonly amount: string;
  readonly currency: string | null;
}

const amountWithWords = /^\s*(?<before>[^\d-]*?)\s*(?<digits>-?\d[\d.,'’\s]*?)\s*(?<after>[^\d]*)$/;

function readMoney(stored: Json, field: FormField): unknown {
  if (isJsonObject(stored)) {
    const amount = readDecimal(stored, field);
    const named = plainText(stored['symbol'] ?? null) ?? plainText(stored['currency'] ?? null);
    return amount === null ? unreadable : money(amount, named, field);
  }
  if (typeof stored === 'number') {
    const amount = decimalOf(stored);
    return amount === null ? unreadable : money(amount, null, field);
  }
  const { before = '', digits = '', after = '' } = amountWithWords.exec(meaningfulText(stored) ?? '')?.groups ?? {};
  const amount = parseDecimal(digits, formatOf(field));
  const words = `${before} ${after}`.trim();
  if (amount === null || words.length > 8) return unreadable;
  return money(amount, /\b[A-Z]{3}\b/.exec(words)?.[0] ?? null, field);
}

function money(amount: string, named: string | null, { currency }: FormField): Money {
  return { amount, currency: named ?? currency ?? null };
}

/** Money. Kept as an object with `value` and `symbol`, or as text that holds no currency. */
export const currency: Kind = {
  output: () => 'FormMoney',
  input: () => 'FormMoneyInput',
  read: readMoney,
  write: (given, field) => {
    const { amount, currency: named } = moneyGiven(given);
    if (amount === null) return new Unwritable(['amount']);
    const digits = writeDecimal(amount, formatOf(field));
    const known = field.currency ?? null;
    if (field.stored === 'text' || field.stored === 'number') {
      if (named !== null && named !== known) return new Unwritable(['currency']);
      return field.stored === 'text' ? digits : numberOrText(amount);
    }
    const symbol = named ?? known;
    return { value: digits, ...(symbol !== null && { symbol }) };
  },
};

function moneyGiven(given: unknown): { readonly amount: string | null; readonly currency: string | null } {
  if (typeof given !== 'object' || given === null) return { amount: null, currency: null };
  const amount = 'amount' in given && typeof given.amount === 'string' ? given.amount : null;
  const named = 'currency' in given && typeof given.currency === 'string' ? given.currency.trim() : '';
  return { amount, currency: named === '' ? null : named };
}

/** A number where a double keeps its digits. */
function numberOrText(decimal: string): Json {
  return decimalOf(Number(decimal)) === decimal ? Number(decimal) : decimal;
}

function formatOf({ format }: FormField) {
  return isNumberFormat(format) ? format : null;
}
