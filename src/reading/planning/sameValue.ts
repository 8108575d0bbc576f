/** How two texts of a field are compared: what it takes for them to mean the same. */
type Comparison = 'exact' | 'caseless' | 'loose' | 'digits';

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
  const toForm = forms[comparisons.get(field) ?? 'loose'];
  return toForm(a) === toForm(b);
}

/** Whether values of the field name one thing each, so that no record answers two different ones. */
export function isIdentity(field: string): boolean {
  const comparison = comparisons.get(field);
  return comparison === 'exact' || comparison === 'caseless';
}

const forms: Readonly<Record<Comparison, (text: string) => string>> = {
  exact: (text) => text.trim(),
  caseless: (text) => text.trim().toLowerCase(),
  digits: (text) => text.replace(/\D/g, ''),
  loose: (text) => text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
};
