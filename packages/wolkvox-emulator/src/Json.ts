/** A JSON value. `bigint` is only ever written, for integers with more digits than a number can hold. */
export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonObject;

/** A JSON object; stored ones are never changed in place, so that their encoding can be kept. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Tells an object from every other JSON value, arrays and null included. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells a JSON array from every other JSON value. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isJson(value: unknown): value is Json {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true;
    case 'object':
      return value === null || (Array.isArray(value) ? value : Object.values(value)).every(isJson);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      return false;
  }
}

/** Parses JSON text; undefined when it is not JSON, or nested deeper than the stack allows. */
export function parseJson(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** An object of the given entries in their order, those without a value left out. */
export function jsonObject(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const present: [string, Json][] = [];
  for (const [key, value] of entries) if (value !== undefined) present.push([key, value]);
  // fromEntries defines properties, so a key named __proto__ is data like any other.
  return Object.fromEntries(present);
}

/** The scalar as text, the way PHP compares loosely typed input; undefined for null, arrays and objects. */
export function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
