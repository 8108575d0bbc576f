/** Longer than this nobody is believed: the CRM is asked again, once, to see whether it still means it. */
const maxWaitMs = 300_000;
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds from `now`; null when it is absent or makes no sense.
 * Takes seconds, whole or not, and dates; what lies in the past is no wait.
 */
export function parseRetryAfter(header: string, now: number): number | null {
  const text = header.trim();
  const waitMs = /^[+-]?\d+(?:\.\d+)?$/.test(text)
    ? Number(text) * 1_000
    : httpDate.test(text)
      ? Date.parse(text) - now
      : NaN;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), maxWaitMs);
}
