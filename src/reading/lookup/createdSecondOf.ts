/** The vendor's CRM is younger than this: 1 January 2010, in seconds since the epoch. */
const earliestSecond = 1_262_304_000;
const daySeconds = 86_400;

/**
 * The second since the epoch in which a record was created, read from its id: 24 hexadecimal digits, of which the first
 * eight count the seconds. Null for an id of another form, or when the second makes no sense.
 */
export function createdSecondOf(id: string, nowMs: number): number | null {
  if (!/^[0-9a-f]{24}$/.test(id)) return null;
  const second = Number.parseInt(id.slice(0, 8), 16);
  return second >= earliestSecond && second <= nowMs / 1000 + daySeconds ? second : null;
}
