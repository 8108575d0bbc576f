import { describe, expect, test } from '@jest/globals';
import { LocalTime } from '../src/LocalTime.js';

describe('the emulator’s local time', () => {
  const bogota = new LocalTime('America/Bogota');

  test('writes an instant in the three forms of the vendor', () => {
    const instant = Date.UTC(2024, 4, 27, 15, 1, 8);
    expect(bogota.stamp(instant)).toBe('2024-05-27 10:01:08');
    expect(bogota.historyStamp(instant)).toBe('2024/5/27 10:1:18'.replace('18', '8'));
    expect(bogota.day(Date.UTC(2024, 4, 28, 4, 59))).toBe('2024-05-27');
  });

  test('reads a stamp back to the instant', () => {
    expect(bogota.parse('2024-05-21 10:56:32')).toBe(Date.UTC(2024, 4, 21, 15, 56, 32));
    expect(bogota.parse('2024-05-21 10:56')).toBe(Date.UTC(2024, 4, 21, 15, 56));
  });

  test.each(['', '2024-02-30 10:00:00', '2024-13-01 10:00', '2024-05-21 24:00', '2024-5-1 10:00', '21-05-2024 10:00'])(
    'reads no instant from %p',
    (stamp) => {
      expect(bogota.parse(stamp)).toBeUndefined();
    },
  );

  test('follows daylight saving time on the day that it changes', () => {
    const newYork = new LocalTime('America/New_York');
    expect(newYork.stamp(Date.UTC(2026, 2, 8, 6, 59))).toBe('2026-03-08 01:59:00');
    expect(newYork.stamp(Date.UTC(2026, 2, 8, 7, 0))).toBe('2026-03-08 03:00:00');
    expect(newYork.parse('2026-07-01 12:00:00')).toBe(Date.UTC(2026, 6, 1, 16));
    // The hour that comes twice means the first time.
    expect(newYork.parse('2026-11-01 01:30:00')).toBe(Date.UTC(2026, 10, 1, 5, 30));
  });

  test('counts down to the next local midnight', () => {
    expect(bogota.untilMidnightMs(Date.UTC(2026, 0, 15, 14))).toBe(15 * 3_600_000);
  });
});
