const quarterHourMs = 900_000;
const dayMs = 86_400_000;
const pad = (value: number): string => String(value).padStart(2, '0');

/** The calendar and clock reading of an instant in the tenant's zone. */
export interface LocalParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Whether the text names a zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Turns instants into the naive local texts that the vendor writes, and back, in one time zone. */
export class LocalTime {
  readonly #format: Intl.DateTimeFormat;
  /** Asking Intl costs tens of microseconds; keyed by midnights of UTC and, on days of change, quarter hours. */
  readonly #offsets = new Map<number, number>();

  /** Throws RangeError when the zone is not an IANA name. */
  constructor(readonly timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /** Milliseconds that local time is ahead of UTC at the instant. */
  offsetMs(instantMs: number): number {
    const day = Math.floor(instantMs / dayMs);
    const atStart = this.#knownOffset(day * dayMs);
    // No zone changes twice between two midnights, so equal ends mean the same all day.
    if (atStart === this.#knownOffset((day + 1) * dayMs)) return atStart;
    return this.#knownOffset(Math.floor(instantMs / quarterHourMs) * quarterHourMs);
  }

  #knownOffset(instantMs: number): number {
    const known = this.#offsets.get(instantMs);
    if (known !== undefined) return known;
    const name = this.#format.formatToParts(instantMs).find((part) => part.type === 'timeZoneName')?.value;
    const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name ?? '');
    const sign = match?.[1] === '-' ? -1 : 1;
    const seconds = Number(match?.[2] ?? 0) * 3600 + Number(match?.[3] ?? 0) * 60 + Number(match?.[4] ?? 0);
    const offset = sign * seconds * 1000;
    if (this.#offsets.size > 50_000) this.#offsets.clear();
    this.#offsets.set(instantMs, offset);
    return offset;
  }

  parts(instantMs: number): LocalParts {
    const shifted = new Date(instantMs + this.offsetMs(instantMs));
    return {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: shifted.getUTCHours(),
      minute: shifted.getUTCMinutes(),
      second: shifted.getUTCSeconds(),
    };
  }

  /** `YYYY-MM-DD` in the zone. */
  day(instantMs: number): string {
    const { year, month, day } = this.parts(instantMs);
    return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
  }

  /** `HH:MM:SS` in the zone. */
  timeOfDay(instantMs: number): string {
    const { hour, minute, second } = this.parts(instantMs);
    return `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  }

  /** `YYYY-MM-DD HH:MM:SS` in the zone: the form of every date on a record. */
  stamp(instantMs: number): string {
    return `${this.day(instantMs)} ${this.timeOfDay(instantMs)}`;
  }

  /** `YYYY/M/D H:M:S`, nothing padded: the form of dates in a case's history. */
  historyStamp(instantMs: number): string {
    const { year, month, day, hour, minute, second } = this.parts(instantMs);
    return `${year}/${month}/${day} ${hour}:${minute}:${second}`;
  }

  /** The instant of a local reading, in milliseconds; the earlier one where the zone's clocks repeat an hour. */
  instantMs(parts: LocalParts): number {
    const asUtc = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    const before = asUtc - this.offsetMs(asUtc - 86_400_000);
    return before + this.offsetMs(before) === asUtc ? before : asUtc - this.offsetMs(asUtc + 86_400_000);
  }

  /** The instant of a `YYYY-MM-DD HH:MM[:SS]` stamp in milliseconds; undefined for anything else. */
  parse(stamp: string): number | undefined {
    const match = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?$/.exec(stamp);
    if (match === null) return undefined;
    const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
    if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined)
      return undefined;
    const isPossible = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month <= 12;
    if (!isPossible || hour > 23 || minute > 59) return undefined;
    return this.instantMs({ year, month, day, hour, minute, second: Number(match[6] ?? 0) });
  }

  /** Milliseconds until the next local midnight. */
  untilMidnightMs(instantMs: number): number {
    const { year, month, day } = this.parts(instantMs);
    return this.instantMs({ year, month, day: day + 1, hour: 0, minute: 0, second: 0 }) - instantMs;
  }
}
