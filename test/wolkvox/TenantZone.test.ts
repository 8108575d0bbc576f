import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';

import { createdBetweenBody } from '../../src/wolkvox/requests/readBodies.js';
import { TenantZone } from '../../src/wolkvox/TenantZone.js';
import { parseWallTime } from '../../src/wolkvox/wallTime.js';
import { propertyRuns } from '../support/propertyRuns.js';

const zoneNames = [
  'America/Bogota',
  'America/New_York',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'America/Caracas',
  'Europe/Madrid',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC',
];
const zones = new Map(zoneNames.map((name) => [name, new TenantZone(name)]));

function zoneNamed(name: string): TenantZone {
  const zone = zones.get(name);
  if (zone === undefined) throw new Error(name);
  return zone;
}

/** What luxon makes of a time on the wall: every instant at which clocks show it, earliest first. */
function instantsByLuxon(wallMs: number, zone: string): readonly number[] {
  const shown = new Date(wallMs).toISOString().slice(0, 19);
  return DateTime.fromISO(shown, { zone })
    .getPossibleOffsets()
    .filter((time) => time.toFormat("yyyy-MM-dd'T'HH:mm:ss") === shown)
    .map((time) => time.toMillis())
    .sort((a, b) => a - b);
}

function instantOf(text: string, zone: string): string {
  const time = parseWallTime(text);
  if (time.kind !== 'wall') throw new Error(time.kind);
  return zoneNamed(zone).toInstant(time.wallMs).toISOString();
}

