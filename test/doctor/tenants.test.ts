import { afterEach, describe, expect, test } from '@jest/globals';
import { type EmulatorOptions, startEmulator, type Settings } from 'wolkvox-emulator';
import type { Finding, FindingId } from '../../src/doctor/Finding.js';
import { profileOf } from '../../src/doctor/profileOf.js';
import { renderReport } from '../../src/doctor/report.js';
import { runDoctor } from '../../src/composition/runDoctor.js';
import { parseTenantProfile } from '../../src/reading/capabilities/TenantProfile.js';
import { readDoctorSettings } from '../../src/server/settings/doctorSettings.js';
import { systemClock } from '../../src/wolkvox/systemClock.js';

type Emulator = Awaited<ReturnType<typeof startEmulator>>;
const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

interface Tenant {
  readonly settings?: Partial<Settings>;
  readonly options?: Omit<EmulatorOptions, 'settings'>;
  readonly environment?: Readonly<Record<string, string>>;
}

async function examineTenant({ settings = {}, options = {}, environment = {} }: Tenant, calls = 15) {
  const emulator = await startEmulator({ ...options, settings });
  running.push(emulator);
  const { findings, calls: spent } = await runDoctor({
    settings: readDoctorSettings({
      WOLKVOX_BASE_URL: emulator.url,
      WOLKVOX_OPERATION: emulator.operation,
      WOLKVOX_TOKEN: emulator.token,
      ...environment,
    }),
    calls,
    probeWriteFor: null,
    mayWrite: () => Promise.resolve(false),
    clock: systemClock,
  });
  const of = (id: FindingId): Finding => {
    const found = findings.find((each) => each.id === id);
    if (!found) throw new Error(`there is no finding ${id}`);
    return found;
  };
  return { emulator, findings, spent, of, value: (id: FindingId) => of(id).value };
}

/** What each quirk of a tenant has to be told as. */
const orders = { oldestFirst: 'oldestFirst', newestFirst: 'newestFirst', unordered: 'unknown' } as const;
const matchings = {
  exact: 'exact',
  caseInsensitive: 'foldCase',
  accentInsensitive: 'foldAccents',
  partial: 'partial',
} as const;
const zones = ['America/Bogota', 'America/Santiago', 'America/Mexico_City', 'America/Argentina/Buenos_Aires'] as const;
const pick = <T>(list: readonly T[], nth: number): T => {
  const item = list[nth % list.length];
  if (item === undefined) throw new Error('the list is empty');
  return item;
};

/** Forty-two tenants: every quirk of reading in changing company. */
const tenants = Array.from({ length: 42 }, (_, nth) => ({
  nth,
  timeZone: pick(zones, nth),
  setZone: pick(zones, nth + (nth % 5 === 0 ? 1 : 0)),
  settings: {
    order: pick(Object.keys(orders) as (keyof typeof orders)[], nth),
    matching: pick(Object.keys(matchings) as (keyof typeof matchings)[], nth + Math.floor(nth / 4)),
    fixedPageSize: nth % 6 === 5 ? 30 : null,
    paginationKeys: nth % 4 !== 3,
    pastEnd: pick(['empty', 'refuse', 'repeatLast'] as const, Math.floor(nth / 2)),
    queryDatesMatches: pick(['creation', 'modification', 'unavailable'] as const, nth + Math.floor(nth / 3)),
    queryDatesEnds: pick(['inclusive', 'exclusive'] as const, nth),
    queryDatesBareArray: nth % 7 === 0,
    activitiesReadable: nth % 5 !== 4,
  },
}));

describe('the doctor, with tenants of all kinds', () => {
  test('tells nearly all that can be told, and nothing wrong', async () => {
    let told = 0;
    let possible = 0;
    const wrong: string[] = [];
    for (const { nth, settings, timeZone, setZone } of tenants) {
      const { value, of, spent, emulator, findings } = await examineTenant({
        settings,
        options: { timeZone, seed: nth + 1 },
        environment: { WOLKVOX_TIME_ZONE: setZone },
      });
      expect(spent).toBeLessThanOrEqual(15);
      const ends = settings.queryDatesMatches === 'unavailable' ? null : settings.queryDatesEnds;
      const expected: Partial<Record<FindingId, unknown>> = {
        rowOrder: orders[settings.order],
        matching: matchings[settings.matching],
        pageLength: settings.fixedPageSize ?? 'asAsked',
        totals: settings.paginationKeys,
        pastTheEnd: settings.pastEnd === 'repeatLast' ? 'repeated' : 'empty',
        datesListBy: settings.queryDatesMatches,
        ...(ends !== null && { dateEnds: ends }),
        activitiesReadable: settings.activitiesReadable,
      };
      for (const [id, right] of Object.entries(expected) as [FindingId, unknown][]) {
        // A record without seconds in its time is a matter of luck.
        if (id === 'dateEnds' && of(id).status === 'unknown') continue;
        possible += 1;
        if (of(id).status === 'unknown') continue;
        told += 1;
        if (value(id) !== right) wrong.push(`${String(nth)} ${id}: ${String(value(id))} instead of ${String(right)}`);
      }
      possible += 1;
      if (of('timeZone').status !== 'unknown') told += 1;
      const isRightZone = timeZone === setZone;
      if ((of('timeZone').status === 'ok') !== isRightZone)
        wrong.push(`${String(nth)} timeZone: ${of('timeZone').seen.en}`);
      expect(parseTenantProfile(JSON.stringify(profileOf(findings)))).toMatchObject({ ok: true });
      expect(emulator.journal().filter(({ endpoint }) => /insert|update|delete/.test(endpoint))).toEqual([]);
    }
    expect(wrong).toEqual([]);
    expect(told / possible).toBeGreaterThanOrEqual(0.95);
  });
});

