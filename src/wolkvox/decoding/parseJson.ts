import { isWireArray, isWireObject } from './wire.js';

/** What a text that should be JSON holds. */
export type ParsedJson =
  | { readonly kind: 'parsed'; readonly value: unknown }
  /** The text ends in the middle of a value. */
  | { readonly kind: 'cut' }
  /** Not JSON, or JSON with a number that no double holds, or nested too deep. */
  | { readonly kind: 'refused' };

/** Deeper than any record, and far from what could exhaust a stack further up. */
const maxDepth = 64;
/** Nothing this short can be too long or too large: 9e99 is the most it can say. */
const safeLength = 4;
const whitespace = ' \t\r\n';
const integer = /^-?(?:0|[1-9]\d*)$/;

/**
 * Parses JSON without making up a digit. Integers that a double cannot hold become text. A number with a fraction or an
 * exponent that a double cannot hold becomes Infinity, which no JSON can say: whoever reads it knows that its digits
 * are lost. Values nested too deep to be recursed into, and numbers beyond a double's range, are refused.
 */
export function parseJson(text: string): ParsedJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Why it is none, the pass over the text tells.
    return parseExact(text);
  }
  // Nearly every answer ends here: a walk over the values is cheaper than a pass over the text.
  return isPlain(value, maxDepth) ? { kind: 'parsed', value } : parseExact(text);
}

/** Whether a value is nested no deeper than that, and all its numbers are as they were sent. */
function isPlain(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'number') return isKept(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depthLeft === 0) return false;
  if (isWireArray(value)) {
    for (const element of value) if (!isPlain(element, depthLeft - 1)) return false;
  } else if (isWireObject(value)) {
    for (const key in value) if (!isPlain(value[key], depthLeft - 1)) return false;
  }
  return true;
}

/** A double keeps every number of so many digits, and shows no more of them than were sent. */
const keptDigits = 15;

/** Whether a number shows nothing but digits that were sent. */
function isKept(value: number): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && significantDigits(String(value)).length <= keptDigits;
}

/** One pass over the text finds what the engine's own parser would spoil, checks the nesting and sees where it ends. */
function parseExact(text: string): ParsedJson {
  const scan = scanJson(text);
  if (scan.kind !== 'scanned') return scan;
  try {
    const value: unknown = JSON.parse(replaceAll(text, scan.replaced));
    return { kind: 'parsed', value };
  } catch {
    return { kind: 'refused' };
  }
}

/** A stretch of the text with what takes its place. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
type Scan =
  | { readonly kind: 'scanned'; readonly replaced: readonly Replacement[] }
  | Exclude<ParsedJson, { readonly kind: 'parsed' }>;

/** JSON for a number beyond all doubles: none that was sent, because those are refused. */
const lostNumber = '1e999';

function scanJson(text: string): Scan {
  const replaced: Replacement[] = [];
  let depth = 0;
  let index = 0;
  while (index < text.length) {
    const char = text.charCodeAt(index);
    if (char === quotationMark) {
      index = endOfString(text, index);
      if (index < 0) return { kind: 'cut' };
    } else if (char === openingBrace || char === openingBracket) {
      depth += 1;
      if (depth > maxDepth) return { kind: 'refused' };
      index += 1;
    } else if (char === closingBrace || char === closingBracket) {
      depth -= 1;
      index += 1;
    } else if (isDigit(char) || char === minus) {
      const end = endOfNumber(text, index);
      const token = end - index <= safeLength ? null : text.slice(index, end);
      const number = token === null ? 'plain' : judgeNumber(token);
      if (number === 'nonsense') return { kind: 'refused' };
      if (number !== 'plain') {
        // A number in the place of a key is not JSON, and quoting must not make it so.
        if (isBeforeColon(text, end)) return { kind: 'refused' };
        replaced.push({ start: index, end, text: number === 'long' ? `"${token ?? ''}"` : lostNumber });
      }
      index = end;
    } else {
      index += 1;
    }
  }
  return depth > 0 ? { kind: 'cut' } : { kind: 'scanned', replaced };
}

/** The place behind the string's closing mark, or -1. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && isNumberChar(text.charCodeAt(end))) end += 1;
  return end;
}

/** What is to be done about a number: nothing, quoting, giving it up, or refusing. An integer of any length can be text. */
function judgeNumber(token: string): 'plain' | 'long' | 'lost' | 'nonsense' {
  const value = Number(token);
  if (integer.test(token)) return Number.isSafeInteger(value) ? 'plain' : 'long';
  if (!Number.isFinite(value)) return 'nonsense';
  return isKept(value) || significantDigits(String(value)) === significantDigits(token) ? 'plain' : 'lost';
}

/** The digits of a number without sign, point, exponent and the zeros at both ends. */
function significantDigits(number: string): string {
  const [mantissa = ''] = number.split(/e/i);
  return mantissa.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
}

function isBeforeColon(text: string, start: number): boolean {
  let index = start;
  while (whitespace.includes(text.charAt(index)) && index < text.length) index += 1;
  return text.charAt(index) === ':';
}

function replaceAll(text: string, replacements: readonly Replacement[]): string {
  if (replacements.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text: replacement } of replacements) {
    parts.push(text.slice(from, start), replacement);
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

const quotationMark = 0x22;
const backslash = 0x5c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
const openingBracket = 0x5b;
const closingBracket = 0x5d;

const minus = 0x2d;

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** Digits, signs, point and exponent: whatever a number is made of, in whatever order. */
function isNumberChar(char: number): boolean {
  return isDigit(char) || char === minus || char === 0x2b || char === 0x2e || char === 0x45 || char === 0x65;
}
