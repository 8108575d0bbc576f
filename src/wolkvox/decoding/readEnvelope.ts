import type { EnvelopeVariant } from '../endpoints.js';
import { toPlainWords } from './plainWords.js';
import { isNothing, isWireArray, isWireObject } from './wire.js';
import type { WireObject } from './wire.js';

/** What the CRM says about itself in an answer, whatever the shape of the answer. */
export interface Envelope {
  /** The body's own status, null where it has none. */
  readonly code: number | null;
  /** Whether the body says that all is well. */
  readonly isSuccess: boolean;
  /** Reason and message in one, for classification; never shown to anybody. */
  readonly text: string;
  /** Undefined when the answer has none. */
  readonly data: unknown;
  /** How many records match in all, where the answer says so. */
  readonly totalRecords: number | null;
}

const nullWords = new Set(['', 'null', 'none', 'false', '0']);

/**
 * Reads the envelope of a parsed answer; null when it is none. A bare array counts as one around records: the vendor's
 * example of queryDates has it, and nothing else fits a list.
 */
export function readEnvelope(value: unknown, variant: EnvelopeVariant): Envelope | null {
  if (isWireArray(value)) {
    if (variant !== 'records') return null;
    return { code: null, isSuccess: true, text: '', data: value, totalRecords: null };
  }
  if (!isWireObject(value)) return null;
  if (!['code', 'error', 'msg', 'data'].some((key) => Object.hasOwn(value, key))) return null;
  const code = readCode(value['code']);
  if (code === undefined) return null;
  const error = readError(value['error']);
  return {
    code,
    isSuccess: error === null && (code === null || code === 0 || (code >= 200 && code < 300)),
    text: [error, value['msg']].filter((part) => typeof part === 'string').join(' '),
    data: value['data'],
    totalRecords: readTotal(value),
  };
}

/**
 * The rows of an envelope around records; null when there is something in their place that is none. PHP writes an empty
 * object as an empty array, an array with gaps as an object, and integrators met a single record without a list.
 * An empty list under a text that speaks of records is believed behind the first page only, where that text may be
 * about all pages.
 */
export function readRows({ data, text }: Envelope, page: number): readonly unknown[] | null {
  if (isWireArray(data)) return data.length === 0 && page === 1 && promisesRows(text) ? null : data;
  if (isNothing(data) || data === 'null') return promisesRows(text) ? null : [];
  if (!isWireObject(data)) return null;
  const keys = Object.keys(data);
  return keys.every((key) => /^\d+$/.test(key)) ? Object.values(data) : [data];
}

/** Whether the text says that nothing was found, in the CRM's words or in others'. */
export function saysNothingFound(text: string): boolean {
  return /(?:^|\D)0 (?:records|registros)|no (?:records|results|registros|se encontr|hay registros)|(?:records|registros) not found|sin (?:registros|resultados)/i.test(
    text,
  );
}

/**
 * Whether the text says that something was written: the vendor's words, misspelt as they are, or Spanish ones, and
 * nothing shortly before them that denies it.
 */
export function saysWritten(text: string): boolean {
  return /(?<!\b(?:no|not|t|sin|never|nunca)(?: \w+){0,4} )\b(?:succes+ful(?:ly)?|exito|exitos[oa](?:mente)?|correctamente)\b/.test(
    toPlainWords(text),
  );
}

/** "7 records were are found" in an answer without any. */
function promisesRows(text: string): boolean {
  return /(?:^|\D)[1-9]\d* (?:records|registros)/i.test(text);
}

/** Null when absent, undefined when it is no status. Reads answer with text, writes with a number. */
function readCode(value: unknown): number | null | undefined {
  if (isNothing(value)) return null;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  if (text === 'null') return null;
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

/** The reason of a failure; null for the CRM's ways to say that there is none, of which the text "null" is the usual. */
function readError(value: unknown): string | null {
  if (isNothing(value) || value === 0) return null;
  if (typeof value !== 'string') return 'error';
  return nullWords.has(value.trim().toLowerCase()) ? null : value;
}

function readTotal(body: WireObject): number | null {
  const value = body['Total records'];
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
