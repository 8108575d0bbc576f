import type { SampleRow } from '../../wolkvox/diagnosis/SampleRow.js';
import { type Finding, finding, notTold } from '../Finding.js';

/** The zones of Latin America and its neighbours that are proposed, the likeliest of an offset first. */
const proposals = [
  'America/Bogota',
  'America/Mexico_City',
  'America/Santiago',
  'America/Argentina/Buenos_Aires',
  'America/Caracas',
  'America/Guatemala',
  'America/Santo_Domingo',
  'America/Sao_Paulo',
  'America/Asuncion',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Tijuana',
  'Europe/Madrid',
  'UTC',
] as const;

const minuteMs = 60_000;
/** A row may have been written some seconds after its id was made. */
const toleranceMs = 90_000;

/** What one row shows of the zone: the instant of its id, and the offset of the time beside it. */
interface OffsetSeen {
  readonly at: number;
  readonly offsetMs: number;
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
export type OffsetOf = (zone: string, at: number) => number;

/**
 * Whether the zone that is set fits the rows: an id begins with the second of creation in UTC, and the row carries the
 * same moment in local time, so that the difference is the offset.
 */
export function judgeTimeZone(rows: readonly SampleRow[], zone: string, offsetOf: OffsetOf): Finding {
  const seen = rows.flatMap(({ createdAtMs, createdWallMs }): OffsetSeen[] =>
    createdAtMs === null || createdWallMs === null ? [] : [{ at: createdAtMs, offsetMs: createdWallMs - createdAtMs }],
  );
  if (seen.length < 3) {
    return notTold('timeZone', {
      es: 'muy pocas filas llevan la hora de creación en su id',
      en: 'too few rows carry the time of creation in their id',
    });
  }
  const fits = (name: string): boolean => {
    const fitting = seen.filter(({ at, offsetMs }) => Math.abs(offsetMs - offsetOf(name, at)) <= toleranceMs);
    // A few rows may have been imported, with a time of another system.
    return fitting.length >= seen.length * 0.9;
  };
  const offsets = [...new Set(seen.map(({ offsetMs }) => Math.round(offsetMs / (15 * minuteMs)) * 15 * minuteMs))];
  const shown = offsets.length <= 2 ? offsets.map(offsetText).join(', ') : '…';
  const months = new Set(seen.map(({ at }) => new Date(at).getUTCMonth())).size;
  const evidence = {
    es: `${String(seen.length)} filas de ${String(months)} mes(es) del año: UTC${shown}`,
    en: `${String(seen.length)} rows of ${String(months)} month(s) of the year: UTC${shown}`,
  };
  if (fits(zone)) return finding('timeZone', 'ok', { seen: evidence, value: zone });
  const fitting = proposals.filter(fits);
  const [first] = fitting;
  if (first === undefined) {
    return offsets.length > 2
      ? notTold('timeZone', { es: 'las filas no concuerdan en una zona', en: 'the rows do not agree on a zone' })
      : finding('timeZone', 'fail', {
          seen: evidence,
          do: {
            es: 'use en WOLKVOX_TIME_ZONE una zona con esa diferencia',
            en: 'set WOLKVOX_TIME_ZONE to a zone with that offset',
          },
        });
  }
  const isOnlyOne = fitting.every((other) => areAlike(first, other, offsetOf));
  const names = fitting.slice(0, 4).join(', ');
  return finding('timeZone', 'fail', {
    seen: { es: `${evidence.es}; ${zone} no concuerda`, en: `${evidence.en}; ${zone} does not fit` },
    do: isOnlyOne
      ? { es: `use WOLKVOX_TIME_ZONE=${first}`, en: `set WOLKVOX_TIME_ZONE=${first}` }
      : {
          es: `use en WOLKVOX_TIME_ZONE la de su país: ${names}`,
          en: `set WOLKVOX_TIME_ZONE to your country's: ${names}`,
        },
    value: isOnlyOne ? first : null,
  });
}

/** Whether two zones show the same all year, so that the choice between them does not matter. */
function areAlike(one: string, other: string, offsetOf: OffsetOf): boolean {
  const year = Date.UTC(2026, 0, 1);
  const days = Array.from({ length: 12 }, (_, month) => year + month * 30 * 86_400_000);
  return days.every((at) => offsetOf(one, at) === offsetOf(other, at));
}

/** `-05:00`. */
function offsetText(ms: number): string {
  const minutes = Math.abs(ms) / minuteMs;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
