/** What a filter says of a person or company, a record has within one field. */
const partOf = /^(contact|company|owner|responsible)(?=[A-Z])/;

/** The field of a record that a condition on this filter field is about. */
export function recordFieldOf(filterField: string): string {
  if (filterField === 'condition') return 'status';
  if (filterField === 'subjectId') return 'subject';
  return partOf.exec(filterField)?.[0] ?? filterField;
}
