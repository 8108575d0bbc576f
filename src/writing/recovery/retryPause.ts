const firstPauseMs = 4000;
const longestPauseMs = 24 * 3_600_000;
/** In the first hour an outage of the CRM is waited out: it is asked again so soon. */
const outagePauseMs = 15_000;
const outageMs = 3_600_000;
/** After that hour the pause is this part of the time for which the write has been open. */
const unreadableShare = 1 / 4;

/**
 * How long to wait before an open write is looked for again, in milliseconds. It grows with the time for which the write
 * has been open, so that restarts do not begin anew: each look doubles it, up to one a day.
 */
export function retryPauseMs({
  openMs,
  isUnreadable,
}: {
  /** For how long nobody has been able to tell what became of the write. */
  readonly openMs: number;
  /** Whether the last look failed because the CRM could not be read. */
  readonly isUnreadable: boolean;
}): number {
  const grown = Math.min(longestPauseMs, Math.max(firstPauseMs, openMs));
  if (!isUnreadable) return grown;
  if (openMs < outageMs) return Math.min(outagePauseMs, grown);
  return Math.min(longestPauseMs, openMs * unreadableShare);
}
