import { type Comparison, meansTheSame } from '../../model/values/comparing.js';

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['id', 'exact'],
  ['caseNumber', 'exact'],
  ['sequence', 'exact'],
  ['contactId', 'exact'],
  ['contactIdentification', 'exact'],
  ['companyId', 'exact'],
  ['ownerId', 'exact'],
  ['responsibleId', 'exact'],
  ['customerId', 'exact'],
  ['recordId', 'exact'],
  ['contactEmail', 'caseless'],
  ['ownerUser', 'caseless'],
  ['responsibleUser', 'caseless'],
  ['contactPhone', 'digits'],
]);

/**
 * Whether two values of a filter field mean the same. Spaces around them never count. Ids and numbers are equal when
 * every character is; e-mail addresses and logins but for letter case; telephone numbers when their digits are; all
 * other texts, which people typed, but for letter case and accents.
 */
export function isSameValue(field: string, a: string, b: string): boolean {
  return meansTheSame(comparisons.get(field) ?? 'folded', a, b);
}

/** Whether values of the field name one thing each, so that no record answers two different ones. */
export function isIdentity(field: string): boolean {
  const comparison = comparisons.get(field);
  return comparison === 'exact' || comparison === 'caseless';
}
