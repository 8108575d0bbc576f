import type { Node } from 'jsonc-parser';
import { isBlank } from '../model/values/blank.js';
import { type FormField, type FormsManifest, type TableColumn, caseFields } from './FormsManifest.js';
import { isSoundFieldName, nameKey } from './naming.js';
import { formTypeNames, ownTypeNames } from './typeNames.js';
import { isDateFormat } from './typing/days.js';
import { isNumberFormat } from './typing/decimals.js';

/** Something wrong in a manifest: where, as a path of keys, and what. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The place in the text, where the path leads to another one. */
  readonly at?: Node;
}

type Path = readonly (string | number)[];
interface Placed {
  readonly path: Path;
  readonly field: FormField;
}

/** All fields of a manifest with their places, by module and type of case. */
function formsOf({ cases, contacts }: FormsManifest) {
  const place = (path: Path, fields: readonly FormField[]): readonly Placed[] =>
    fields.map((field, index) => ({ path: [...path, 'fields', index], field }));
  const common = place(['cases'], cases.fields);
  return {
    cases: common,
    types: cases.types.map((type, index) => ({ ...type, own: place(['cases', 'types', index], type.fields) })),
    contacts: place(['contacts'], contacts.fields),
  };
}

/** Labels and names that are not sound, or there twice in one form, and formats that the type does not have. */
export function fieldProblems(
  manifest: FormsManifest,
  isReservedOnContacts: (label: string) => boolean,
): readonly Problem[] {
  const { cases, types, contacts } = formsOf(manifest);
  const all = [...cases, ...types.flatMap(({ own }) => own), ...contacts];
  return [
    ...all.flatMap(({ path, field }) => [...unsound(path, field), ...unfitting(path, field)]),
    ...repeated(cases),
    ...types.flatMap(({ own }) => repeated([...cases, ...own]).filter(({ path }) => path[1] === 'types')),
    ...repeated(contacts),
    ...contradicting(types.flatMap(({ own }) => own)),
    ...contacts
      .filter(({ field }) => isReservedOnContacts(field.label))
      .map(({ path }) => ({ path: [...path, 'label'], message: 'is a field of the CRM’s own' })),
    ...repeatedTypes(types.map(({ type }) => type)),
  ];
}

function unsound(path: Path, { label, field, columns = [] }: FormField): readonly Problem[] {
  return [
    ...unsoundLabel(path, label),
    ...unsoundName(path, field),
    ...columns.flatMap((column, index) => {
      const place = [...path, 'columns', index];
      return [...unsoundLabel(place, column.label), ...unsoundName(place, column.field)];
    }),
  ];
}

function unsoundLabel(path: Path, label: string): readonly Problem[] {
  const isUsable = !isBlank(label) && label !== '__proto__' && label.isWellFormed();
  return isUsable ? [] : [{ path: [...path, 'label'], message: 'is no label that a field can be written by' }];
}

function unsoundName(path: Path, name: string): readonly Problem[] {
  if (isSoundFieldName(name)) return [];
  return [{ path: [...path, 'field'], message: 'must be a name of GraphQL, and none that is reserved' }];
}

/** A format belongs to its type: a date without a known one would be read at random. */
function unfitting(path: Path, { type, format, columns, options }: FormField): readonly Problem[] {
  const problems: Problem[] = [];
  if (format !== undefined && !fits(type, format)) {
    problems.push({ path: [...path, 'format'], message: `is no format of type ${type}` });
  }
  if (columns !== undefined && type !== 'table')
    problems.push({ path: [...path, 'columns'], message: 'belongs to a table' });
  const isChosen = type === 'list' || type === 'radio' || type === 'multi-select';
  if (options !== undefined && !isChosen) {
    problems.push({ path: [...path, 'options'], message: 'belongs to a list, radio or multi-select' });
  }
  if (options !== undefined && new Set(options).size !== options.length) {
    problems.push({ path: [...path, 'options'], message: 'has an option twice' });
  }
  return problems;
}

const formatsByType: Partial<Record<FormField['type'], (format: string) => boolean>> = {
  date: isDateFormat,
  'date-time': isDateFormat,
  number: isNumberFormat,
  currency: isNumberFormat,
  calculated: isNumberFormat,
  switch: (format) => /^[^/]+\/[^/]+$/.test(format),
};

function fits(type: FormField['type'], format: string): boolean {
  return formatsByType[type]?.(format) ?? false;
}

