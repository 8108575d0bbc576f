import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../Json.js';

/** Thrown for control input that cannot be understood; the message names the place and what belongs there. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Reads a JSON object key by key and remembers what was read, so that a misspelt key is an error and not ignored. */
export class ObjectReader {
  readonly #object: JsonObject;
  readonly #read = new Set<string>();

  /** Throws InputError when the value is no object. `place` names it in messages, such as `rules[0].match`. */
  constructor(
    value: Json | undefined,
    readonly place: string,
  ) {
    if (!isJsonObject(value)) throw new InputError(`${place} must be an object`);
    this.#object = value;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#object, key);
  }

  json(key: string): Json | undefined {
    this.#read.add(key);
    return this.has(key) ? this.#object[key] : undefined;
  }

  string(key: string): string {
    return this.optionalString(key) ?? this.#fail(key, 'a text');
  }

  optionalString(key: string): string | undefined {
    const value = this.json(key);
    return value === undefined || typeof value === 'string' ? value : this.#fail(key, 'a text');
  }

  /** A finite number not below `from`, or `otherwise` where there is none. */
  number(key: string, from: number, otherwise: number): number {
    return this.optionalNumber(key, from) ?? otherwise;
  }

  optionalNumber(key: string, from: number): number | undefined {
    const value = this.json(key);
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= from)) return value;
    return this.#fail(key, `a number from ${from}`);
  }

  integer(key: string, from: number): number | undefined {
    const value = this.optionalNumber(key, from);
    return value === undefined || Number.isInteger(value) ? value : this.#fail(key, 'a whole number');
  }

  /** A whole number, null where the key says null, undefined where there is none. */
  integerOrNull(key: string, from: number): number | null | undefined {
    return this.json(key) === null ? null : this.integer(key, from);
  }

  boolean(key: string): boolean | undefined {
    const value = this.json(key);
    return value === undefined || typeof value === 'boolean' ? value : this.#fail(key, 'true or false');
  }

  oneOf<const T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.json(key);
    if (value === undefined) return undefined;
    return choices.find((choice) => choice === value) ?? this.#fail(key, `one of ${choices.join(', ')}`);
  }

  object(key: string): JsonObject | undefined {
    const value = this.json(key);
    return value === undefined || isJsonObject(value) ? value : this.#fail(key, 'an object');
  }

  strings(key: string): string[] | undefined {
    const value = this.json(key);
    if (value === undefined) return undefined;
    if (!isJsonArray(value)) return this.#fail(key, 'a list of texts');
    return value.map((item) => (typeof item === 'string' ? item : this.#fail(key, 'a list of texts')));
  }

  /** The object under a key of the object under a key, to be read in the same way. */
  inside(key: string, inner: string): ObjectReader {
    return new ObjectReader(this.object(key)?.[inner], `${this.place}.${key}.${inner}`);
  }

  /** Throws InputError: the object as a whole is not what it should be. */
  refuse(why: string): never {
    throw new InputError(`${this.place} ${why}`);
  }

  /** Throws InputError naming a key that nobody read. */
  end(): void {
    const unknown = Object.keys(this.#object).find((key) => !this.#read.has(key));
    if (unknown !== undefined) throw new InputError(`${this.place} has an unknown key: ${unknown}`);
  }

  #fail(key: string, wanted: string): never {
    throw new InputError(`${this.place}.${key} must be ${wanted}`);
  }
}

/** The object without the keys that have no value. */
export function present<T extends object>(object: { readonly [Key in keyof T]: T[Key] | undefined }): Partial<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
