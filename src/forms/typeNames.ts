import type { FormField } from './FormsManifest.js';
import { enumNamesOf } from './typing/choices.js';

/** The types that every manifest brings along, so that no type of case is named like one of them. */
export const formTypeNames: readonly string[] = [
  ...['CaseForm', 'OtherCaseForm', 'ContactForm', 'CaseFormInput', 'ContactFormInput'],
  ...['FormMoney', 'FormMoneyInput', 'FormUser', 'FormReference', 'Date', 'LocalTime', 'Decimal'],
];

/** The stem of the names of a field's own types; `form` is the type that all fields of the module belong to. */
export function ownTypeName(form: 'CaseForm' | 'ContactForm', { field }: FormField): string {
  return `${form}${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

/** The names of all types that a field brings along. */
export function ownTypeNames(form: 'CaseForm' | 'ContactForm', field: FormField): readonly string[] {
  const name = ownTypeName(form, field);
  if (field.type === 'table') return (field.columns ?? []).length === 0 ? [] : [`${name}Row`, `${name}RowInput`];
  return enumNamesOf(field) === null ? [] : [`${name}Option`];
}
