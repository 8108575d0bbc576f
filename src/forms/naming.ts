/** The longest name that is made of a label, before a suffix. */
const longestName = 60;

/**
 * Names that no field is given, in small letters. Some are words of GraphQL or names that every JavaScript object has; by
 * `id` client caches would take the forms of two records for one; `formType` is every form's own.
 */
const reserved: ReadonlySet<string> = new Set([
  ...['id', '_id', 'formtype', 'true', 'false', 'null', 'on', 'query', 'mutation', 'subscription', 'fragment', 'type'],
  ...['constructor', 'prototype', 'then', 'tojson', 'tostring', 'tolocalestring', 'valueof', 'hasownproperty'],
  ...['isprototypeof', 'propertyisenumerable'],
]);

/** Whether a name may stand in a manifest: one of GraphQL's, and none that means something else. */
export function isSoundFieldName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !name.startsWith('__') && !reserved.has(name.toLowerCase());
}

/** Whether two names are too alike for one form: types made from them would have the same name. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/**
 * Gives fields their names, one after the other. A name is made of the label: accents off, words in camelCase. Where that
 * is no sound name, or one that is taken, a suffix makes it one. What was assigned before is never touched.
 */
export class FieldNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set([...taken].map(nameKey));
  }

  assign(label: string): string {
    const stem = toCamelCase(label);
    for (let suffix = 1; ; suffix += 1) {
      const name = suffix === 1 ? stem : `${stem}${/\d$/.test(stem) ? '_' : ''}${String(suffix)}`;
      if (!isSoundFieldName(name) || this.#taken.has(nameKey(name))) continue;
      this.#taken.add(nameKey(name));
      return name;
    }
  }
}

/** A label as a camelCase word; `field` before one that begins with a digit, and alone where nothing is left. */
function toCamelCase(label: string): string {
  const words = wordsOf(label);
  const name = words
    .map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word)))
    .join('')
    .slice(0, longestName);
  return /^[A-Za-z]/.test(name) ? name : `field${name}`;
}

/** The same as a type's name. */
export function toPascalCase(label: string): string {
  const name = wordsOf(label).map(upperFirst).join('').slice(0, longestName);
  return /^[A-Z]/.test(name) ? name : `Type${name}`;
}

/** The name of a chosen value in an enum; null where nothing sound is left of it. */
export function toEnumName(option: string): string | null {
  const name = wordsOf(option).join('_').toUpperCase();
  return /^[A-Z][A-Z0-9_]*$/.test(name) && name.length <= longestName ? name : null;
}

/** Accents off; letters of other alphabets have no place in a name of GraphQL. */
function wordsOf(label: string): readonly string[] {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.match(/[A-Za-z0-9]+/g) ?? [];
}

function upperFirst(word: string): string {
  return `${word.charAt(0).toUpperCase()}${inner(word.slice(1))}`;
}

function lowerFirst(word: string): string {
  return /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : `${word.charAt(0).toLowerCase()}${word.slice(1)}`;
}

/** A word in capitals would run into the next. */
function inner(rest: string): string {
  return /^[A-Z0-9]+$/.test(rest) ? rest.toLowerCase() : rest;
}
