import type { CustomFieldInput, UserError } from '../../../__generated__/resolvers.js';
import type { Json } from '../../../model/Json.js';
import { isName } from './checkTexts.js';
import { isWellFormedJson } from './isWellFormedJson.js';
import { userError } from './userError.js';

/** Refuses labels that are blank, reserved or given twice, and values with broken texts. */
export function checkCustomFields(
  fields: readonly CustomFieldInput[] | null | undefined,
  isReserved: (name: string) => boolean = () => false,
): UserError[] {
  const seen = new Set<string>();
  return (fields ?? []).flatMap(({ label, value }, index) => {
    const path = ['input', 'customFields', String(index)];
    const errors: UserError[] = [];
    // Compared exactly: a trailing space is part of some tenants' labels.
    if (!isName(label) || label === '__proto__' || isReserved(label) || seen.has(label)) {
      errors.push(userError('INVALID_INPUT', [...path, 'label']));
    }
    if (!isWellFormedJson(value)) errors.push(userError('INVALID_INPUT', [...path, 'value']));
    seen.add(label);
    return errors;
  });
}

/** The fields as the writer takes them, in the order given. */
export function toCustomFields(fields: readonly CustomFieldInput[] | null | undefined): Map<string, Json> {
  return new Map((fields ?? []).map(({ label, value }) => [label, value]));
}
