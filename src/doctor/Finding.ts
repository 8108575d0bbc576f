/** Every question the doctor asks, in the order of the report. The names are fixed: scripts read them. */
export const findingIds = [
  'baseUrl',
  'host',
  'tls',
  'firewall',
  'operation',
  'token',
  'quota',
  'clock',
  'timeZone',
  'rowOrder',
  'pageLength',
  'totals',
  'pastTheEnd',
  'matching',
  'datesListBy',
  'dateEnds',
  'activitiesReadable',
  'rowsCarry',
  'statusConditions',
  'vocabulary',
  'duplicates',
  'simultaneousCalls',
  'uniqueMarker',
] as const;
export type FindingId = (typeof findingIds)[number];

/** `ok`: as it should be. `warn`: worth a look. `fail`: stands in the way. `unknown`: cannot be told. */
export type FindingStatus = 'ok' | 'warn' | 'fail' | 'unknown';

/** A sentence in the two languages of the report. */
export interface Sentence {
  readonly es: string;
  readonly en: string;
}

/** The answer to one question, with its evidence. */
export interface Finding {
  readonly id: FindingId;
  readonly status: FindingStatus;
  /** What was seen: the evidence. */
  readonly seen: Sentence;
  /** What to do; null where nothing is to be done. */
  readonly do: Sentence | null;
  /** The answer for programs; null where it cannot be told. */
  readonly value: unknown;
}

type Answer = Omit<Finding, 'id' | 'status' | 'do' | 'value'> & Partial<Pick<Finding, 'do' | 'value'>>;

/** Makes a finding; what is left out is null. */
export function finding(id: FindingId, status: FindingStatus, { seen, ...answer }: Answer): Finding {
  return { id, status, seen, do: answer.do ?? null, value: answer.value ?? null };
}

/** A question that was not asked, or whose answer tells nothing. */
export function notTold(id: FindingId, seen: Sentence): Finding {
  return finding(id, 'unknown', { seen });
}

/** Said of a question that another answer keeps from being asked. */
export const notReached: Sentence = { es: 'no se llegó hasta ahí', en: 'it did not get that far' };
