import { foldText } from '../../model/values/comparing.js';
import type { CaseTypeForm, FormField } from '../FormsManifest.js';
import { enumNamesOf } from '../typing/choices.js';
import type { Proposal } from './Proposal.js';

/** A field that several types of case have is settled in all of them as one: they share its types and its input. */
export function alignShared(types: readonly CaseTypeForm[]): readonly CaseTypeForm[] {
  const copies = new Map<string, FormField[]>();
  for (const field of types.flatMap(({ fields }) => fields)) {
    copies.set(field.field, [...(copies.get(field.field) ?? []), field]);
  }
  const aligned = (field: FormField): FormField => {
    const shared = copies.get(field.field) ?? [];
    const formats = new Set(shared.flatMap(({ format }) => format ?? []));
    const [format] = formats;
    return { ...field, format: formats.size === 1 ? format : undefined, options: sharedOptions(shared) };
  };
  return types.map((form) => ({ ...form, fields: form.fields.map(aligned) }));
}

/** The options of all copies, or those that all of them have where together they would be no enum any more. */
function sharedOptions(copies: readonly FormField[]): readonly string[] | undefined {
  const [first] = copies;
  if (first?.options === undefined) return undefined;
  const all = copies.flatMap(({ options = [] }) => options);
  const common = first.options.filter((option) => copies.every(({ options }) => options?.includes(option) === true));
  const base = { ...first, options: common };
  return newOptions(base, { type: first.type, options: all }).options ?? common;
}

/** An option more, unless with it the enum would be none any more. */
export function newOptions(field: FormField, { options = [] }: Proposal): Partial<Proposal> {
  if (field.options === undefined) return {};
  const known = new Set(field.options.map(foldText));
  const added = [...new Set(options)].filter((option) => !known.has(foldText(option)));
  const all = [...field.options, ...added];
  const staysEnum = (enumNamesOf(field) === null) === (enumNamesOf({ ...field, options: all }) === null);
  return added.length > 0 && staysEnum ? { options: all } : {};
}
