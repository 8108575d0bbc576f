import { isJsonArray, type Json, type JsonObject } from './Json.js';

const escapable = /[/\u0080-\uffff]/g;
const hasEscapable = /[/\u0080-\uffff]/;

function escapeCharacter(character: string): string {
  return character === '/' ? '\\/' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function encodeString(text: string): string {
  const quoted = JSON.stringify(text);
  return hasEscapable.test(quoted) ? quoted.replace(escapable, escapeCharacter) : quoted;
}

/**
 * Writes JSON the way PHP's json_encode does by default: slashes as `\/`, everything beyond ASCII as `\uXXXX`, no
 * blanks. With `areEmptyObjectsArrays` an object without keys becomes `[]`, since PHP cannot tell the two apart.
 */
export class PhpJson {
  /** Records are immutable, so each is encoded once. */
  readonly #records = new WeakMap<JsonObject, string>();

  constructor(private readonly areEmptyObjectsArrays: boolean) {}

  encode(value: Json): string {
    if (typeof value === 'string') return encodeString(value);
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '0';
    if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    return isJsonArray(value) ? `[${value.map((item) => this.encode(item)).join(',')}]` : this.#encodeObject(value);
  }

  #encodeObject(object: JsonObject): string {
    const known = this.#records.get(object);
    if (known !== undefined) return known;
    const entries = Object.entries(object);
    if (entries.length === 0) return this.areEmptyObjectsArrays ? '[]' : '{}';
    const text = `{${entries.map(([key, value]) => `${encodeString(key)}:${this.encode(value)}`).join(',')}}`;
    if (Object.hasOwn(object, 'wolkvox_id')) this.#records.set(object, text);
    return text;
  }
}