describe('the doctor', () => {
  test('tells an External token, a wrong one, a spent one and a wrong tenant apart', async () => {
    const { emulator } = await examineTenant({});
    const tell = async (environment: Readonly<Record<string, string>>): Promise<Finding> => {
      const { findings } = await runDoctor({
        settings: readDoctorSettings({
          WOLKVOX_BASE_URL: emulator.url,
          WOLKVOX_OPERATION: emulator.operation,
          WOLKVOX_TOKEN: emulator.token,
          ...environment,
        }),
        calls: 15,
        probeWriteFor: null,
        mayWrite: () => Promise.resolve(false),
        clock: systemClock,
      });
      const failed = findings.find(({ status }) => status === 'fail');
      if (!failed) throw new Error('nothing failed');
      return failed;
    };
    expect(await tell({ WOLKVOX_TOKEN: emulator.externalToken })).toMatchObject({ id: 'token', value: 'external' });
    expect(await tell({ WOLKVOX_TOKEN: 'of-nobody' })).toMatchObject({ id: 'token', value: 'refused' });
    expect(await tell({ WOLKVOX_OPERATION: 'another' })).toMatchObject({ id: 'operation' });
    emulator.configure({ dailyQuota: 0 });
    expect(await tell({})).toMatchObject({ id: 'token', value: 'spent' });
  });

  test('stops at the calls that it may spend, and says what stayed open', async () => {
    const { spent, of, emulator } = await examineTenant({}, 4);
    expect(spent).toBeLessThanOrEqual(4);
    expect(emulator.journal()).toHaveLength(spent);
    expect(of('token').status).toBe('ok');
    expect(of('matching').status).toBe('unknown');
  });

  test.each([1, 2])('tells whether %i calls at once are allowed', async (maxConcurrency) => {
    const { value } = await examineTenant({ settings: { maxConcurrency, latencyMs: 120 } });
    expect(value('simultaneousCalls')).toBe(maxConcurrency);
  });

  test('names no person, no token and no host in its report', async () => {
    const { findings, emulator, spent } = await examineTenant({ options: { duplicateContacts: 5 } });
    for (const language of ['es', 'en'] as const) {
      const report = renderReport(findings, spent, language);
      const rows = [...emulator.records('contacts'), ...emulator.records('cases')];
      const personal = rows
        .flatMap((row) => [row['emailcontact'], row['idcontact'], row['contactEmail'], row['contactIdentification']])
        .filter((text): text is string => typeof text === 'string' && text.length > 5);
      expect(personal.filter((text) => report.includes(text))).toEqual([]);
      expect(report).not.toContain(emulator.token);
      expect(report).not.toContain('127.0.0.1');
      expect(report.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });

  test.each([
    ['https://https://crm0001.wolkvox.com', 'https://crm0001.wolkvox.com'],
    ['http://crm0001.wolkvox.com', 'https://crm0001.wolkvox.com'],
    ['crm0001.wolkvox.com', 'https://crm0001.wolkvox.com'],
    ['https://crm0001.wolkvox.com/server/API/v2/', 'https://crm0001.wolkvox.com'],
    ['http://http://crm0001.wolkvox.com/x', 'https://crm0001.wolkvox.com'],
  ])('mends the address %s', (text, mended) => {
    const { baseUrl, addressProblem } = readDoctorSettings({ WOLKVOX_BASE_URL: text });
    expect(baseUrl?.origin).toBe(mended);
    expect(addressProblem).not.toBeNull();
  });

  test('knows the hosts that were retired, and addresses that are none', () => {
    expect(readDoctorSettings({ WOLKVOX_BASE_URL: 'https://sv0001.crmvox.com' }).addressProblem).toBe('retiredHost');
    expect(readDoctorSettings({ WOLKVOX_BASE_URL: 'https://' }).addressProblem).toBe('noAddress');
    expect(readDoctorSettings({}).addressProblem).toBe('missing');
    expect(readDoctorSettings({ WOLKVOX_BASE_URL: 'https://crm0001.wolkvox.com' }).addressProblem).toBeNull();
  });
});
