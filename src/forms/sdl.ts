import { caseFields, type FormField, type FormsManifest } from './FormsManifest.js';
import { nameKey } from './naming.js';
import { quoted } from './quoted.js';
import { ownTypeName } from './typeNames.js';
import { fieldTypes, inputTypeOf } from './typing/fieldTypes.js';

type Form = 'CaseForm' | 'ContactForm';

/** What the fields of a type of the tenant's need, each only where a field has it. */
const sharedTypes: readonly { readonly name: string; readonly sdl: string }[] = [
  {
    name: 'Date',
    sdl: '"A day without a time, as `YYYY-MM-DD`."\nscalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")',
  },
  {
    name: 'LocalTime',
    sdl: '"A time of the day without a zone, as `HH:mm:ss`."\nscalar LocalTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")',
  },
  {
    name: 'FormMoney',
    sdl: '"An amount of money in a field of the tenant."\ntype FormMoney {\n  "The amount with all its digits."\n  amount: Decimal!\n  "The currency as the CRM has it, such as COP; null where neither the value nor the field names one."\n  currency: String\n}',
  },
  {
    name: 'FormMoneyInput',
    sdl: '"An amount of money to write."\ninput FormMoneyInput {\n  "The amount."\n  amount: Decimal!\n  "The currency; the field’s own where left out."\n  currency: String\n}',
  },
  {
    name: 'FormUser',
    sdl: '"A user of the CRM in a field of the tenant."\ntype FormUser {\n  "The CRM’s id of the user, where the value has it."\n  id: ID\n  "The login."\n  user: String\n  "The name shown."\n  name: String\n}',
  },
  {
    name: 'FormReference',
    sdl: '"A record of another module in a field of the tenant."\ntype FormReference {\n  "The CRM’s id of the record, where the value has it."\n  id: ID\n  "What is shown for it."\n  name: String\n}',
  },
  {
    name: 'Decimal',
    sdl: '"A decimal number as text, with all its digits and a point before the fraction, such as `1500.50`. Arguments may be numbers too, where these keep every digit."\nscalar Decimal @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259#section-6")',
  },
];

/** The SDL that a manifest adds to the schema; empty for one without fields. */
export function formsSdl(manifest: FormsManifest): string {
  const used = new Set([
    ...usedTypes('CaseForm', caseFields(manifest)),
    ...usedTypes('ContactForm', manifest.contacts.fields),
  ]);
  if (used.has('FormMoney')) used.add('Decimal');
  const shared = sharedTypes.flatMap(({ name, sdl }) => (used.has(name) ? [sdl] : []));
  return [...caseBlocks(manifest), ...contactBlocks(manifest), ...shared].map((each) => `${each}\n`).join('\n');
}

/** The names of the types that fields are shown and written in. */
function usedTypes(form: Form, fields: readonly FormField[]): readonly string[] {
  return fields.flatMap((field) => {
    const name = ownTypeName(form, field);
    const types = [fieldTypes[field.type].output(field, name), inputTypeOf(field, name) ?? ''];
    return types.map((type) => type.replace(/[[\]!]/g, ''));
  });
}

function caseBlocks(manifest: FormsManifest): readonly string[] {
  const all = distinct(caseFields(manifest));
  if (all.length === 0) return [];
  const { cases } = manifest;
  const common = outputFields('CaseForm', cases.fields);
  const formType = '  "The type of the case that the form belongs to."\n  formType: String';
  const implementing = (name: string, about: string, fields: readonly FormField[]): string =>
    block(about, `type ${name} implements CaseForm`, [formType, ...common, ...outputFields('CaseForm', fields)]);
  const forms =
    cases.types.length === 0
      ? [
          block(
            'The fields that the tenant added to cases, typed. What does not fit its type is null here, and in `customFields`.',
            'type CaseForm',
            common,
          ),
        ]
      : [
          block(
            'The fields that the tenant added to all types of case, typed. What does not fit its type is null here, and in `customFields`.',
            'interface CaseForm',
            [formType, ...common],
          ),
          ...cases.types.map(({ type, name, fields }) =>
            implementing(name, `The form of cases of type: ${type}`, fields),
          ),
          implementing('OtherCaseForm', 'The form of cases of any other type.', []),
        ];
  return [
    extension('type', 'Case', 'form: CaseForm', 'The fields that the tenant added to cases, typed. Costs no call.'),
    ...forms,
    ...ownTypes('CaseForm', all),
    ...inputBlocks('CaseForm', all, ['CreateCaseInput', 'UpdateCaseInput']),
  ];
}

function contactBlocks({ contacts: { fields } }: FormsManifest): readonly string[] {
  if (fields.length === 0) return [];
  return [
    extension(
      'type',
      'Contact',
      'form: ContactForm',
      'The fields that the tenant added to contacts, typed. One call per contact where the contact came from a case.',
    ),
    block(
      'The fields that the tenant added to contacts, typed. What does not fit its type is null here, and in `customFields`.',
      'type ContactForm',
      outputFields('ContactForm', fields),
    ),
    ...ownTypes('ContactForm', fields),
    ...inputBlocks('ContactForm', fields, ['CreateContactInput', 'UpdateContactInput']),
  ];
}

function inputBlocks(form: Form, fields: readonly FormField[], inputs: readonly string[]): readonly string[] {
  const writable = fields.flatMap((field) => {
    const type = inputTypeOf(field, ownTypeName(form, field));
    return type === null ? [] : [`  ${about(field)}\n  ${field.field}: ${type}`];
  });
  if (writable.length === 0) return [];
  return [
    block(
      'Values for the tenant’s own fields, in their types. Those left out stay as they are.',
      `input ${form}Input`,
      writable,
    ),
    ...inputs.map((input) =>
      extension(
        'input',
        input,
        `form: ${form}Input`,
        'Values for the tenant’s own fields, in their types. A field stands here or in `customFields`, not in both.',
      ),
    ),
  ];
}

function outputFields(form: Form, fields: readonly FormField[]): readonly string[] {
  return fields.map((field) => {
    const type = fieldTypes[field.type].output(field, ownTypeName(form, field));
    return `  ${about(field)}\n  ${field.field}: ${type}${field.personal === true ? ' @tag(name: "pii")' : ''}`;
  });
}

function ownTypes(form: Form, fields: readonly FormField[]): readonly string[] {
  return fields.flatMap((field) => fieldTypes[field.type].ownTypes?.(field, ownTypeName(form, field)) ?? []);
}

/** The exact label, which the name has lost. */
function about({ label, type, notSeen }: FormField): string {
  return quoted(
    `Label: "${label}". Type: ${type}.${notSeen === true ? ' Not seen when the CRM was last looked at.' : ''}`,
  );
}

function block(description: string, head: string, fields: readonly string[]): string {
  return `${quoted(description)}\n${head} {\n${fields.join('\n')}\n}`;
}

function extension(keyword: 'type' | 'input', name: string, field: string, description: string): string {
  return `extend ${keyword} ${name} {\n  ${quoted(description)}\n  ${field}\n}`;
}

/** A field that several types of case share stands in their input once. */
function distinct(fields: readonly FormField[]): readonly FormField[] {
  const byName = new Map<string, FormField>();
  for (const field of fields) if (!byName.has(nameKey(field.field))) byName.set(nameKey(field.field), field);
  return [...byName.values()];
}
