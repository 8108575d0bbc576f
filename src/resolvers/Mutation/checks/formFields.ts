import type { CustomFieldInput, UserError } from '../../../__generated__/resolvers.js';
import type { FormArgument, FormWrite } from '../../../forms/TenantForms.js';
import type { Json } from '../../../model/Json.js';
import { toCustomFields } from './checkCustomFields.js';
import { userError } from './userError.js';

/** The tenant's own fields as a mutation takes them: by label, and typed by name. */
export interface OwnFieldsInput {
  readonly customFields?: readonly CustomFieldInput[] | null | undefined;
  /** Only in a schema with typed forms. */
  readonly form?: Readonly<Record<string, unknown>> | null | undefined;
}

/** All own fields of an input as the writer takes them, and what of the typed ones cannot be accepted. */
export interface OwnFields {
  readonly customFields: ReadonlyMap<string, Json>;
  readonly errors: readonly UserError[];
}

/** Gathers both forms of own fields. A field that is given in both says two things, be they the same. */
export function toOwnFields(
  { customFields, form }: OwnFieldsInput,
  write: ((argument: FormArgument) => FormWrite) | undefined,
  options: Omit<FormArgument, 'given'>,
): OwnFields {
  const byLabel = toCustomFields(customFields);
  if (form == null || write === undefined) return { customFields: byLabel, errors: [] };
  const { fields, refused } = write({ given: form, ...options });
  const doubled = [...fields].flatMap(([label, { name }]) => (byLabel.has(label) ? [[name]] : []));
  return {
    customFields: new Map([...byLabel, ...[...fields].map(([label, { value }]) => [label, value] as const)]),
    errors: [...refused, ...doubled].map((path) => userError('INVALID_INPUT', ['input', 'form', ...path])),
  };
}

/** The typed fields of an input: an object by the names of fields, which the schema has checked. */
export function formOf(input: object): OwnFieldsInput['form'] {
  const form: unknown = Reflect.get(input, 'form');
  return typeof form === 'object' && form !== null ? Object.fromEntries(Object.entries(form)) : undefined;
}

/** What a change makes of the form: null stays null, and a form without a value changes nothing. */
export function changeOf(input: object): unknown {
  const form: unknown = Reflect.get(input, 'form');
  return typeof form === 'object' && form !== null && Object.keys(form).length === 0 ? undefined : form;
}
