import { describe, expect, test } from '@jest/globals';
import { onlyKey } from '../../src/resolvers/onlyKey.js';
import { referenceKey } from '../../src/resolvers/entityKeys.js';

describe('a key with half a character, which the CRM could not read', () => {
  const half = 'PET-\ud83d';

  test('is refused where it is an argument, naming it', () => {
    expect(() => onlyKey({ id: null, caseNumber: half }, ['id', 'caseNumber'])).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'caseNumber' }),
    );
  });

  test('is passed over where a representation has another one', () => {
    expect(referenceKey({ id: half, caseNumber: 'PET-1' }, ['id', 'caseNumber'])).toEqual({
      field: 'caseNumber',
      value: 'PET-1',
    });
    expect(referenceKey({ id: half }, ['id'])).toBe('unusable');
  });

  test('is another matter than a whole one', () => {
    expect(onlyKey({ id: 'PET-\ud83d\ude00' }, ['id']).value).toBe('PET-😀');
  });
});
