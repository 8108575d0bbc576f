/** What a running emulator can be told to do differently. Each is a thing nobody knows about the vendor, or a limit. */
export interface Settings {
  /** Calls at once per token; one more is refused with 403. Null: no limit. */
  readonly maxConcurrency: number | null;
  /** Calls a day per token; what goes beyond is refused with 403. Null: no limit. */
  readonly dailyQuota: number | null;
  /** Calls per `ipWindowMs` from one address; null: no limit. */
  readonly ipLimit: number | null;
  readonly ipWindowMs: number;
  /** The status of what goes beyond `ipLimit`. */
  readonly ipLimitStatus: number;
  /** Milliseconds that every answer takes at least. */
  readonly latencyMs: number;
  /** Rows on a page for which no limit was asked. */
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  /** What happens to a limit above `maxPageSize`: taken for the maximum, or refused with 416. */
  readonly overLimit: 'clamp' | 'refuse';
  readonly order: 'oldestFirst' | 'newestFirst';
  readonly matching: 'exact' | 'caseInsensitive' | 'partial';
  /** What a search by an unknown field or module gives: a refusal with 400, or nothing found. */
  readonly unknownField: 'refuse' | 'empty';
  /** Whether answers of searches carry `page`, `Total records` and `Total pages`. */
  readonly paginationKeys: boolean;
  /** Whether custom/queryDates answers with a bare array. */
  readonly queryDatesBareArray: boolean;
  readonly queryDatesMatches: 'creation' | 'modification';
  /** Whether a record dated exactly `to` is in the range; one dated exactly `from` always is. */
  readonly queryDatesEnds: 'inclusive' | 'exclusive';
  /** The type of `code` in refusals; `likeSuccess` is what the endpoint uses when it succeeds. */
  readonly errorCode: 'likeSuccess' | 'string' | 'integer';
  /** The HTTP status of refusals: that of the body's code, or 200. */
  readonly errorHttpStatus: 'same' | 'ok';
  readonly errorLanguage: 'en' | 'es';
  /** Whether `idCase` is sent as a number of 17 or 18 digits. */
  readonly idCaseAsNumber: boolean;
  /** Whether objects without keys are sent as `[]`, as PHP does. */
  readonly emptyObjectsAsArrays: boolean;
  /** Whether creates return `" "` for every id, as in the vendor's samples. */
  readonly blankIds: boolean;
  /** Whether the module wolkvox_activities can be searched; no vendor page says so. */
  readonly activitiesReadable: boolean;
  /** Whether creating an activity returns the id of the record it hangs on. */
  readonly activityIdIsParent: boolean;
  /** Whether a call needs every field that the vendor's page lists as required. */
  readonly requireAllCallFields: boolean;
  /** What a write to a record that does not exist gives: a refusal with 404, or a success that changes nothing. */
  readonly missingRecord: 'refuse' | 'ignore';
  /** Whether a `wolkvox-token` in the body does where the header is missing. */
  readonly bodyToken: boolean;
  /** Milliseconds, on the emulator's clock, before a new record shows up in searches. */
  readonly readAfterWriteLagMs: number;
}

/** How a fresh emulator behaves. */
export const defaultSettings: Settings = {
  maxConcurrency: 2,
  dailyQuota: 12_000,
  ipLimit: null,
  ipWindowMs: 1_000,
  ipLimitStatus: 429,
  latencyMs: 0,
  defaultPageSize: 100,
  maxPageSize: 250,
  overLimit: 'clamp',
  order: 'oldestFirst',
  matching: 'exact',
  unknownField: 'refuse',
  paginationKeys: true,
  queryDatesBareArray: false,
  queryDatesMatches: 'creation',
  queryDatesEnds: 'inclusive',
  errorCode: 'likeSuccess',
  errorHttpStatus: 'same',
  errorLanguage: 'en',
  idCaseAsNumber: false,
  emptyObjectsAsArrays: true,
  blankIds: false,
  activitiesReadable: true,
  activityIdIsParent: false,
  requireAllCallFields: true,
  missingRecord: 'refuse',
  bodyToken: false,
  readAfterWriteLagMs: 0,
};
