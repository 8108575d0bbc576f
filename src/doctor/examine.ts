import type { CrmProbe, ProbeAnswer } from '../wolkvox/diagnosis/CrmProbe.js';
import type { SampleRow } from '../wolkvox/diagnosis/SampleRow.js';
import type { CallPurse } from './CallPurse.js';
import { type Finding, findingIds, notReached, notTold } from './Finding.js';
import { judgeConnection } from './findings/connection.js';
import {
  judgeClock,
  judgeCredentials,
  judgeQuota,
  judgeSimultaneous,
  type SimultaneousTrial,
} from './findings/credentials.js';
import { type DateTrial, holds, judgeDateEnds, judgeDates } from './findings/dates.js';
import { type AskedPage, judgePageLength, judgePastTheEnd, judgeRowOrder, judgeTotals } from './findings/lists.js';
import { found, judgeMatching, type MatchingTrial, variantsOf } from './findings/matching.js';
import {
  isPlaceholder,
  judgeActivities,
  judgeDuplicates,
  judgeRowsCarry,
  judgeStatusConditions,
  judgeVocabulary,
} from './findings/rows.js';
import { judgeTimeZone, type OffsetOf } from './findings/timeZone.js';

export interface Examination {
  readonly probe: CrmProbe;
  readonly purse: CallPurse;
  readonly timeZone: string;
  readonly offsetOf: OffsetOf;
  readonly now: () => Date;
  /** Whether the server is this machine's own, asked without TLS. */
  readonly isPlain: boolean;
  /** `WOLKVOX_ACTIVITIES_READABLE`, where it is set. */
  readonly activitiesSetting: boolean | null;
}

/** What was found, and the rows it was found by. */
export interface Examined {
  readonly findings: readonly Finding[];
  readonly sample: readonly SampleRow[];
}

const examined = (findings: readonly Finding[], sample: readonly SampleRow[] = []): Examined => ({ findings, sample });

/** The types of case that every tenant has, as the vendor's search names them. Source: docs/upstream.md. */
const standardTypes = ['Request', 'Complaints', 'Claims', 'Suggestions'] as const;
/** Of different lengths, so that a CRM with pages of its own length shows itself. */
const firstLimit = 50;
const secondLimit = 40;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const outOfCalls = { es: 'no alcanzaron las llamadas (--calls)', en: 'the calls did not suffice (--calls)' };

/** Asks the CRM, each call on purpose, and judges what it has seen. Answers every question but those of the address. */
export async function examine(examination: Examination): Promise<Examined> {
  const { probe, purse, now, isPlain } = examination;
  if (!purse.affords(1)) return examined(complete([], outOfCalls));
  const token = await probe.tokenInformation();
  const connection = judgeConnection(token.failure, isPlain);
  if (token.failure !== null && token.failure.status === null) return examined(complete(connection, notReached));
  const basics = [...connection, judgeQuota(token), judgeClock(token.serverNow, now())];
  if (!purse.affords(1)) return examined(complete(basics, outOfCalls));

  const list = await findList(examination);
  const findings = [...basics, ...judgeCredentials(list.failure, token)];
  if (list.failure !== null) return examined(complete(findings, notReached));
  const records = await examineRecords(examination, list);
  return examined(complete([...findings, ...records.findings], outOfCalls), records.sample);
}

interface LongList {
  /** Why no list could be read at all; null for a list, be it empty. */
  readonly failure: ProbeAnswer['failure'];
  /** The value of `type case` that finds the list. */
  readonly type: string;
  readonly first: AskedPage | null;
}

/** The first standard type of case that has a full page; else the one with the most rows. */
async function findList({ probe, purse }: Examination): Promise<LongList> {
  let best: LongList | null = null;
  for (const type of standardTypes) {
    if (!purse.affords(1)) break;
    const answer = await probe.searchCases({ field: 'type', value: type }, { page: 1, limit: firstLimit });
    if (answer.failure !== null) return best ?? { failure: answer.failure, type, first: null };
    const rows = answer.rows.length;
    if (best === null || rows > (best.first?.answer.rows.length ?? 0)) {
      best = { failure: null, type, first: { limit: firstLimit, answer } };
    }
    const isLong = rows >= firstLimit || (answer.totalRecords ?? 0) > rows;
    if (isLong) break;
  }
  return best ?? { failure: null, type: standardTypes[0], first: null };
}

