import type { ObjectReader } from './control/ObjectReader.js';
import type { JsonObject } from './Json.js';
import { isRefusalKind, refusalKinds, type RefusalWording } from './Refusal.js';

/** One thing in which tenants differ, or which nobody outside the vendor knows. */
export interface Quirk<T> {
  readonly initial: T;
  /** The values it may have besides `initial`, in words. */
  readonly others: string;
  readonly meaning: string;
  /** The value under that name; undefined where there is none. Throws InputError for one that it cannot have. */
  readonly read: (reader: ObjectReader, name: string) => T | undefined;
}

/** A whole number not below `from`. */
export function wholeNumber(initial: number, from: number, meaning: string): Quirk<number> {
  return { initial, others: `from ${from}`, meaning, read: (reader, name) => reader.integer(name, from) };
}

/** A whole number not below `from`, or null for none. */
export function limit(initial: number | null, from: number, meaning: string): Quirk<number | null> {
  const others = initial === null ? `from ${from}` : `from ${from}, \`null\``;
  return { initial, others, meaning, read: (reader, name) => reader.integerOrNull(name, from) };
}

/** Yes or no. */
export function flag(initial: boolean, meaning: string): Quirk<boolean> {
  return { initial, others: `\`${!initial}\``, meaning, read: (reader, name) => reader.boolean(name) };
}

/** One of the choices; the first is the initial one. */
export function choice<const T extends string>(choices: readonly [T, ...T[]], meaning: string): Quirk<T> {
  const [initial, ...rest] = choices;
  const others = rest.map((value) => `\`${value}\``).join(', ');
  return { initial, others, meaning, read: (reader, name) => reader.oneOf(name, choices) };
}

/** A text, or null for none. */
export function word(meaning: string): Quirk<string | null> {
  return {
    initial: null,
    others: 'any text',
    meaning,
    read: (reader, name) => (reader.json(name) === null ? null : reader.optionalString(name)),
  };
}

/** A list of texts, empty at first. */
export function names(meaning: string): Quirk<readonly string[]> {
  return { initial: [], others: 'a list of names', meaning, read: (reader, name) => reader.strings(name) };
}

/** Other words and codes for kinds of refusal: `{ "badToken": { "code": 401, "msg": "…" } }`. */
export function wordings(meaning: string): Quirk<Readonly<Record<string, RefusalWording>>> {
  return {
    initial: {},
    others: '`{ kind: { code, msg } }`',
    meaning,
    read: (reader, name) => {
      const given: JsonObject | undefined = reader.object(name);
      if (given === undefined) return undefined;
      return Object.fromEntries(Object.keys(given).map((kind) => [kind, readWording(reader.inside(name, kind), kind)]));
    },
  };
}

function readWording(reader: ObjectReader, kind: string): RefusalWording {
  if (!isRefusalKind(kind)) reader.refuse(`is none of ${refusalKinds.join(', ')}`);
  const code = reader.integer('code', 400);
  const msg = reader.optionalString('msg');
  reader.end();
  return { ...(code === undefined ? {} : { code }), ...(msg === undefined ? {} : { msg }) };
}
