import type { Json } from '../../model/Json.js';
import { foldText } from '../../model/values/comparing.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import type { FormField } from '../FormsManifest.js';
import { toEnumName } from '../naming.js';
import { quoted } from '../quoted.js';
import { elementsOf, joined, type Kind, plainText, unreadable, Unwritable } from './Kind.js';
import { writeEach } from './phones.js';
import { writeText } from './texts.js';

/**
 * The names of a field's options in an enum, by option. Null where one has no sound name or two have the same: then the
 * options are text.
 */
export function enumNamesOf({ options = [] }: FormField): ReadonlyMap<string, string> | null {
  const names = new Map<string, string>();
  for (const option of options) {
    const name = toEnumName(option);
    if (name === null) return null;
    names.set(option, name);
  }
  const areDistinct = new Set(names.values()).size === options.length;
  return names.size > 0 && areDistinct ? names : null;
}

interface Choice {
  readonly toGraph: ReadonlyMap<string, string>;
  readonly toStored: ReadonlyMap<string, string>;
  readonly isOpen: boolean;
}

/** A field has few options and many values: the maps are made once. */
const choices = new WeakMap<FormField, Choice>();

function choiceOf(field: FormField): Choice {
  const known = choices.get(field);
  if (known !== undefined) return known;
  const names = enumNamesOf(field);
  const options = field.options ?? [];
  const choice: Choice = {
    toGraph: new Map(options.map((option) => [foldText(option), names?.get(option) ?? option])),
    toStored: new Map(options.map((option) => [names?.get(option) ?? foldText(option), option])),
    isOpen: names === null,
  };
  choices.set(field, choice);
  return choice;
}

/** A stored value by its name in the graph. Null for a word for nothing that is no option. */
function readChoice(stored: Json, field: FormField): unknown {
  const value = plainText(stored);
  if (value === null) return unreadable;
  const { toGraph, isOpen } = choiceOf(field);
  const option = toGraph.get(foldText(value));
  if (option !== undefined) return option;
  if (isWordForNothing(value)) return null;
  return isOpen ? value : unreadable;
}

function writeChoice(given: unknown, field: FormField): Json | Unwritable {
  if (typeof given !== 'string') return new Unwritable();
  const { toStored, isOpen } = choiceOf(field);
  const option = toStored.get(isOpen ? foldText(given) : given);
  if (option !== undefined) return option;
  return toStored.size > 0 ? new Unwritable() : writeText(given);
}

function enumType(field: FormField, typeName: string): string {
  return enumNamesOf(field) === null ? 'String' : `${typeName}Option`;
}

function enumDefinition(field: FormField, typeName: string): readonly string[] {
  const names = enumNamesOf(field);
  if (names === null) return [];
  const values = [...names].map(([option, name]) => `  ${quoted(`Stored as: ${option}`)}\n  ${name}`);
  return [
    `"What can be chosen in a field of the tenant."\nenum ${enumType(field, typeName)} {\n${values.join('\n')}\n}`,
  ];
}

/** One of several values: a list or radio buttons. */
export const choice: Kind = {
  output: enumType,
  input: enumType,
  ownTypes: enumDefinition,
  read: readChoice,
  write: writeChoice,
  keepsWords: true,
};

/** Several of several values, kept as a list, or as text with commas. */
export const multipleChoice: Kind = {
  ...choice,
  output: (field, typeName) => `[${enumType(field, typeName)}!]`,
  input: (field, typeName) => `[${enumType(field, typeName)}!]`,
  read: (stored, field) => {
    const isOneOption = typeof stored === 'string' && choiceOf(field).toGraph.has(foldText(stored));
    const read = (isOneOption ? [stored] : elementsOf(stored)).map((element) => readChoice(element, field));
    return read.includes(unreadable) ? unreadable : read.filter((value) => value !== null);
  },
  write: (given, field) => {
    const written = writeEach(given, (element) => writeChoice(element, field));
    return written instanceof Unwritable || field.stored !== 'text' ? written : joined(written);
  },
};

const trueWords = new Set(['true', '1', 'yes', 'y', 'si', 's', 'on', 'verdadero', 'sim']);
const falseWords = new Set(['false', '0', 'no', 'n', 'off', 'falso', 'nao']);

/** Whether a word says yes or no; null for one that says neither. */
export function truthOf(word: string): boolean | null {
  const folded = foldText(word);
  return trueWords.has(folded) ? true : falseWords.has(folded) ? false : null;
}

/** A switch, as truth value, number or word. */
export const flag: Kind = {
  output: () => 'Boolean',
  input: () => 'Boolean',
  read: (stored, { format }) => {
    const value = plainText(stored);
    if (value === null) return unreadable;
    const [yes, no] = wordsOf(format);
    const folded = foldText(value);
    if (yes !== null && folded === foldText(yes)) return true;
    if (no !== null && folded === foldText(no)) return false;
    return truthOf(value) ?? (isWordForNothing(value) ? null : unreadable);
  },
  write: (given, { format }) => {
    if (typeof given !== 'boolean') return new Unwritable();
    const [yes, no] = wordsOf(format);
    return yes === null || no === null ? given : given ? yes : no;
  },
  keepsWords: true,
};

/** The two words of a format such as `SI/NO`. */
function wordsOf(format: string | undefined): readonly [string | null, string | null] {
  const [yes, no, more] = format?.split('/') ?? [];
  return yes === undefined || no === undefined || more !== undefined ? [null, null] : [yes, no];
}
