import { isJsonObject, type JsonObject } from '../Json.js';
import { PhpJson } from '../phpJson.js';
import type { Settings } from '../Settings.js';

const php = new PhpJson(true);
/** The custom field that makes a row long. */
const filler = 'Observaciones';

/** The record as the tenant's CRM holds it, and searches it: with the tenant's word where there is nothing. */
export function asHeld(document: JsonObject, { wordForNothing }: Settings): JsonObject {
  if (wordForNothing === null) return document;
  const { form } = document;
  const held = withWord(document, wordForNothing);
  return isJsonObject(form) ? { ...held, form: withWord(form, wordForNothing) } : held;
}

/** The record as a search sends it. */
export function asSent(document: JsonObject, { idCaseAsNumber, rowBytes }: Settings): JsonObject {
  const row = idCaseAsNumber ? withNumericIdCase(document) : document;
  return rowBytes === null ? row : withLength(row, rowBytes);
}

function withWord(object: JsonObject, word: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, value === '' || value === null ? word : value]),
  );
}

function withNumericIdCase(document: JsonObject): JsonObject {
  const number = document['idCase'];
  return typeof number === 'string' && /^\d+$/.test(number) ? { ...document, idCase: BigInt(number) } : document;
}

/** The row with a custom field that is as long as it takes; custom fields of cases stand in their form. */
function withLength(row: JsonObject, bytes: number): JsonObject {
  const { form } = row;
  const filled = (text: string): JsonObject =>
    isJsonObject(form) ? { ...row, form: { ...form, [filler]: text } } : { ...row, [filler]: text };
  const missing = bytes - php.encode(filled('')).length;
  return missing > 0 ? filled('x'.repeat(missing)) : row;
}
