/** The first and the last instant that RFC 3339 can write at UTC: its years have four digits. */
const firstMs = Date.parse('0000-01-01T00:00:00.000Z');
const lastMs = Date.parse('9999-12-31T23:59:59.999Z');
const dayMs = 86_400_000;

/** Whether RFC 3339 has a text for an instant at UTC. False for an instant that is none. */
export function isWritable(instant: Date): boolean {
  const ms = instant.getTime();
  return ms >= firstMs && ms <= lastMs;
}

const rememberedDays = 4_096;
const dayTexts = new Map<number, string>();

/** An instant as RFC 3339 has it at UTC, to the millisecond; null where `isWritable` is false. */
export function instantText(instant: Date): string | null {
  if (!isWritable(instant)) return null;
  const ms = instant.getTime();
  const day = Math.floor(ms / dayMs);
  const rest = ms - day * dayMs;
  // The engine's own way takes several times as long, and a list has hundreds of instants on a few days.
  const time = `${digits(rest / 3_600_000, 2)}:${digits((rest / 60_000) % 60, 2)}:${digits((rest / 1_000) % 60, 2)}`;
  return `${dayText(day)}T${time}.${digits(rest % 1_000, 3)}Z`;
}

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * dayMs).toISOString().slice(0, 10);
  if (dayTexts.size >= rememberedDays) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

function digits(value: number, count: number): string {
  return String(Math.floor(value)).padStart(count, '0');
}

/** Whether an instant has a four-digit year on every clock on earth, and one in which a CRM can have anything to do. */
export function isOnEveryCalendar(instant: Date): boolean {
  const ms = instant.getTime();
  return ms >= Date.UTC(1900, 0, 2) && ms <= lastMs - dayMs;
}

/** A day and a time of it, as a clock shows them. */
export interface ClockTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * Milliseconds since the epoch, had the clock shown UTC. Null for a time that no clock shows, a day that no calendar
 * has, such as 30 February, and a year before 1900: no CRM existed then.
 */
export function clockMs({ year, month, day, hour, minute, second }: ClockTime): number | null {
  if (hour > 23 || minute > 59 || second > 59 || year < 1900 || year > 9999) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  // Date.UTC carries 30 February over into March.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : null;
}