const usable = (answers: readonly (ProbeAnswer | null)[]): SampleRow[] =>
  answers.flatMap((answer) => answer?.rows.filter((row) => row !== null) ?? []);

async function examineRecords(examination: Examination, { type, first }: LongList): Promise<Examined> {
  const { probe, purse, timeZone, offsetOf } = examination;
  const ask = async (calls: number, question: () => Promise<ProbeAnswer>): Promise<ProbeAnswer | null> =>
    purse.affords(calls) ? question() : null;

  const wanted = { field: 'type', value: type } as const;
  const secondAnswer = await ask(1, () => probe.searchCases(wanted, { page: 2, limit: secondLimit }));
  const second = secondAnswer === null ? null : { limit: secondLimit, answer: secondAnswer };
  const listed = usable([first?.answer ?? null, secondAnswer]);
  // A status has cases of all types, the tenant's own among them, and of more months.
  const status = commonest(listed.flatMap(({ record }) => record.status?.name ?? []));
  const mixed =
    status === null
      ? null
      : await ask(1, () => probe.searchCases({ field: 'status', value: status }, { page: 1, limit: 250 }));
  const rows = distinct([...listed, ...usable([mixed])]);
  const [sought = null] = rows;

  const behind =
    sought === null
      ? null
      : await ask(1, () => probe.searchCases({ field: 'id', value: sought.record.id }, { page: 2, limit: firstLimit }));
  const activities =
    sought === null
      ? null
      : await ask(1, () =>
          probe.searchActivities({ field: 'subjectId', value: sought.record.id }, { page: 1, limit: 1 }),
        );
  const dates = await tryDates(examination, rows);
  const matching = await tryMatching(examination, rows);
  const both = purse.affords(2) ? await tryBoth(examination, wanted) : null;
  const pages = [first, second].filter((page) => page !== null);
  const findings = [
    judgeTimeZone(rows, timeZone, offsetOf),
    judgeRowOrder(first),
    judgePageLength(first, second),
    judgeTotals(pages),
    judgePastTheEnd(sought, behind),
    judgeMatching(matching),
    judgeDates(dates),
    judgeDateEnds(dates),
    judgeActivities(activities, examination.activitiesSetting),
    judgeRowsCarry(rows),
    judgeStatusConditions(rows),
    judgeVocabulary(rows),
    judgeDuplicates(rows, rows.filter(({ contactDocument }) => isPlaceholder(contactDocument ?? '')).length),
    judgeSimultaneous(both),
  ];
  return { findings, sample: rows };
}

