import { describe, expect, test } from '@jest/globals';
import { caseCatalogue } from '../../../src/reading/catalogue/caseCatalogue.js';
import { evaluate } from '../../../src/reading/predicate/evaluate.js';
import { normalizeCaseFilter } from '../../../src/reading/predicate/normalizeFilter.js';
import { fieldOf, isIdentity, isSameValue } from '../../../src/reading/catalogue/FilterField.js';
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
    expect(isSameValue(fieldOf(caseCatalogue, field), a, b)).toBe(isSame);
    expect(isSameValue(fieldOf(caseCatalogue, field), b, a)).toBe(isSame);
  });

  test('name one thing each where the field is a key', () => {
    const isKey = (name: string): boolean => isIdentity(fieldOf(caseCatalogue, name));
    expect(['id', 'contactEmail', 'ownerUser'].every(isKey)).toBe(true);
    expect(['status', 'contactName', 'contactPhone', 'description'].some(isKey)).toBe(false);
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

  test.each<{ filter: CaseFilter; truth: string }>([
    { filter: { condition: 'OPEN', contactName: { eq: 'ana pena' } }, truth: 'true' },
    { filter: { contactPhone: { eq: '+573005550102' } }, truth: 'true' },
    { filter: { contactPhone: { eq: '300 555 0102' } }, truth: 'true' },
    { filter: { contactPhone: { eq: 'none' } }, truth: 'false' },
    { filter: { contactIdentification: { eq: '1' } }, truth: 'false' },
    { filter: { contactEmail: { eq: 'ana@example.com' } }, truth: 'unknown' },
    { filter: { contactEmail: { eq: 'ana@example.com' }, condition: 'CLOSED' }, truth: 'false' },
    { filter: { companyName: { eq: 'x' } }, truth: 'false' },
    { filter: { isExpired: false }, truth: 'false' },
    { filter: { createdAt: { gte: new Date('2026-03-01T00:00:00Z') } }, truth: 'true' },
    { filter: { createdAt: { lt: new Date('2026-03-01T00:00:00Z') } }, truth: 'false' },
    { filter: { closedAt: { gte: new Date(0) } }, truth: 'false' },
    { filter: { ownerName: { eq: 'ana' } }, truth: 'true' },
    { filter: { ownerName: { eq: 'Ana - agent_1@tenant' } }, truth: 'true' },
    { filter: { ownerUser: { eq: 'agent_2@tenant' } }, truth: 'false' },
    { filter: { responsibleUser: { eq: 'agent_2@tenant' } }, truth: 'unknown' },
    { filter: { reason: { eq: 'x' } }, truth: 'unknown' },
  ])('that says $filter: $truth', ({ filter, truth }) => {
    expect(evaluate(row, normalizeCaseFilter(filter), caseCatalogue)).toBe(truth);
  });

  test('has no value for a field that its row leaves out and others carry', () => {
    const filter = { reason: { eq: 'x' }, responsibleUser: { eq: 'x' } };
    const isCarried = (field: string): boolean => field === 'reason';
    expect(evaluate(row, normalizeCaseFilter(filter), caseCatalogue, isCarried)).toBe('false');
  });

  test('has no login where a group has to act on it', () => {
    const grouped = makeCase('b', { responsible: makeOwner('9', { name: 'Mesa', isGroup: true }) });
    expect(evaluate(grouped, normalizeCaseFilter({ responsibleUser: { eq: 'x' } }), caseCatalogue)).toBe('false');
  });
});
