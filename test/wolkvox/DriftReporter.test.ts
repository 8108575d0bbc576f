import { describe, expect, test } from '@jest/globals';
import { DriftReporter } from '../../src/wolkvox/DriftReporter.js';

describe('the sample of whole rows', () => {
  test('is a row of every page at first and of every twentieth later, and another row each time', () => {
    const reporter = new DriftReporter(
      () => 0,
      () => undefined,
    );
    const read: number[] = [];
    const rows = Array.from({ length: 3 }, (_, place) => ({
      get field() {
        return read.push(place);
      },
    }));
    for (let page = 0; page < 100; page += 1) reporter.sample(rows);
    expect(read).toHaveLength(100);
    for (let page = 0; page < 100; page += 1) reporter.sample(rows);
    expect(read).toHaveLength(105);
    expect(new Set(read.slice(-3)).size).toBe(3);
  });
});
