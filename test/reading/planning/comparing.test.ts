import { describe, expect, test } from '@jest/globals';
import { judgeCase, tellsOf } from '../../../src/reading/planning/judgeCase.js';
import { readConditions } from '../../../src/reading/planning/conditions.js';
import { isIdentity, isSameValue } from '../../../src/reading/planning/sameValue.js';
import type { CaseFilter } from '../../../src/model/filters.js';
import { makeCase, makeEmbeddedContact, makeOwner } from '../../support/records.js';

describe('two values of a field', () => {
  test.each<[field: string, a: string, b: string, isSame: boolean]>([
    ['status', ' En espera', 'en ESPERA', true],
    ['reason', 'Facturación', 'facturacion', true],
    ['status', 'Abierto', 'Abierta', false],
    ['caseNumber', 'PET-1 ', 'PET-1', true],
    ['caseNumber', 'PET-1', 'pet-1', false],
    ['contactIdentification', '900', '0900', false],
    ['contactEmail', 'Ana@Example.com', 'ana@example.COM', true],
    ['contactEmail', 'aná@example.com', 'ana@example.com', false],
    ['ownerUser', 'AGENT@op', 'agent@op', true],
    ['contactPhone', '+57 300-555 01 02', '573005550102', true],
  ])('of %s: %j and %j are the same: %s', (field, a, b, isSame) => {
    expect(isSameValue(field, a, b)).toBe(isSame);
    expect(isSameValue(field, b, a)).toBe(isSame);
  });

  test('name one thing each where the field is a key', () => {
    expect(['id', 'contactEmail', 'ownerUser'].every(isIdentity)).toBe(true);
    expect(['status', 'contactName', 'contactPhone', 'description'].some(isIdentity)).toBe(false);
  });
});

describe('a case against a filter', () => {
  const phone = { country: 'CO', code: '+57', value: '3005550102', e164: null };
  const row = makeCase('a', {
    status: { name: 'Abierto', condition: 'OPEN' },
    contact: makeEmbeddedContact('c', { name: 'Ana Peña', phone, identification: null }),
    isExpired: null,
    reason: undefined,
    owner: makeOwner('1', { name: 'Ana', user: 'agent_1@tenant' }),
    responsible: makeOwner('2', { name: 'Bea', email: 'bea@example.com' }),
    createdAt: new Date('2026-03-01T00:00:00Z'),
  });

  test.each<{ filter: CaseFilter; verdict: string }>([
    { filter: { condition: 'OPEN', contactName: { eq: 'ana pena' } }, verdict: 'yes' },
    { filter: { contactPhone: { eq: '+573005550102' } }, verdict: 'yes' },
    { filter: { contactPhone: { eq: '300 555 0102' } }, verdict: 'yes' },
    { filter: { contactPhone: { eq: 'none' } }, verdict: 'no' },
    { filter: { contactIdentification: { eq: '1' } }, verdict: 'no' },
    { filter: { contactEmail: { eq: 'ana@example.com' } }, verdict: 'unknown' },
    { filter: { contactEmail: { eq: 'ana@example.com' }, condition: 'CLOSED' }, verdict: 'no' },
    { filter: { companyName: { eq: 'x' } }, verdict: 'no' },
    { filter: { isExpired: false }, verdict: 'no' },
    { filter: { createdAt: { gte: new Date('2026-03-01T00:00:00Z') } }, verdict: 'yes' },
    { filter: { createdAt: { lt: new Date('2026-03-01T00:00:00Z') } }, verdict: 'no' },
    { filter: { closedAt: { gte: new Date(0) } }, verdict: 'no' },
    { filter: { ownerName: { eq: 'ana' } }, verdict: 'yes' },
    { filter: { ownerName: { eq: 'Ana - agent_1@tenant' } }, verdict: 'yes' },
    { filter: { ownerUser: { eq: 'agent_2@tenant' } }, verdict: 'no' },
    { filter: { responsibleUser: { eq: 'agent_2@tenant' } }, verdict: 'unknown' },
    { filter: { reason: { eq: 'x' } }, verdict: 'unknown' },
  ])('that says $filter: $verdict', ({ filter, verdict }) => {
    expect(judgeCase(row, readConditions(filter))).toBe(verdict);
  });

  test('has no value for a field that its row leaves out and others carry', () => {
    const filter = { reason: { eq: 'x' }, responsibleUser: { eq: 'x' } };
    expect(judgeCase(row, readConditions(filter), new Set(['reason']))).toBe('no');
    expect(tellsOf(row, 'reason')).toBe(false);
    expect(tellsOf(row, 'solution')).toBe(true);
    expect(tellsOf(row, 'ownerUser')).toBe(true);
    expect(tellsOf(row, 'responsibleUser')).toBe(false);
  });

  test('has no login where a group has to act on it', () => {
    const grouped = makeCase('b', { responsible: makeOwner('9', { name: 'Mesa', isGroup: true }) });
    expect(judgeCase(grouped, readConditions({ responsibleUser: { eq: 'x' } }))).toBe('no');
  });
});