describe('a time on the tenant’s clock', () => {
  test('is the instant that luxon knows for it, the earlier of two, in every zone from 1990 to 2037', () => {
    const second = fc.integer({ min: Date.UTC(1990, 0) / 1_000, max: Date.UTC(2037, 0) / 1_000 });
    fc.assert(
      fc.property(second, fc.constantFrom(...zoneNames), (seconds, name) => {
        const wallMs = seconds * 1_000;
        const [earliest] = instantsByLuxon(wallMs, name);
        if (earliest !== undefined) expect(zoneNamed(name).toInstant(wallMs).getTime()).toBe(earliest);
      }),
      { numRuns: propertyRuns(3_000) },
    );
  });

  test('is right for every quarter of an hour around the days on which clocks change', () => {
    const changes: readonly [string, number][] = [
      ['America/New_York', Date.UTC(2024, 2, 10)],
      ['America/New_York', Date.UTC(2024, 10, 3)],
      ['America/Santiago', Date.UTC(2024, 8, 8)],
      ['America/St_Johns', Date.UTC(2006, 9, 29)],
      ['Australia/Lord_Howe', Date.UTC(2024, 3, 7)],
      ['America/Caracas', Date.UTC(2016, 4, 1)],
      ['Pacific/Apia', Date.UTC(2011, 11, 30)],
    ];
    for (const [name, day] of changes) {
      for (let quarter = -288; quarter < 288; quarter += 1) {
        const wallMs = day + quarter * 900_000;
        const [earliest] = instantsByLuxon(wallMs, name);
        if (earliest !== undefined) expect(zoneNamed(name).toInstant(wallMs).getTime()).toBe(earliest);
      }
    }
  });

  test('means Bogota’s noon where it says noon in Bogota', () => {
    expect(instantOf('2024-05-21 12:00:00', 'America/Bogota')).toBe('2024-05-21T17:00:00.000Z');
  });

  test('that comes twice means the earlier instant', () => {
    expect(instantOf('2024-11-03 01:30:00', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z');
    expect(instantOf('2024-10-27 02:30:00', 'Europe/Madrid')).toBe('2024-10-27T00:30:00.000Z');
  });

  test('that never comes means as much later as the clocks went forward', () => {
    expect(instantOf('2024-03-10 02:30:00', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
    expect(instantOf('2024-09-08 00:30:00', 'America/Santiago')).toBe('2024-09-08T04:30:00.000Z');
    expect(instantOf('2011-12-30 10:00:00', 'Pacific/Apia')).toBe('2011-12-30T20:00:00.000Z');
  });
});

describe('an instant', () => {
  test('shown on the tenant’s clock and read again is the same instant, but for times that come twice', () => {
    const second = fc.integer({ min: Date.UTC(1990, 0) / 1_000, max: Date.UTC(2037, 0) / 1_000 });
    fc.assert(
      fc.property(second, fc.constantFrom(...zoneNames), (seconds, name) => {
        const instant = new Date(seconds * 1_000);
        const zone = zoneNamed(name);
        expect(zone.toText(instant)).toBe(DateTime.fromJSDate(instant, { zone: name }).toFormat('yyyy-MM-dd HH:mm:ss'));
        const readAgain = zone.toInstant(zone.toWall(instant.getTime())).getTime();
        expect(readAgain).toBeLessThanOrEqual(instant.getTime());
        expect(zone.toWall(readAgain)).toBe(zone.toWall(instant.getTime()));
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('is followed by the tenant’s midnight', () => {
    const noon = Date.UTC(2024, 4, 21, 17);
    expect(zoneNamed('America/Bogota').nextMidnight(noon).toISOString()).toBe('2024-05-22T05:00:00.000Z');
    const midnight = Date.UTC(2024, 4, 22, 5);
    expect(zoneNamed('America/Bogota').nextMidnight(midnight).toISOString()).toBe('2024-05-23T05:00:00.000Z');
  });
});

test('a zone that does not exist is refused', () => {
  expect(() => new TenantZone('America/Bogotá')).toThrow(RangeError);
});

describe('the text of a time', () => {
  const wall = (...parts: [number, number, number, number?, number?, number?]) => {
    const [year, month, day, ...clock] = parts;
    return { kind: 'wall', wallMs: Date.UTC(year, month - 1, day, ...clock) };
  };

  test.each([
    ['2024-05-21 10:56:32', wall(2024, 5, 21, 10, 56, 32)],
    ['2024-05-21 10:56', wall(2024, 5, 21, 10, 56)],
    ['2024-05-21', wall(2024, 5, 21)],
    ['21-05-2024', wall(2024, 5, 21)],
    ['21/05/2024 7:05', wall(2024, 5, 21, 7, 5)],
    ['2024/5/27 10:1:18', wall(2024, 5, 27, 10, 1, 18)],
    ['20240521 105632', wall(2024, 5, 21, 10, 56, 32)],
    ['20240521', wall(2024, 5, 21)],
    [' 2024-05-21T10:56:32.123 ', wall(2024, 5, 21, 10, 56, 32)],
    ['2024-02-29 00:00:00', wall(2024, 2, 29)],
  ])('is read in the form %s (rows 17 and 24)', (text, expected) => {
    expect(parseWallTime(text)).toEqual(expected);
  });

  test('that names its own offset is an instant', () => {
    expect(parseWallTime('2024-05-21T10:56:32-05:00')).toEqual({
      kind: 'instant',
      at: new Date('2024-05-21T15:56:32Z'),
    });
    expect(parseWallTime('2024-05-21T10:56Z')).toEqual({ kind: 'instant', at: new Date('2024-05-21T10:56:00Z') });
    for (const text of ['2024-05-21T10:56:32.250-0500', '2024-05-21 10:56:32.25-05', '2024-05-21T15:56:32.2500Z']) {
      expect(parseWallTime(text)).toEqual({ kind: 'instant', at: new Date('2024-05-21T15:56:32.250Z') });
    }
  });

  test.each(['', '  ', 'null', 'None', 'n/a', '0000-00-00', '0000-00-00 00:00:00', '00/00/0000'])(
    '%j is no time',
    (text) => {
      expect(parseWallTime(text)).toEqual({ kind: 'none' });
    },
  );

  test.each([
    '2023-02-29 10:00:00',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-05-21 24:00:00',
    '2024-05-21 10:60',
    '2024-05-21 10:00:61',
    '0024-05-21',
    'yesterday',
    '2024-05-21 10:56:32 or so',
    '1716307000',
    '2024-99-99T99:99Z',
    '2024-02-31T10:00:00Z',
    '2023-02-29T10:00:00+00:00',
    '2024-04-31 10:00:00-05:00',
    '2024-05-21T24:00:00Z',
    '2024-05-21T10:56:32+99:00',
    '0001-01-01T00:00:00Z',
  ])('%j is impossible', (text) => {
    expect(parseWallTime(text)).toEqual({ kind: 'impossible' });
  });

  test('written by the tenant’s clock is read back, padded or not, with any separator', () => {
    const second = fc.integer({ min: Date.UTC(1900, 0) / 1_000, max: Date.UTC(2100, 0) / 1_000 });
    fc.assert(
      fc.property(
        second,
        fc.boolean(),
        fc.constantFrom('-', '/'),
        fc.boolean(),
        (seconds, isPadded, separator, isDayFirst) => {
          const wallMs = seconds * 1_000;
          const date = new Date(wallMs);
          const pad = (value: number) => (isPadded ? String(value).padStart(2, '0') : String(value));
          const day = [date.getUTCFullYear(), pad(date.getUTCMonth() + 1), pad(date.getUTCDate())];
          const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(pad).join(':');
          const text = `${(isDayFirst ? day.toReversed() : day).join(separator)} ${clock}`;
          expect(parseWallTime(text)).toEqual({ kind: 'wall', wallMs });
        },
      ),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('may be any text at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9 :\-/T.Z+]{0,25}$/)), (text) => {
        const time = parseWallTime(text);
        if (time.kind === 'wall') expect(Number.isSafeInteger(time.wallMs)).toBe(true);
        if (time.kind === 'instant') expect(Number.isNaN(time.at.getTime())).toBe(false);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

describe('what the tenant’s clock shows between two instants', () => {
  const minuteMs = 60_000;
  const nights: readonly (readonly [zone: string, night: string])[] = [
    ['America/Santiago', '2025-04-06'],
    ['America/New_York', '2024-11-03'],
    ['Europe/Madrid', '2024-10-27'],
    ['Australia/Lord_Howe', '2024-04-06'],
    ['America/St_Johns', '2011-11-06'],
    ['Africa/Casablanca', '2024-03-10'],
    ['Asia/Kathmandu', '2024-03-10'],
    ['Pacific/Apia', '2012-04-01'],
    ['Pacific/Kwajalein', '1969-09-30'],
    ['America/Bogota', '1993-04-04'],
    ['America/Sao_Paulo', '2019-02-17'],
    ['Pacific/Norfolk', '2024-04-07'],
  ];

  test('holds every minute that it shows in between, and nothing else, on nights on which clocks change', () => {
    const offset = fc.integer({ min: -30 * 60, max: 30 * 60 });
    fc.assert(
      fc.property(
        fc.constantFrom(...nights),
        offset,
        fc.integer({ min: 0, max: 4 * 60 }),
        ([name, night], at, length) => {
          const zone = new TenantZone(name);
          const from = Date.parse(`${night}T06:00:00Z`) + at * minuteMs;
          const to = from + length * minuteMs;
          const shown: number[] = [];
          for (let ms = from; ms <= to; ms += minuteMs) shown.push(zone.toWall(ms));
          const { earliest, latest } = zone.toWallSpan(from, to);
          expect(earliest).toBe(Math.min(...shown));
          // The last time before clocks go back is a moment that no minute begins with.
          expect(latest).toBeGreaterThanOrEqual(Math.max(...shown));
          expect(latest).toBeLessThanOrEqual(Math.max(...shown) + minuteMs);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });

  test('ends no earlier than it begins, in any zone on any day', () => {
    const second = fc.integer({ min: Date.UTC(1970, 0) / 1_000, max: Date.UTC(2037, 0) / 1_000 });
    fc.assert(
      fc.property(second, fc.nat({ max: 10 * 86_400 }), fc.constantFrom(...zoneNames), (start, length, name) => {
        const { earliest, latest } = zoneNamed(name).toWallSpan(start * 1_000, (start + length) * 1_000);
        expect(latest).toBeGreaterThanOrEqual(earliest);
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('is asked of the CRM to the minute, with the hour that comes twice', () => {
    const span = { from: new Date('2025-04-06T02:39:00Z'), to: new Date('2025-04-06T03:21:00Z') };
    const page = { page: 1, limit: 250 };
    expect(createdBetweenBody('cases', span, page, new TenantZone('America/Santiago'))).toMatchObject({
      from: '2025-04-05 23:00',
      to: '2025-04-06 00:00',
    });
    const half = { from: new Date('2024-04-06T14:50:00Z'), to: new Date('2024-04-06T15:05:00Z') };
    expect(createdBetweenBody('cases', half, page, new TenantZone('Australia/Lord_Howe'))).toMatchObject({
      from: '2024-04-07 01:30',
      to: '2024-04-07 02:00',
    });
  });
});
