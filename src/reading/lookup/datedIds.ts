/** An id that tells when its record was created: `second` counts from the epoch. */
export interface DatedId {
  readonly id: string;
  readonly second: number;
}

/** The vendor's CRM is younger than this: 1 January 2010, in seconds since the epoch. */
const earliestSecond = 1_262_304_000;
const daySeconds = 86_400;

/** Sorts ids: those that tell when their records were created, in order of time, and the others. `nowMs` is the present. */
export function datedIds(
  ids: readonly string[],
  nowMs: number,
): { readonly dated: readonly DatedId[]; readonly undated: readonly { readonly id: string }[] } {
  const dated: DatedId[] = [];
  const undated: { readonly id: string }[] = [];
  for (const id of ids) {
    const second = createdSecondOf(id, nowMs);
    if (second === null) undated.push({ id });
    else dated.push({ id, second });
  }
  return { dated: dated.sort((a, b) => a.second - b.second), undated };
}

/**
 * The second since the epoch in which a record was created, read from its id: 24 hexadecimal digits, of which the first
 * eight count the seconds. Null for an id of another form, or when the second makes no sense.
 */
export function createdSecondOf(id: string, nowMs: number): number | null {
  if (!/^[0-9a-f]{24}$/.test(id)) return null;
  const second = Number.parseInt(id.slice(0, 8), 16);
  return second >= earliestSecond && second <= nowMs / 1000 + daySeconds ? second : null;
}
