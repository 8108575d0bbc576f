import { clockMs } from '../../model/values/instants.js';
import { type DateFormat, dateFormats } from '../FormsManifest.js';

/** A day and a time as a text shows them. */
export interface WallText {
  /** Milliseconds since the epoch, had the clock shown UTC. */
  readonly wallMs: number;
  readonly hasTime: boolean;
}

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const dayAndTime = /^(\S+)(?:(?:[T ]|\s+)(\d{1,2}:\d{2}(?::\d{2})?)(?:\.0+)?)?$/;
const dayMs = 86_400_000;

/** Whether a text names one of the orders in which a day is written. */
export function isDateFormat(format: string | undefined): format is DateFormat {
  return dateFormats.some((known) => known === format);
}

/**
 * The time that a text shows in the field's format. Without a format only what every order reads the same, or what one
 * order alone can read, such as a day above 12; null otherwise.
 */
export function parseDay(text: string, format: DateFormat | null): WallText | null {
  const [, day = '', time] = dayAndTime.exec(text.trim().replace('T', ' ')) ?? [];
  const readings = new Set((format === null ? dateFormats : [format]).flatMap((each) => readAs(day, each) ?? []));
  const [wallMs] = readings;
  if (wallMs === undefined || readings.size > 1) return null;
  const ofDay = time === undefined ? 0 : parseTime(time);
  return ofDay === null ? null : { wallMs: wallMs + ofDay, hasTime: time !== undefined };
}

/** The one format that a text can be in; null where several would do, or none. */
export function dateFormatShownBy(text: string): DateFormat | null {
  const [, day = ''] = dayAndTime.exec(text.trim().replace('T', ' ')) ?? [];
  const possible = dateFormats.filter((each) => readAs(day, each) !== null);
  const [only = null] = possible;
  return possible.length === 1 ? only : null;
}

/** Milliseconds since midnight of `H:mm` or `H:mm:ss`; null for what no clock shows. */
export function parseTime(text: string): number | null {
  const [, hour = '', minute = '', second = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim()) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
}

/** A day in a format. */
export function dayText(wallMs: number, format: DateFormat): string {
  const [year = '', month = '', day = ''] = new Date(wallMs).toISOString().slice(0, 10).split('-');
  return format.replace('YYYY', year).replace('MM', month).replace('DD', day);
}

/** A time of the day as `HH:mm:ss`. */
export function timeText(wallMs: number): string {
  return new Date(((wallMs % dayMs) + dayMs) % dayMs).toISOString().slice(11, 19);
}

function readAs(text: string, format: DateFormat): number | null {
  const isYearFirst = format.startsWith('YYYY');
  const parts = (isYearFirst ? yearFirst : yearLast).exec(text);
  if (parts === null) return null;
  const [first, second] = isYearFirst ? [parts[3], parts[4]] : [parts[1], parts[3]];
  const isMonthFirst = format.indexOf('MM') < format.indexOf('DD');
  return clockMs({
    year: Number(isYearFirst ? parts[1] : parts[4]),
    month: Number(isMonthFirst ? first : second),
    day: Number(isMonthFirst ? second : first),
    hour: 0,
    minute: 0,
    second: 0,
  });
}
