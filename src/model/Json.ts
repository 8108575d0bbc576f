/** A JSON value as the CRM stores it. Integers too long for a number are text. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. Its keys are whatever somebody called them. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a JSON value is an object, and neither a list nor null. */
export function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonList(value);
}

/** Whether a JSON value is a list. */
export function isJsonList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
