import type { CustomField } from '../model/CustomField.js';

/**
 * The fields with the given labels, in the order of the labels; all of them where no labels are given. Labels are
 * compared exactly, and those that the record does not have are left out.
 */
export function pickCustomFields(
  fields: readonly CustomField[],
  labels: readonly string[] | null | undefined,
): readonly CustomField[] {
  if (labels === null || labels === undefined) return fields;
  const byLabel = new Map(fields.map((field) => [field.label, field]));
  return [...new Set(labels)].flatMap((label) => byLabel.get(label) ?? []);
}
