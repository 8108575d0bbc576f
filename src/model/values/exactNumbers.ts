/**
 * The digits of a JSON number as they were sent. Null where a double did not keep them: for an integer beyond 2^53, and
 * for what the parser put in the place of a number that it could not keep (see `parseJson`).
 */
export function digitsOf(value: number): string | null {
  return isExactNumber(value) ? String(value) : null;
}

/** Whether a number is what was sent, to the last digit. */
export function isExactNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/**
 * An id as text: text as it is, an integer by its digits. Null for anything else, and for an integer too long for a
 * number, which was rounded before anybody saw it: it may name another record.
 */
export function idText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}
