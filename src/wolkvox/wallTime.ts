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
const yearFirst = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${clock}$`);
const dayFirst = new RegExp(String.raw`^(\d{1,2})[-/](\d{1,2})[-/](\d{4})${clock}$`);
const compact = /^(\d{4})(\d{2})(\d{2})(?: (\d{2})(\d{2})(\d{2})?)?$/;
const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const zeros = /^[0\-/: .T]+$/;
const emptyWords = new Set(['', 'null', 'none', 'n/a']);

const none: WallTime = { kind: 'none' };
const impossible: WallTime = { kind: 'impossible' };

/**
 * Reads a time in any form the CRM writes: `2024-05-21 10:56:32`, `2024-05-21 10:56`, `2024-05-21`, `21-05-2024`,
 * `2024/5/27 10:1:18` in histories, `20240521 105632`. None of them names a zone.
 */
export function parseWallTime(raw: string): WallTime {
  const text = raw.trim();
  if (emptyWords.has(text.toLowerCase()) || zeros.test(text)) return none;
  if (withOffset.test(text)) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? impossible : { kind: 'instant', at };
  }
  const fields = yearFirst.exec(text) ?? compact.exec(text);
  if (fields !== null) return fromFields(fields[1], fields[2], fields[3], fields.slice(4));
  const reversed = dayFirst.exec(text);
  return reversed === null ? impossible : fromFields(reversed[3], reversed[2], reversed[1], reversed.slice(4));
}

function fromFields(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
  clockTexts: readonly (string | undefined)[],
): WallTime {
  const year = Number(yearText);
  const month = Number(monthText);
  const day = Number(dayText);
  const [hour = 0, minute = 0, second = 0] = clockTexts.map((text) => Number(text ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return impossible;
  // Date.UTC reads years below 100 as 19xx; the CRM did not exist then, nor before 1900.
  if (year < 1900) return impossible;
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(wallMs);
  // Date.UTC carries 30 February over into March.
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? { kind: 'wall', wallMs } : impossible;
}
