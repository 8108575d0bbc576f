import type { Json } from '../../model/Json.js';
import { isWritable } from '../../model/values/instants.js';
import { dayText, isDateFormat, parseDay, parseTime, timeText } from './days.js';
import type { FormField } from '../FormsManifest.js';
import { type Kind, meaningfulText, unreadable, Unwritable } from './Kind.js';

/** A day that databases write for none. */
const zeros = /^[0\-/.: T]+$/;

const formatOf = ({ format }: FormField) => (isDateFormat(format) ? format : null);

/** The text of a stored day; null where it means none. */
function dayStored(stored: Json): string | null {
  const text = meaningfulText(stored)?.trim() ?? '';
  return zeros.test(text) ? null : text;
}

/** A day without a time, as `YYYY-MM-DD` in the graph. It is written in the field's own format, once that is settled. */
export const date: Kind = {
  output: () => 'Date',
  input: (field) => (formatOf(field) === null ? null : 'Date'),
  read: (stored, field) => {
    const text = dayStored(stored);
    if (text === null) return null;
    const day = parseDay(text, formatOf(field));
    // A time of midnight says nothing more than the day.
    return day === null || timeText(day.wallMs) !== '00:00:00' ? unreadable : dayText(day.wallMs, 'YYYY-MM-DD');
  },
  write: (given, field) => {
    const format = formatOf(field);
    const day = typeof given === 'string' ? parseDay(given, 'YYYY-MM-DD') : null;
    return day === null || format === null ? new Unwritable() : dayText(day.wallMs, format);
  },
};

/** A time of the day, as `HH:mm:ss` in the graph and in the CRM. */
export const time: Kind = {
  output: () => 'LocalTime',
  input: () => 'LocalTime',
  read: (stored) => {
    const ms = parseTime(meaningfulText(stored) ?? '');
    return ms === null ? unreadable : timeText(ms);
  },
  write: (given) => {
    const ms = typeof given === 'string' ? parseTime(given) : null;
    return ms === null ? new Unwritable() : timeText(ms);
  },
};

/** An instant: the CRM has the time on the tenant's clock, the graph an offset with it. */
export const dateTime: Kind = {
  output: () => 'DateTime',
  input: (field) => (formatOf(field) === null ? null : 'DateTime'),
  read: (stored, field, { zone }) => {
    const text = dayStored(stored);
    if (text === null) return null;
    const at = parseDay(text, formatOf(field));
    if (at === null) return unreadable;
    const instant = zone.toInstant(at.wallMs);
    return isWritable(instant) ? instant : unreadable;
  },
  write: (given, field, { zone }) => {
    const format = formatOf(field);
    if (!(given instanceof Date) || format === null) return new Unwritable();
    const wallMs = zone.toWall(given.getTime());
    // Years outside these have no text in the CRM's form.
    const year = new Date(wallMs).getUTCFullYear();
    return year < 1900 || year > 9999 ? new Unwritable() : `${dayText(wallMs, format)} ${timeText(wallMs)}`;
  },
};
