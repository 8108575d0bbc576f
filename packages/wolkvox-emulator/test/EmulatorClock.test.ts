import { describe, expect, test } from '@jest/globals';
import { EmulatorClock } from '../src/EmulatorClock.js';

/** A machine whose time moves on by a millisecond each time it is asked for. */
function restlessMachine(startMs: number): () => number {
  let nowMs = startMs;
  return () => nowMs++;
}

describe('the emulator’s clock', () => {
  test('stands at the instant it is set to once it is stopped', () => {
    const clock = new EmulatorClock(restlessMachine(1_000));
    clock.freeze();
    clock.set(50_000);
    expect([clock.nowMs(), clock.nowMs(), clock.isFrozen]).toEqual([50_000, 50_000, true]);
    clock.advance(90_000);
    expect(clock.nowMs()).toBe(140_000);
    clock.advance(-40_000);
    expect(clock.nowMs()).toBe(100_000);
  });

  test('runs on from where it stood, and as far moved as it was told', () => {
    let machineMs = 1_000;
    const clock = new EmulatorClock(() => machineMs);
    clock.set(50_000);
    machineMs += 5;
    expect(clock.nowMs()).toBe(50_005);
    clock.freeze();
    machineMs += 1_000;
    clock.advance(10);
    clock.unfreeze();
    machineMs += 3;
    expect(clock.nowMs()).toBe(50_018);
    clock.advance(100);
    expect(clock.nowMs()).toBe(50_118);
    clock.reset();
    expect(clock.nowMs()).toBe(machineMs);
  });
});
