import type { CaseRecord } from '../model/CaseRecord.js';
import type { InstantSpan } from '../model/search.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How far the CRM's clock may be behind this one's when the first poll is made. */
const lookBackMs = 2 * minuteMs;
/** How much later than its time of creation a case may appear. */
const overlapMs = minuteMs;

/** By which date the CRM lists a span of time. */
export type ListedBy = 'creation' | 'modification';

/**
 * Which span of time the next poll asks for: from a little before the latest case that was seen, on the CRM's own clock,
 * to beyond the present, so that neither clock has to be right. Rows that were seen before come again; their ids tell.
 */
export class PollWindow {
  #latest = -Infinity;

  /** `startedAt` in milliseconds since the epoch: nothing older than a little before it is looked for. */
  constructor(readonly startedAt: number) {}

  /** The span of a poll made now. The CRM reads spans to the minute, so that they are whole minutes. */
  span(now: number): InstantSpan {
    const from = Math.max(this.startedAt - lookBackMs, this.#latest - overlapMs);
    return { from: new Date(toMinute(from)), to: new Date(toMinute(now) + dayMs) };
  }

  /** Moves on behind rows that were seen. A row from the future moves it no further than the present. */
  onRows(rows: readonly CaseRecord[], listedBy: ListedBy, now: number): void {
    for (const row of rows) {
      const at = timeOf(row, listedBy)?.getTime() ?? -Infinity;
      this.#latest = Math.max(this.#latest, Math.min(at, now));
    }
  }
}

/** The date by which a row is listed. */
export function timeOf({ createdAt, updatedAt }: CaseRecord, listedBy: ListedBy): Date | null {
  return listedBy === 'creation' ? createdAt : (updatedAt ?? createdAt);
}

function toMinute(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}
