/** The types of field that the CRM has, under the names that a manifest has for them. Source: docs/upstream.md. */
export const fieldTypeNames = [
  'text',
  'description',
  'e-mail',
  'url',
  'number',
  'currency',
  'date',
  'time',
  'date-time',
  'phone',
  'phone-list',
  'list',
  'multi-select',
  'radio',
  'switch',
  'attachments',
  'user',
  'user-list',
  'table',
  'calculated',
  'related',
  'search',
  'random',
  'unique',
] as const;
export type FieldTypeName = (typeof fieldTypeNames)[number];

/** How a field of type date or date-time writes a day. */
export const dateFormats = ['YYYY-MM-DD', 'YYYY-DD-MM', 'DD-MM-YYYY', 'MM-DD-YYYY'] as const;
export type DateFormat = (typeof dateFormats)[number];

/** How a field writes a number: which mark stands before the fraction, and which between the thousands. */
export const numberFormats = ['1,234.56', '1.234,56'] as const;
export type NumberFormat = (typeof numberFormats)[number];

/** The JSON in which a field's values are kept, where its type leaves a choice. */
export const storedForms = ['text', 'number', 'boolean', 'object', 'list'] as const;
export type StoredForm = (typeof storedForms)[number];

/** A column of a table. */
export interface TableColumn {
  readonly label: string;
  /** Its name in the graph. */
  readonly field: string;
  /** Computed by the CRM: not written. */
  readonly readOnly?: boolean | undefined;
}

/** One of the tenant's own fields. */
export interface FormField {
  /** Exactly as the CRM has it, spaces at the ends included. */
  readonly label: string;
  /** Its name in the graph; it never changes. */
  readonly field: string;
  readonly type: FieldTypeName;
  /** A `DateFormat`, a `NumberFormat`, or for a switch its two words, such as `SI/NO`. */
  readonly format?: string | undefined;
  /** The values that can be chosen. They make an enum where each has a sound name of its own. */
  readonly options?: readonly string[] | undefined;
  readonly columns?: readonly TableColumn[] | undefined;
  /** The currency of amounts that name none. */
  readonly currency?: string | undefined;
  readonly stored?: StoredForm | undefined;
  /** Labels that the field had before: records written under them are still read. */
  readonly formerLabels?: readonly string[] | undefined;
  readonly personal?: boolean | undefined;
  /** Not written, whatever its type. */
  readonly readOnly?: boolean | undefined;
  /** No record that was looked at last had it. */
  readonly notSeen?: boolean | undefined;
}

/** What cases of one type have beside the fields of all cases. */
export interface CaseTypeForm {
  /** The type's name in the CRM. */
  readonly type: string;
  /** The name of its form in the graph; it never changes. */
  readonly name: string;
  readonly fields: readonly FormField[];
}

/** The tenant's own fields with their names in the graph: the file that `FORMS_MANIFEST` names. */
export interface FormsManifest {
  readonly version: 1;
  readonly cases: { readonly fields: readonly FormField[]; readonly types: readonly CaseTypeForm[] };
  readonly contacts: { readonly fields: readonly FormField[] };
}

/** A manifest of a tenant without fields of its own. */
export const emptyManifest: FormsManifest = { version: 1, cases: { fields: [], types: [] }, contacts: { fields: [] } };

/** All fields of cases, whatever their type, in the manifest's order. */
export function caseFields({ cases }: FormsManifest): readonly FormField[] {
  return [...cases.fields, ...cases.types.flatMap(({ fields }) => fields)];
}

/** The manifest as a file: one entry a line, so that a change of it is read as what it is. */
export function manifestText(manifest: FormsManifest): string {
  const list = (fields: readonly FormField[], indent: string): string =>
    fields.length === 0
      ? '[]'
      : `[\n${fields.map((field) => `${indent}  ${JSON.stringify(field)}`).join(',\n')}\n${indent}]`;
  const types = manifest.cases.types.map(
    ({ type, name, fields }) =>
      `      {\n        "type": ${JSON.stringify(type)},\n        "name": ${JSON.stringify(name)},\n        "fields": ${list(fields, '        ')}\n      }`,
  );
  return [
    '{',
    '  "version": 1,',
    '  "cases": {',
    `    "fields": ${list(manifest.cases.fields, '    ')},`,
    `    "types": ${types.length === 0 ? '[]' : `[\n${types.join(',\n')}\n    ]`}`,
    '  },',
    '  "contacts": {',
    `    "fields": ${list(manifest.contacts.fields, '    ')}`,
    '  }',
    '}',
    '',
  ].join('\n');
}
