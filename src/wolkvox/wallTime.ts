import { clockMs } from '../model/values/instants.js';
import { isWordForNothing } from '../model/values/nothing.js';

/** What a text that the CRM has in the place of a time says. */
export type WallTime =
  /** A time on the tenant's clock: milliseconds since the epoch, had that clock shown UTC. */
  | { readonly kind: 'wall'; readonly wallMs: number }
  /** A time that names its own offset. */
  | { readonly kind: 'instant'; readonly at: Date }
  /** No time: empty, or one of the ways to write zero. */
  | { readonly kind: 'none' }
  /** Text that is no time, or a time that no calendar has. */
  | { readonly kind: 'impossible' };

const clock = String.raw`(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?`;
/** The zone of an instant: `Z`, `-05:00`, `-0500` or `-05`, as PHP, Mongo and SQL write it. */
const offset = String.raw`(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${clock}$`);
const dayFirst = new RegExp(String.raw`^(\d{1,2})[-/](\d{1,2})[-/](\d{4})${clock}$`);
const compact = /^(\d{4})(\d{2})(\d{2})(?: (\d{2})(\d{2})(\d{2})?)?$/;
const behindOffset = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}.*?) ?${offset}$`, 'i');
const zeros = /^[0\-/: .T]+$/;

const none: WallTime = { kind: 'none' };
const impossible: WallTime = { kind: 'impossible' };

/**
 * Reads a time in any form the CRM writes: `2024-05-21 10:56:32`, `2024-05-21 10:56`, `2024-05-21`, `21-05-2024`,
 * `2024/5/27 10:1:18` in histories, `20240521 105632`. None of them names a zone; where one does, as in
 * `2024-05-21T10:56:32.000-05:00`, it is an instant, of the same calendar.
 */
export function parseWallTime(raw: string): WallTime {
  const plain = parsePlain(raw);
  if (plain !== null) return { kind: 'wall', wallMs: plain };
  const text = raw.trim();
  if (zeros.test(text) || isWordForNothing(text)) return none;
  const wallMs = toWallMs(text);
  if (wallMs !== undefined) return wallMs === null ? impossible : { kind: 'wall', wallMs };
  const [, local, utc, sign, hours, minutes = '0'] = behindOffset.exec(text) ?? [];
  const localMs = local === undefined ? null : toWallMs(local);
  const offsetMinutes = utc === undefined ? Number(hours) * 60 + Number(minutes) : 0;
  // No zone was ever further from UTC than sixteen hours.
  if (localMs === null || localMs === undefined || offsetMinutes > 16 * 60 || Number(minutes) > 59) return impossible;
  const ms = localMs + milliseconds(local) - (sign === '-' ? -1 : 1) * offsetMinutes * 60_000;
  return { kind: 'instant', at: new Date(ms) };
}

/** The usual form, `YYYY-MM-DD HH:MM:SS`, without a regular expression: rows have several, and pages hundreds of rows. */
function parsePlain(text: string): number | null {
  if (text.length !== 19 || text[4] !== '-' || text[7] !== '-' || text[10] !== ' ') return null;
  if (text[13] !== ':' || text[16] !== ':') return null;
  const century = twoDigits(text, 0);
  const time = {
    year: century * 100 + twoDigits(text, 2),
    month: twoDigits(text, 5),
    day: twoDigits(text, 8),
    hour: twoDigits(text, 11),
    minute: twoDigits(text, 14),
    second: twoDigits(text, 17),
  };
  // What is not a number here is not one within a time either; the other forms tell why.
  return clockMs(time);
}

/** NaN where there are others than digits. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** A fraction of a second counts where the instant is known; on a clock without a zone it never did. */
function milliseconds(local = ''): number {
  return Number(`${/\.(\d+)$/.exec(local)?.[1] ?? ''}000`.slice(0, 3));
}

/** Milliseconds as in `WallTime`; null for a time that no calendar has, undefined for text of another form. */
function toWallMs(text: string): number | null | undefined {
  const fields = yearFirst.exec(text) ?? compact.exec(text);
  if (fields !== null) return fromFields(fields[1], fields[2], fields[3], fields.slice(4));
  const reversed = dayFirst.exec(text);
  return reversed === null ? undefined : fromFields(reversed[3], reversed[2], reversed[1], reversed.slice(4));
}

function fromFields(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hour, minute, second]: readonly (string | undefined)[],
): number | null {
  return clockMs({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  });
}
