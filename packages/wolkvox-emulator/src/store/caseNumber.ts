import type { LocalTime } from '../LocalTime.js';

/**
 * A case's number in the form inferred from the vendor's sample: two digits of the year, the month unpadded, then
 * day, hour, minute and second padded, then six more digits. 17 digits, or 18 from October on.
 */
export function caseNumber(createdAtMs: number, localTime: LocalTime, lastDigits: number): string {
  const { year, month, day, hour, minute, second } = localTime.parts(createdAtMs);
  const padded = [day, hour, minute, second].map((part) => String(part).padStart(2, '0')).join('');
  return `${String(year).slice(-2)}${month}${padded}${String(lastDigits % 1_000_000).padStart(6, '0')}`;
}