/** The text that comes most often; null where there is none. */
function commonest(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

function distinct(rows: readonly SampleRow[]): readonly SampleRow[] {
  return [...new Map(rows.map((row) => [row.record.id, row])).values()];
}

/** Asks for spans of time around a record that was changed on another day than it was created. */
async function tryDates({ probe, purse }: Examination, rows: readonly SampleRow[]): Promise<DateTrial | null> {
  const changed = rows.find(
    ({ createdWallMs, updatedWallMs }) =>
      createdWallMs !== null && updatedWallMs !== null && updatedWallMs - createdWallMs > 2 * dayMs,
  );
  const subject = changed ?? rows.find(({ createdWallMs }) => createdWallMs !== null);
  if (subject === undefined || subject.createdWallMs === null || !purse.affords(1)) return null;
  const page = { page: 1, limit: firstLimit };
  const around = (wallMs: number): Promise<ProbeAnswer> => {
    const minute = Math.floor(wallMs / minuteMs) * minuteMs;
    return probe.listCases(minute - minuteMs, minute + 2 * minuteMs, page);
  };
  const aroundCreation = await around(subject.createdWallMs);
  const canGoOn = aroundCreation.failure === null;
  const changedAt = changed?.updatedWallMs ?? null;
  const aroundChange = canGoOn && changedAt !== null && purse.affords(1) ? await around(changedAt) : null;
  const ending = canGoOn && purse.affords(1) ? await tryEnd(probe, rows, aroundCreation, aroundChange, subject) : null;
  return { aroundCreation, aroundChange, ending, id: subject.record.id };
}

/** Asks for a span that ends with the minute by which a record is listed, best one whose time has no seconds. */
async function tryEnd(
  probe: CrmProbe,
  rows: readonly SampleRow[],
  aroundCreation: ProbeAnswer,
  aroundChange: ProbeAnswer | null,
  { record }: SampleRow,
): Promise<DateTrial['ending']> {
  const isByChange = !holds(aroundCreation, record.id) && aroundChange !== null && holds(aroundChange, record.id);
  if (!isByChange && !holds(aroundCreation, record.id)) return null;
  const dated = rows.flatMap((row) => {
    const wallMs = isByChange ? row.updatedWallMs : row.createdWallMs;
    return wallMs === null ? [] : [{ id: row.record.id, wallMs }];
  });
  const subject = dated.find(({ wallMs }) => wallMs % minuteMs === 0) ?? dated[0];
  if (subject === undefined) return null;
  const minute = Math.floor(subject.wallMs / minuteMs) * minuteMs;
  const answer = await probe.listCases(minute - minuteMs, minute, { page: 1, limit: firstLimit });
  return { answer, id: subject.id, isOnTheEnd: subject.wallMs === minute };
}

/** Two large pages at once, and for how long both were under way. */
async function tryBoth(
  { probe, now }: Examination,
  wanted: { readonly field: 'type'; readonly value: string },
): Promise<SimultaneousTrial> {
  const startedAt = now().getTime();
  const endedAt: number[] = [];
  const answers = await Promise.all(
    [1, 2].map(async (page) => {
      const answer = await probe.searchCases(wanted, { page, limit: 250 });
      endedAt.push(now().getTime());
      return answer;
    }),
  );
  return { answers, overlapMs: Math.min(...endedAt) - startedAt };
}

/** Searches for one known contact's name in different spellings. */
async function tryMatching({ probe, purse }: Examination, rows: readonly SampleRow[]): Promise<MatchingTrial | null> {
  const named = rows.flatMap(({ record }) => {
    const name = record.contact?.name ?? null;
    return name === null || Array.from(name).length < 6 ? [] : [{ id: record.id, name }];
  });
  // A name with an accent tells most.
  const subject = named.find(({ name }) => variantsOf(name).withoutAccents !== null) ?? named[0];
  if (subject === undefined) return null;
  const variants = variantsOf(subject.name);
  const look = async (value: string | null): Promise<boolean | null> => {
    if (value === null || !purse.affords(1)) return null;
    return found(await probe.searchCases({ field: 'contactName', value }, { page: 1, limit: 250 }), subject.id);
  };
  const cutShort = await look(variants.cutShort);
  // What finds a part finds the rest as well.
  if (cutShort === true) return { asStored: null, inCapitals: null, withoutAccents: null, cutShort };
  const withoutAccents = await look(variants.withoutAccents);
  const inCapitals = withoutAccents === true ? null : await look(variants.inCapitals);
  // That nothing was found says something only where the name itself is found.
  const asStored = withoutAccents === true || inCapitals === true ? null : await look(subject.name);
  return { asStored, inCapitals, withoutAccents, cutShort };
}

/** Every question in the report's order; those without an answer say why. The address is judged elsewhere. */
function complete(findings: readonly Finding[], whyNot: Finding['seen']): readonly Finding[] {
  const byId = new Map(findings.map((each) => [each.id, each]));
  return findingIds
    .filter((id) => id !== 'baseUrl' && id !== 'uniqueMarker')
    .map((id) => byId.get(id) ?? notTold(id, whyNot));
}
