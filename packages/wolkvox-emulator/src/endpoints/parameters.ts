import { isJsonObject, type Json, type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import type { Settings } from '../Settings.js';

/** The parameter as text, numbers and booleans included; refuses with 400 when it is missing. May be `""`. */
export function requiredText(body: JsonObject, name: string): string {
  const text = scalarText(body[name]);
  if (text === undefined) throw new Refusal('parameter', name);
  return text;
}

/** The same, and `""` counts as missing, as PHP's `empty` has it. */
export function filledText(body: JsonObject, name: string): string {
  const text = requiredText(body, name);
  if (text.trim() === '') throw new Refusal('parameter', name);
  return text;
}

/** The parameter as text; undefined when it is missing or `""`. */
export function optionalText(body: JsonObject, name: string): string | undefined {
  const text = scalarText(body[name]);
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** The parameter as an object; refuses with 400 what is none. */
export function requiredObject(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  if (!isJsonObject(value)) throw new Refusal('parameter', name);
  return value;
}

/** A list of texts; a missing one is empty, anything else refused. */
export function textList(value: Json | undefined, name: string): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) throw new Refusal('parameter', name);
  return value.map((item: Json) => {
    if (typeof item !== 'string') throw new Refusal('parameter', name);
    return item;
  });
}

function positiveInteger(body: JsonObject, name: string, otherwise: number): number {
  const text = optionalText(body, name);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Refusal('range', name);
  return number;
}

/**
 * The page asked for, numbers or text alike; pages count from 1. Refuses with 416 what is below 1, no number, or
 * deeper than the tenant's CRM looks.
 */
export function pageOf(body: JsonObject, settings: Settings): { readonly page: number; readonly limit: number } {
  const page = positiveInteger(body, 'page', 1);
  const asked = positiveInteger(body, 'limit', settings.defaultPageSize);
  if (asked > settings.maxPageSize && settings.overLimit === 'refuse') throw new Refusal('range', 'limit');
  const limit = settings.fixedPageSize ?? Math.min(asked, settings.maxPageSize);
  if (settings.maxDepth !== null && page * limit > settings.maxDepth) throw new Refusal('range', 'page');
  return { page, limit };
}
