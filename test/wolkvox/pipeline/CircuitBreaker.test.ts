import { beforeEach, describe, expect, test } from '@jest/globals';

import { CircuitBreaker } from '../../../src/wolkvox/pipeline/CircuitBreaker.js';

let now: number;
let changes: string[];
let breaker: CircuitBreaker;

beforeEach(() => {
  now = 1_000_000;
  changes = [];
  breaker = new CircuitBreaker(
    () => now,
    (state) => changes.push(state),
  );
});

function failTimes(count: number): void {
  for (let done = 0; done < count; done += 1) breaker.onFailure(1);
}

describe('a breaker', () => {
  test('lets calls through until ten attempts in ten seconds have failed', () => {
    failTimes(9);
    expect(breaker.admit()).toBe(0);
    failTimes(1);
    expect(breaker.admit()).toBe(1_000);
    expect(changes).toEqual(['open']);
  });

  test('forgets failures after ten seconds', () => {
    failTimes(9);
    now += 10_000;
    failTimes(9);
    expect(breaker.admit()).toBe(0);
  });

  test('is not kept from probing, or made to remember, by a clock that was set back', () => {
    failTimes(10);
    now -= 3_600_000;
    expect(breaker.admit()).toBe(0);
    breaker.onSuccess();
    failTimes(9);
    now -= 60_000;
    failTimes(9);
    expect(breaker.admit()).toBe(0);
  });

  test('stays closed while more than half of the attempts succeed', () => {
    for (let count = 0; count < 50; count += 1) {
      breaker.onSuccess();
      breaker.onSuccess();
      breaker.onFailure(1);
    }
    expect(breaker.admit()).toBe(0);
    failTimes(51);
    expect(breaker.admit()).toBeGreaterThan(0);
  });

  test('opens after half as many timeouts', () => {
    for (let count = 0; count < 5; count += 1) breaker.onFailure(2);
    expect(breaker.admit()).toBeGreaterThan(0);
  });

  test('lets one probe at a time through when it has been open for a second', () => {
    failTimes(10);
    now += 1_000;
    expect(breaker.admit()).toBe(0);
    expect(breaker.admit()).toBeGreaterThan(0);
  });

  test('closes when the probe succeeds, and starts counting anew', () => {
    failTimes(10);
    now += 1_000;
    breaker.admit();
    breaker.onSuccess();
    expect(changes).toEqual(['open', 'closed']);
    failTimes(9);
    expect(breaker.admit()).toBe(0);
  });

  test('probes at least every four seconds, counted from the probe before, however that failed', () => {
    failTimes(10);
    const probes: number[] = [];
    const probeMs = [10, 10, 10, 4_000, 4_000, 10];
    for (const ms of probeMs) {
      while (breaker.admit() !== 0) now += 10;
      probes.push(now);
      now += ms;
      breaker.onFailure(1);
    }
    const gaps = probes.slice(1).map((at, index) => at - (probes[index] ?? 0));
    expect(gaps).toEqual([2_000, 4_000, 4_000, 4_250, 4_250]);
  });

  test('is ready for another probe at once when nobody waited for the first', () => {
    failTimes(10);
    now += 1_000;
    breaker.admit();
    breaker.onNothing();
    expect(breaker.admit()).toBe(0);
  });

  test('believes a success that was under way when it opened, and ignores a failure', () => {
    failTimes(10);
    breaker.onFailure(1);
    expect(breaker.refusedForMs()).toBe(1_000);
    breaker.onSuccess();
    expect(breaker.refusedForMs()).toBe(0);
  });
});
