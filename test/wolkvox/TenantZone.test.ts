import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';

import { TenantZone } from '../../src/wolkvox/TenantZone.js';
import { parseWallTime } from '../../src/wolkvox/wallTime.js';

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
      { numRuns: 3_000 },
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
      { numRuns: 1_000 },
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
      { numRuns: 1_000 },
    );
  });

  test('may be any text at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9 :\-/T.Z+]{0,25}$/)), (text) => {
        const time = parseWallTime(text);
        if (time.kind === 'wall') expect(Number.isSafeInteger(time.wallMs)).toBe(true);
        if (time.kind === 'instant') expect(Number.isNaN(time.at.getTime())).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
