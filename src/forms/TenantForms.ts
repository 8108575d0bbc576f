import type { CaseRecord } from '../model/CaseRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import type { CustomField } from '../model/CustomField.js';
import type { Json } from '../model/Json.js';
import { foldText } from '../model/values/comparing.js';
import { defineForm, type FormView } from './FormView.js';
import { caseFields, type FormField, type FormsManifest } from './FormsManifest.js';
import { formsSdl } from './sdl.js';
import { ownTypeName } from './typeNames.js';
import { fieldTypes, inputTypeOf } from './typing/fieldTypes.js';
import { type TenantTools, Unwritable } from './typing/Kind.js';

/** What a form argument writes: values with their names, by label; and the paths within it that cannot be accepted. */
export interface FormWrite {
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly value: Json }>;
  readonly refused: readonly (readonly string[])[];
}

/** A form argument as it came, and what else it depends on. */
export interface FormArgument {
  /** Values by the names of their fields; undefined for a field left out. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The type of the case that is written; null where that is not known, or for a contact. */
  readonly typeOfCase: string | null;
  /** Whether null and blank text say nothing, as on a creation; on a change they would be a promise to clear the field. */
  readonly mayBeEmpty: boolean;
}

/** The tenant's own fields, typed: what the manifest makes of them. Nothing of it costs a call. */
export interface TenantForms {
  /** What is added to the schema; empty where the manifest has no fields. */
  readonly sdl: string;
  readonly caseForm: (record: CaseRecord) => FormView;
  readonly contactForm: (record: ContactRecord) => FormView;
  readonly writeCase: (argument: FormArgument) => FormWrite;
  readonly writeContact: (argument: FormArgument) => FormWrite;
}

/** Makes the typed forms of a tenant. A record's form is made once. */
export function createTenantForms(manifest: FormsManifest, tools: TenantTools): TenantForms {
  const { cases, contacts } = manifest;
  const otherForm = defineForm(cases.types.length === 0 ? 'CaseForm' : 'OtherCaseForm', cases.fields, tools);
  const formsByType = new Map(
    cases.types.map(({ type, name, fields }) => [
      foldText(type),
      defineForm(name, [...cases.fields, ...fields], tools),
    ]),
  );
  const contactForm = defineForm('ContactForm', contacts.fields, tools);
  const forms = new WeakMap<object, FormView>();
  const once = (record: { readonly customFields: readonly CustomField[] }, make: () => FormView): FormView => {
    const form = forms.get(record) ?? make();
    forms.set(record, form);
    return form;
  };
  return {
    sdl: formsSdl(manifest),
    caseForm: (record) =>
      once(record, () => {
        const type = record.type?.name ?? null;
        const make = (type === null ? undefined : formsByType.get(foldText(type))) ?? otherForm;
        return make(record.customFields, type);
      }),
    contactForm: (record) => once(record, () => contactForm(record.customFields, null)),
    writeCase: (argument) =>
      write(caseFields(manifest), 'CaseForm', argument, namesNotOf(manifest, argument.typeOfCase), tools),
    writeContact: (argument) => write(contacts.fields, 'ContactForm', argument, new Set(), tools),
  };
}

function write(
  known: readonly FormField[],
  form: 'CaseForm' | 'ContactForm',
  { given, mayBeEmpty }: FormArgument,
  foreign: ReadonlySet<string>,
  tools: TenantTools,
): FormWrite {
  const byName = new Map(known.map((field) => [field.field, field]));
  const fields = new Map<string, { readonly name: string; readonly value: Json }>();
  const refused: (readonly string[])[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || (mayBeEmpty && saysNothing(value))) continue;
    const field = byName.get(name);
    const isWritable = field !== undefined && inputTypeOf(field, ownTypeName(form, field)) !== null;
    const written =
      !isWritable || foreign.has(name) || value === null
        ? new Unwritable()
        : fieldTypes[field.type].write(value, field, tools);
    if (written instanceof Unwritable) refused.push([name, ...written.path]);
    else if (field !== undefined) fields.set(field.label, { name, value: written });
  }
  return { fields, refused };
}

function saysNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The names of fields that cases of this type do not have; none where the type is not known. */
function namesNotOf({ cases }: FormsManifest, typeOfCase: string | null): ReadonlySet<string> {
  if (typeOfCase === null) return new Set();
  const own = new Set(cases.fields.map(({ field }) => field));
  for (const { type, fields } of cases.types)
    if (foldText(type) === foldText(typeOfCase)) for (const { field } of fields) own.add(field);
  return new Set(
    cases.types.flatMap(({ fields }) => fields.map(({ field }) => field)).filter((name) => !own.has(name)),
  );
}
