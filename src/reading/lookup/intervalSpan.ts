import type { InstantSpan } from '../../model/search.js';

/** An id is made and a record is stamped by different machines. */
const slackMs = 5_000;
const minuteMs = 60_000;

/**
 * The minutes to ask for, so that everything created from one second to another is among them: whether the CRM includes
 * the ends of a range is not documented, so that neither end may matter.
 */
export function intervalSpan(firstSecond: number, lastSecond: number): InstantSpan {
  const from = Math.floor((firstSecond * 1000 - slackMs - 1) / minuteMs) * minuteMs;
  const to = (Math.floor((lastSecond * 1000 + slackMs) / minuteMs) + 1) * minuteMs;
  return { from: new Date(from), to: new Date(to) };
}
