import { describe, expect, test } from '@jest/globals';
import type { CaseFilter } from '../../../src/model/filters.js';
import { normalizeCaseFilter } from '../../../src/reading/predicate/normalizeFilter.js';
import { createListIdentity } from '../../../src/reading/executor/ResumeToken.js';

const noon = new Date('2026-03-05T12:00:00Z');
const evening = new Date('2026-03-05T20:00:00Z');

describe('the normal form of a filter', () => {
  test('does not depend on the order of fields, of values, or on repetition', () => {
    expect(normalizeCaseFilter({ type: { eq: 'Request' }, status: { in: ['b', 'a', 'b'] } })).toEqual(
      normalizeCaseFilter({ status: { in: ['a', 'b'] }, type: { in: ['Request'] } }),
    );
  });

  test('holds flags and conditions as values, and ranges as instants', () => {
    expect(normalizeCaseFilter({ isReopened: false, condition: 'OPEN', createdAt: { gte: noon } })).toEqual([
      { kind: 'values', field: 'condition', values: ['OPEN'] },
      { kind: 'range', field: 'createdAt', gte: noon.getTime(), lt: null },
      { kind: 'values', field: 'isReopened', values: ['false'] },
    ]);
  });

  test('joins further filters on the same field to what both allow', () => {
    const inner: CaseFilter = { status: { in: ['a', 'b'] }, createdAt: { gte: noon }, contactId: { eq: 'someone' } };
    expect(normalizeCaseFilter({ status: { in: ['b', 'c'] }, createdAt: { lt: evening }, allOf: [inner] })).toEqual([
      { kind: 'values', field: 'contactId', values: ['someone'] },
      { kind: 'range', field: 'createdAt', gte: noon.getTime(), lt: evening.getTime() },
      { kind: 'values', field: 'status', values: ['b'] },
    ]);
  });

  test('takes any of several meanings of a status, and both filters where there are two', () => {
    const values = (filter: CaseFilter) => normalizeCaseFilter(filter);
    expect(values({ conditions: ['SOLVED', 'OPEN'] })).toEqual([
      { kind: 'values', field: 'condition', values: ['OPEN', 'SOLVED'] },
    ]);
    expect(values({ conditions: ['OPEN', 'SOLVED'], condition: 'OPEN' })).toEqual(values({ condition: 'OPEN' }));
    expect(values({ conditions: ['OPEN'], allOf: [{ conditions: ['CLOSED'] }] })).toEqual([
      { kind: 'values', field: 'condition', values: [] },
    ]);
  });

  test('has no value left where two filters contradict each other', () => {
    expect(normalizeCaseFilter({ contactId: { eq: 'a' }, allOf: [{ contactId: { eq: 'b' } }] })).toEqual([
      { kind: 'values', field: 'contactId', values: [] },
    ]);
  });

  test.each<{ what: string; filter: CaseFilter; argument: string }>([
    { what: 'no condition', filter: {}, argument: 'filter' },
    { what: 'a further filter without conditions', filter: { id: { eq: 'a' }, allOf: [{}] }, argument: 'filter' },
    { what: 'no values', filter: { status: { in: [] } }, argument: 'filter.status.in' },
    {
      what: 'more than 50 values',
      filter: { status: { in: Array.from({ length: 51 }, (_, index) => String(index)) } },
      argument: 'filter.status.in',
    },
    { what: 'an empty value', filter: { ownerId: { eq: '' } }, argument: 'filter.ownerId.eq' },
    { what: 'a blank value among others', filter: { ownerId: { in: ['a', ' '] } }, argument: 'filter.ownerId.in' },
    {
      what: 'a value with half a character',
      filter: { status: { in: ['a', '\ud83d'] } },
      argument: 'filter.status.in',
    },
    { what: 'no meaning of a status', filter: { conditions: [] }, argument: 'filter.conditions' },
    { what: 'a range without ends', filter: { createdAt: {} }, argument: 'filter.createdAt' },
  ])('is refused for $what, naming $argument', ({ filter, argument }) => {
    expect(() => normalizeCaseFilter(filter)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', argument }));
  });

  test('accepts 50 values', () => {
    const values = Array.from({ length: 50 }, (_, index) => String(index));
    expect(normalizeCaseFilter({ status: { in: values } })).toEqual([
      { kind: 'values', field: 'status', values: [...values].sort() },
    ]);
  });
});

describe('the identity of a list', () => {
  const listIdentity = createListIdentity('secret');
  const identityOf = (filter: CaseFilter): string => listIdentity('cases', normalizeCaseFilter(filter));

  test('is the same for filters that mean the same and different for others', () => {
    expect(identityOf({ status: { eq: 'a' } })).toBe(identityOf({ status: { in: ['a'] } }));
    expect(identityOf({ status: { eq: 'a' } })).not.toBe(identityOf({ status: { eq: 'b' } }));
    expect(identityOf({ status: { eq: 'a' } })).not.toBe(identityOf({ type: { eq: 'a' } }));
    expect(identityOf({ status: { eq: 'a' } })).not.toBe(
      listIdentity('gestiones', normalizeCaseFilter({ status: { eq: 'a' } })),
    );
  });

  test('is another one under another secret, so that nobody finds the filter by trying', () => {
    const conditions = normalizeCaseFilter({ contactIdentification: { eq: '1020304050' } });
    expect(createListIdentity('another')('cases', conditions)).not.toBe(listIdentity('cases', conditions));
    expect(createListIdentity('secret')('cases', conditions)).toBe(listIdentity('cases', conditions));
  });

  test('is the same for a name in either Unicode form', () => {
    expect(identityOf({ contactName: { eq: 'Jose\u0301' } })).toBe(identityOf({ contactName: { eq: 'José' } }));
  });

  test('does not show what the filter holds', () => {
    expect(identityOf({ contactEmail: { eq: 'ana@example.com' } })).toMatch(/^[\w-]{16}$/);
  });
});

describe('a value that names nobody', () => {
  test.each([
    ['contactIdentification', 'N/A'],
    ['contactIdentification', '222222222222'],
    ['contactIdentification', '0'],
    ['contactEmail', 'null'],
    ['contactId', '-'],
    ['ownerUser', 'none'],
    ['caseNumber', 'N/A'],
  ] as const)('finds nothing by %s: %s', (field, value) => {
    expect(normalizeCaseFilter({ [field]: { eq: value } })).toEqual([{ kind: 'values', field, values: [] }]);
    expect(normalizeCaseFilter({ [field]: { in: [value, 'x1'] } })).toEqual([
      { kind: 'values', field, values: ['x1'] },
    ]);
  });

  test('is a value like any other where it names no record', () => {
    expect(normalizeCaseFilter({ status: { eq: 'N/A' } })).toEqual([
      { kind: 'values', field: 'status', values: ['N/A'] },
    ]);
  });

  test('is refused where nobody can see it', () => {
    expect(() => normalizeCaseFilter({ status: { eq: '\u200b' } })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'filter.status.eq' }),
    );
  });
});
