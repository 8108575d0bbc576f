import { createdSecondOf } from '../reading/lookup/intervals.js';

/** What a row has to tell for its zone to be judged. */
export interface DatedRow {
  readonly id: string;
  readonly createdAt?: Date | null;
}

/** Whether the CRM's times are in the zone that is set; `offByMinutes` is by how much they are later than they should be. */
export type ZoneVerdict =
  | { readonly zone: 'agrees' | 'unknown'; readonly offByMinutes: null }
  | { readonly zone: 'differs'; readonly offByMinutes: number };

/** Offsets of zones are multiples of this. */
const stepMinutes = 15;
/** A record gets its id at most so long before or after its time of creation is written down. */
const toleranceMinutes = 5;

const unknown: ZoneVerdict = { zone: 'unknown', offByMinutes: null };

/**
 * Judges the zone by the newest row: its id begins with the second of creation in UTC, and its time of creation was read
 * with the zone that is set. Says `unknown` where no row tells, or where the difference is no difference of zones.
 */
export function judgeZone(rows: readonly (DatedRow | null)[], nowMs: number): ZoneVerdict {
  const dated = rows.flatMap((row) => {
    const second = row === null ? null : createdSecondOf(row.id, nowMs);
    return second === null || !row?.createdAt ? [] : [{ idMs: second * 1_000, readMs: row.createdAt.getTime() }];
  });
  const newest = dated.reduce<(typeof dated)[number] | null>(
    (latest, row) => (latest === null || row.idMs > latest.idMs ? row : latest),
    null,
  );
  if (newest === null) return unknown;
  const minutes = (newest.readMs - newest.idMs) / 60_000;
  const offByMinutes = Math.round(minutes / stepMinutes) * stepMinutes;
  if (Math.abs(minutes - offByMinutes) > toleranceMinutes || Math.abs(offByMinutes) > 24 * 60) return unknown;
  return offByMinutes === 0 ? { zone: 'agrees', offByMinutes: null } : { zone: 'differs', offByMinutes };
}
