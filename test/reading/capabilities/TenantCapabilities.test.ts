import { describe, expect, test } from '@jest/globals';
import { defaultCapabilities } from '../../../src/reading/capabilities/CapabilityValues.js';
import { type OnContradiction, TenantCapabilities } from '../../../src/reading/capabilities/TenantCapabilities.js';

const at = Date.parse('2026-11-27T12:00:00Z');
const clock = { now: () => at };

describe('the capabilities of a tenant', () => {
  test('are the defaults where nobody declares anything', () => {
    const capabilities = new TenantCapabilities({ clock });
    for (const name of ['rowOrder', 'pageLength', 'totals', 'datesListBy', 'timeZone', 'maxPageBytes'] as const) {
      expect(capabilities.get(name)).toEqual({ value: defaultCapabilities[name], origin: 'default', since: null });
    }
    expect(capabilities.carries('solution')).toBe('unknown');
    expect(capabilities.carries('status')).toBe(true);
    expect(capabilities.vocabulary).toBeNull();
  });

  test('are those of the profile, and settings win over it', () => {
    const capabilities = new TenantCapabilities({
      profile: { rowOrder: 'newestFirst', timeZone: 'America/Lima', activitiesReadable: false, writtenBy: 'doctor' },
      settings: { timeZone: 'America/Santiago', activitiesReadable: null },
      clock,
    });
    expect(capabilities.get('rowOrder')).toEqual({ value: 'newestFirst', origin: 'doctor', since: null });
    expect(capabilities.get('timeZone')).toEqual({ value: 'America/Santiago', origin: 'setting', since: null });
    expect(capabilities.get('activitiesReadable')).toMatchObject({ value: false, origin: 'doctor' });
  });

  test('that an answer contradicts have their safe value for good, told once', () => {
    const told: Parameters<OnContradiction>[0][] = [];
    const capabilities = new TenantCapabilities({
      profile: { rowOrder: 'newestFirst', rowsCarry: { reason: true } },
      clock,
      onContradiction: (contradiction) => told.push(contradiction),
    });
    expect(capabilities.contradict('rowOrder', 'unknown')).toBe(true);
    expect(capabilities.contradict('rowOrder', 'unknown')).toBe(false);
    capabilities.verify('rowOrder', 'newestFirst');
    expect(capabilities.get('rowOrder')).toEqual({ value: 'unknown', origin: 'contradicted', since: new Date(at) });
    expect(capabilities.contradictCarried('reason')).toBe(true);
    capabilities.verifyCarried('reason', true);
    expect(capabilities.carries('reason')).toBe(false);
    expect(told).toEqual([
      { capability: 'rowOrder', safeValue: 'unknown' },
      { capability: 'rowsCarry.reason', safeValue: 'false' },
    ]);
  });

  test('that were unknown are verified once, and what was declared is not', () => {
    const capabilities = new TenantCapabilities({ profile: { datesListBy: 'modification' }, clock });
    capabilities.verify('rowOrder', 'oldestFirst');
    capabilities.verify('rowOrder', 'newestFirst');
    capabilities.verify('datesListBy', 'creation');
    expect(capabilities.get('rowOrder')).toMatchObject({ value: 'oldestFirst', origin: 'verified' });
    expect(capabilities.value('datesListBy')).toBe('modification');
  });

  test('are told as words, each with where it comes from', () => {
    const capabilities = new TenantCapabilities({
      profile: { statusConditions: { parado: 'ON_HOLD' }, pageLength: 100 },
      clock,
    });
    expect(capabilities.facts()).toContainEqual({
      name: 'statusConditions',
      value: '1 words',
      origin: 'profile',
      since: null,
    });
    expect(capabilities.facts()).toContainEqual({ name: 'pageLength', value: '100', origin: 'profile', since: null });
    expect(capabilities.facts().map(({ name }) => name)).toContain('rowsCarry.solution');
  });
});