/** Two fields of one form with the same label or name. */
function repeated(fields: readonly Placed[]): readonly Problem[] {
  const labels = new Set<string>();
  const names = new Set<string>();
  return fields.flatMap(({ path, field: { label, field, formerLabels = [] } }) => {
    const problems: Problem[] = [];
    if (labels.has(label)) problems.push({ path: [...path, 'label'], message: 'is there twice' });
    if (names.has(nameKey(field))) problems.push({ path: [...path, 'field'], message: 'is there twice' });
    for (const [index, former] of formerLabels.entries()) {
      if (labels.has(former)) problems.push({ path: [...path, 'formerLabels', index], message: 'is there twice' });
      labels.add(former);
    }
    labels.add(label);
    names.add(nameKey(field));
    return problems;
  });
}

/** A name that several types of case have must be the same field in each: all of them share one input. */
function contradicting(fields: readonly Placed[]): readonly Problem[] {
  const known = new Map<string, FormField>();
  return fields.flatMap(({ path, field }) => {
    const before = known.get(nameKey(field.field));
    known.set(nameKey(field.field), before ?? field);
    if (before === undefined || definition(before) === definition(field)) return [];
    return [{ path: [...path, 'field'], message: 'is another field in another type of case' }];
  });
}

const visibleParts = [
  'label',
  'field',
  'type',
  'format',
  'options',
  'columns',
  'currency',
  'stored',
  'personal',
  'readOnly',
] as const satisfies readonly (keyof FormField)[];

/** What of a field callers can see; a flag that is false is one that is left out. */
export function definition(field: FormField): string {
  return JSON.stringify(visibleParts.map((part) => field[part] || null));
}

function repeatedTypes(types: readonly string[]): readonly Problem[] {
  return types.flatMap((type, index) =>
    types.indexOf(type) < index ? [{ path: ['cases', 'types', index, 'type'], message: 'is there twice' }] : [],
  );
}

/** Columns with the same label or name in one table. */
export function columnProblems(manifest: FormsManifest): readonly Problem[] {
  const { cases, types, contacts } = formsOf(manifest);
  return [...cases, ...types.flatMap(({ own }) => own), ...contacts].flatMap(({ path, field: { columns = [] } }) =>
    columns.flatMap((column, index) => repeatedColumn(columns, column, index, [...path, 'columns', index])),
  );
}

function repeatedColumn(
  columns: readonly TableColumn[],
  column: TableColumn,
  index: number,
  path: Path,
): readonly Problem[] {
  const before = columns.slice(0, index);
  if (before.some(({ label }) => label === column.label))
    return [{ path: [...path, 'label'], message: 'is there twice' }];
  const isTaken = before.some(({ field }) => nameKey(field) === nameKey(column.field));
  return isTaken ? [{ path: [...path, 'field'], message: 'is there twice' }] : [];
}

/** Names of types that the schema has already, or that the manifest gives twice. */
export function typeNameProblems(manifest: FormsManifest, schemaTypes: ReadonlySet<string>): readonly Problem[] {
  const { cases, types, contacts } = formsOf(manifest);
  const taken = new Set([...schemaTypes, ...formTypeNames]);
  const problems: Problem[] = [];
  const take = (names: readonly string[], path: Path): void => {
    if (names.some((name) => taken.has(name)))
      problems.push({ path, message: 'makes a type that the schema has already' });
    for (const name of names) taken.add(name);
  };
  for (const [index, { name }] of types.entries()) {
    const path = ['cases', 'types', index, 'name'];
    if (/^[A-Z][A-Za-z0-9]*$/.test(name)) take([name], path);
    else problems.push({ path, message: 'must be a name in PascalCase' });
  }
  const seen = new Set<string>();
  for (const { path, field } of [...cases, ...types.flatMap(({ own }) => own)]) {
    // The same field of several types has its own types once.
    if (!seen.has(nameKey(field.field))) take(ownTypeNames('CaseForm', field), [...path, 'field']);
    seen.add(nameKey(field.field));
  }
  for (const { path, field } of contacts) take(ownTypeNames('ContactForm', field), [...path, 'field']);
  return problems;
}

/** Whether two manifests give callers the same: what stands in the file for people only is left aside. */
export function isSameForCallers(a: FormsManifest, b: FormsManifest): boolean {
  const shown = (manifest: FormsManifest): string =>
    JSON.stringify([caseFields(manifest).map(definition), manifest.contacts.fields.map(definition)]);
  return shown(a) === shown(b);
}
