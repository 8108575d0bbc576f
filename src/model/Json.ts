/** A JSON value as the CRM stores it. Integers too long for a number are text. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
