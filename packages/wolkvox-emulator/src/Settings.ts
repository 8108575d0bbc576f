import type { ObjectReader } from './control/ObjectReader.js';
import { choice, flag, limit, names, type Quirk, word, wholeNumber, wordings } from './Quirk.js';

/**
 * What a running emulator can be told to do differently: the one table that the options, the control path and the page
 * of the package are made from. Each line is a thing that nobody knows about the vendor, or in which tenants differ.
 */
export const quirks = {
  maxConcurrency: limit(2, 1, 'calls at once per token; one more is refused with 403'),
  dailyQuota: limit(12_000, 0, 'calls a day per token; what goes beyond is refused with 403'),
  ipLimit: limit(null, 1, 'calls per `ipWindowMs` from one address'),
  ipWindowMs: wholeNumber(1_000, 1, 'milliseconds'),
  ipLimitStatus: wholeNumber(429, 400, 'what goes beyond `ipLimit` is answered with'),
  latencyMs: wholeNumber(0, 0, 'milliseconds that every answer takes at least; writes are stored before'),

  defaultPageSize: wholeNumber(100, 1, 'rows on a page for which no limit was asked'),
  maxPageSize: wholeNumber(250, 1, 'most rows on a page'),
  overLimit: choice(['clamp', 'refuse'], 'a limit above `maxPageSize`: taken for it, or refused with 416'),
  fixedPageSize: limit(null, 1, 'rows on every page, whatever limit is asked for'),
  maxDepth: limit(null, 1, 'a page is refused with 416 where its number times its length is more than this'),
  pastEnd: choice(
    ['empty', 'refuse', 'repeatLast'],
    'a page past the last one: without rows, refused with 416, or the last one again',
  ),
  paginationKeys: flag(true, 'whether searches say `page`, `Total records` and `Total pages`'),
  order: choice(
    ['oldestFirst', 'newestFirst', 'unordered'],
    'of what is found; `unordered` is always the same order and none that means anything',
  ),
  matching: choice(
    ['exact', 'caseInsensitive', 'accentInsensitive', 'partial'],
    'of searches; `accentInsensitive` ignores letter case too, and so does `partial`',
  ),
  unknownField: choice(['refuse', 'empty'], 'a search by an unknown field or module: 400, or nothing found'),
  rowBytes: limit(null, 1, 'bytes that each row has at least: a long custom field `Observaciones` fills it up'),

  queryDatesMatches: choice(
    ['creation', 'modification', 'unavailable'],
    'the date that `custom/queryDates` looks at; `unavailable` answers 404',
  ),
  queryDatesEnds: choice(
    ['inclusive', 'exclusive'],
    'whether a record dated exactly `to` is in the range; one dated exactly `from` always is',
  ),
  queryDatesBareArray: flag(false, '`custom/queryDates` answers with the rows alone, without an envelope'),
  activitiesReadable: flag(true, 'whether `wolkvox_activities` can be searched; no vendor page says so'),
  failingModules: names('modules whose searches answer 500 while the others work, such as `wolkvox_activities`'),

  errorCode: choice(
    ['likeSuccess', 'string', 'integer'],
    'the type of `code` in refusals: that of the script’s successes, or always one',
  ),
  errorHttpStatus: choice(['same', 'ok'], 'refusals with their own HTTP status, or with 200'),
  errorLanguage: choice(['en', 'es'], 'the language of their texts'),
  refusals: wordings('other codes and texts for kinds of refusal, such as that of a spent or wrong token'),

  idCaseAsNumber: flag(false, '`idCase` as a number of 17 or 18 digits'),
  emptyObjectsAsArrays: flag(true, 'objects without keys as `[]`, as PHP has it'),
  wordForNothing: word('stands where records hold `""` or null: `N/A`, `-`, `null`'),
  storedEmails: choice(['asSent', 'lowerCase'], 'how e-mails that are written to contacts and companies are stored'),

  blankIds: flag(false, 'creates return `" "` for every id, as in the vendor’s samples'),
  activityIdIsParent: flag(false, 'creating an activity returns the id of the record it hangs on'),
  requireAllCallFields: flag(true, 'a call needs every field that the vendor’s page lists'),
  missingRecord: choice(['refuse', 'ignore'], 'writes to unknown records: 404, or a success that changes nothing'),
  bodyToken: flag(false, 'a `wolkvox-token` in the body does where the header is missing'),
  readAfterWriteLagMs: wholeNumber(0, 0, 'milliseconds of the emulator’s clock before a new record shows in searches'),
} as const satisfies Readonly<Record<string, Quirk<unknown>>>;

type ValueOf<Q> = Q extends Quirk<infer T> ? T : never;

/** The value of every quirk. */
export type Settings = { readonly [Name in keyof typeof quirks]: ValueOf<(typeof quirks)[Name]> };

const lines = Object.entries<Quirk<unknown>>(quirks);

/** How a fresh emulator behaves. */
export const defaultSettings = Object.fromEntries(lines.map(([name, { initial }]) => [name, initial])) as Settings;

/** The settings that are there to be read, by name. Throws InputError naming what is wrong. */
export function readSettings(reader: ObjectReader): Partial<Settings> {
  const given = lines.map(([name, quirk]) => [name, quirk.read(reader, name)] as const);
  reader.end();
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
