import { describe, expect, test } from '@jest/globals';
import { readTenantProfile } from '../../../src/composition/readTenantProfile.js';
import { parseTenantProfile } from '../../../src/reading/capabilities/TenantProfile.js';

const whole = {
  version: 1,
  writtenBy: 'doctor',
  writtenAt: '2026-11-27T12:00:00Z',
  rowOrder: 'oldestFirst',
  pageLength: 100,
  totals: true,
  datesListBy: 'creation',
  matching: 'foldCase',
  activitiesReadable: false,
  rowsCarry: { contactEmail: true, solution: false },
  timeZone: 'America/Mexico_City',
  statusConditions: { 'en pausa': 'ON_HOLD' },
  maxPageBytes: 2_000_000,
  vocabulary: {
    caseTypes: ['Request'],
    statuses: [{ name: 'Abierto', condition: 'OPEN' }],
    priorities: ['Alta'],
  },
};

describe('a tenant profile', () => {
  test('is taken as it was written', () => {
    expect(parseTenantProfile(JSON.stringify(whole))).toEqual({ ok: true, profile: whole });
  });

  test('may leave everything out', () => {
    expect(parseTenantProfile('{}')).toEqual({ ok: true, profile: {} });
  });

  test('may name the fields that rows carry, and so those that they do not', () => {
    const reading = parseTenantProfile('{ "rowsCarry": ["contactEmail", "reason"] }');
    expect(reading).toMatchObject({ profile: { rowsCarry: { contactEmail: true, reason: true, solution: false } } });
  });

  test.each([
    ['text that is no JSON', '{ rowOrder', 'TENANT_PROFILE is not JSON'],
    ['no object', '[]', /^TENANT_PROFILE: /],
    ['an unknown word', '{ "rowOrder": "backwards" }', /^TENANT_PROFILE key rowOrder: /],
    ['a misspelt key', '{ "rowOrdr": "unknown" }', 'TENANT_PROFILE: there is no key rowOrdr'],
    ['a page length of 0', '{ "pageLength": 0 }', /^TENANT_PROFILE key pageLength: /],
    ['a zone that does not exist', '{ "timeZone": "Bogota" }', /^TENANT_PROFILE key timeZone: must be an IANA/],
    ['a meaning that is none', '{ "statusConditions": { "x": "PAUSED" } }', /key statusConditions\.x: /],
    ['a status without its meaning', '{ "vocabulary": { "statuses": [{ "name": "x" }] } }', /vocabulary\.statuses\.0/],
    ['a field that all rows carry', '{ "rowsCarry": ["id"] }', /^TENANT_PROFILE key rowsCarry/],
  ])('with %s is refused by a line that names the key', (_what, text, problem) => {
    const reading = parseTenantProfile(text);
    expect(reading).toMatchObject({ ok: false });
    expect('problems' in reading ? reading.problems[0] : '').toEqual(
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    );
  });

  test('is empty without a file, and a file that cannot be read is named', () => {
    expect(readTenantProfile(null)).toEqual({ ok: true, profile: {} });
    const reading = readTenantProfile('/nowhere/profile.json');
    expect(reading).toEqual({ ok: false, problems: ['TENANT_PROFILE cannot be read: /nowhere/profile.json (ENOENT)'] });
  });
});
