import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantText } from '../../../src/model/values/instants.js';
import { propertyRuns } from '../../support/propertyRuns.js';

describe('the text of an instant', () => {
  test('is that of the engine for every instant with a year of four digits', () => {
    const [first, last] = [new Date('0000-01-01T00:00:00.000Z'), new Date('9999-12-31T23:59:59.999Z')];
    fc.assert(
      fc.property(fc.date({ min: first, max: last, noInvalidDate: true }), (instant) => {
        expect(instantText(instant)).toBe(instant.toISOString());
      }),
      { numRuns: propertyRuns(2_000) },
    );
    for (const end of [first, last, new Date(0), new Date(-1)]) expect(instantText(end)).toBe(end.toISOString());
  });

  test('is null for an instant that is none, and for years of other lengths', () => {
    expect(instantText(new Date(Number.NaN))).toBeNull();
    expect(instantText(new Date('+010000-01-01T00:00:00Z'))).toBeNull();
    expect(instantText(new Date('-000001-12-31T23:59:59Z'))).toBeNull();
  });
});
