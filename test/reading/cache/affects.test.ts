import { describe, expect, test } from '@jest/globals';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import type { CaseSearchField, Search } from '../../../src/model/search.js';
import type { CaseWriteField, NewCaseValues, WriteEffect } from '../../../src/model/WriteEffect.js';
import {
  affectsActivitySearch,
  affectsCaseSearch,
  affectsCaseSpan,
  affectsContactSearch,
  affectsContactSpan,
  affectsOthers,
  type Before,
} from '../../../src/reading/cache/affects.js';
import { makeCase, makeContact, makeEmbeddedContact, makeOwner } from '../../support/records.js';

const now = Date.UTC(2026, 10, 20);
const day = 86_400_000;
const ana = makeContact('ana', { email: 'ana@example.com', identification: '900' });
const request = { name: 'Request', kind: 'REQUEST' } as const;
const open = { name: 'Abierto', condition: 'OPEN' } as const;
const row = (id: string, given: Partial<CaseRecord> = {}) =>
  makeCase(id, {
    type: request,
    status: open,
    contact: makeEmbeddedContact('ana', { email: 'ana@example.com' }),
    owner: makeOwner('7', { user: 'agent_7@andina' }),
    ...given,
  });
const written = row('written');
const before = (given: Partial<Before> = {}): Before => ({
  changedCase: undefined,
  contactById: (id) => (id === 'ana' ? ana : undefined),
  now,
  ...given,
});
const part = (...rows: readonly (CaseRecord | null)[]) => ({ rows, isWholeList: false });
const whole = (...rows: readonly (CaseRecord | null)[]) => ({ rows, isWholeList: true });
const by = (field: CaseSearchField, value: string): Search<CaseSearchField> => ({ field, value });

const values: NewCaseValues = {
  type: 'Complaint',
  status: 'Abierto',
  priority: 'Alta',
  contactEmail: 'bea@example.com',
  ownerUser: 'agent_8@andina',
  responsibleUser: 'agent_8@andina',
};
const created = (given: Partial<NewCaseValues> = {}): WriteEffect => ({
  kind: 'caseCreated',
  values: { ...values, ...given },
});
const changed = (...fields: readonly CaseWriteField[]): WriteEffect => ({ kind: 'caseChanged', id: 'written', fields });
const anything: WriteEffect = { kind: 'anything' };

describe('a change of a case', () => {
  test('affects every page that shows the case or may show it', () => {
    const search = by('type', 'Request');
    expect(affectsCaseSearch(changed('description'), search, part(row('a'), written), before())).toBe(true);
    expect(affectsCaseSearch(changed('description'), search, part(row('a')), before())).toBe(true);
    expect(affectsCaseSearch(changed('description'), search, part(row('a'), null), before())).toBe(true);
    expect(affectsCaseSearch(changed('description'), search, null, before())).toBe(true);
  });

  test('leaves a whole list that does not show it', () => {
    expect(affectsCaseSearch(changed('description'), by('type', 'Request'), whole(row('a')), before())).toBe(false);
    expect(affectsCaseSearch(changed('description'), by('contactId', 'nobody'), whole(), before())).toBe(false);
  });

  test('leaves a part of a list of other values than the case is known to have', () => {
    const known = before({ changedCase: row('written', { type: { name: 'Complaint', kind: 'COMPLAINT' } }) });
    expect(affectsCaseSearch(changed('description'), by('type', 'Request'), part(row('a')), known)).toBe(false);
    expect(affectsCaseSearch(changed('description'), by('status', 'Abierto'), part(row('a')), known)).toBe(true);
  });

  test('affects a list that the CRM made by something else than the value that rows carry', () => {
    const known = before({ changedCase: written });
    const odd = part(row('a', { status: { name: 'En curso', condition: 'OPEN' } }));
    expect(affectsCaseSearch(changed('description'), by('status', 'open'), odd, known)).toBe(true);
  });

  test.each<[CaseWriteField, CaseSearchField, boolean]>([
    ['status', 'status', true],
    ['status', 'isReopened', true],
    ['status', 'contactId', false],
    ['type', 'status', true],
    ['type', 'prefix', true],
    ['ownerUser', 'ownerId', true],
    ['ownerUser', 'responsibleId', false],
    ['responsibleUser', 'responsibleName', true],
    ['priority', 'isExpired', true],
    ['solution', 'reason', true],
    ['description', 'description', true],
    ['description', 'type', false],
    ['customFields', 'description', false],
    ['attachments', 'description', false],
  ])('of its %s may move it into or out of a search by %s: %s', (field, searched, isMoved) => {
    expect(affectsCaseSearch(changed(field), by(searched, 'x'), whole(row('a')), before())).toBe(isMoved);
  });

  test('affects no contact, company, activity or collection step', () => {
    const effect = changed('status', 'type');
    const found = { rows: [ana], isWholeList: true };
    expect(affectsContactSearch(effect, { field: 'id', value: 'ana' }, found, before())).toBe(false);
    expect(affectsContactSpan(effect, { from: new Date(0), to: new Date(now) }, found, before())).toBe(false);
    expect(affectsActivitySearch(effect, { field: 'subjectId', value: 'written' }, null, before())).toBe(false);
    expect(affectsOthers(effect, {}, null, before())).toBe(false);
  });
});

describe('a new case', () => {
  test.each<[CaseSearchField, string]>([
    ['type', 'Request'],
    ['ownerUser', 'agent_7@andina'],
    ['contactEmail', 'ana@example.com'],
    ['contactId', 'ana'],
    ['ownerId', '7'],
  ])('leaves a search by %s for another value than it was sent with', (field, value) => {
    expect(affectsCaseSearch(created(), by(field, value), part(row('a')), before())).toBe(false);
  });

  test.each<[CaseSearchField, string, Partial<NewCaseValues>]>([
    ['type', 'request', { type: 'Request' }],
    ['type', 'Peticion', { type: ' Petición de información' }],
    ['contactId', 'ana', { contactEmail: 'Ana@Example.com' }],
    ['contactId', 'carla', {}],
    ['ownerId', '7', { ownerUser: 'agent_7@andina' }],
    ['isExpired', 'false', {}],
    ['contactName', 'Ana', {}],
  ])('affects a search by %s for %s that it may be found by', (field, value, given) => {
    const named = { type: { name: 'Petición', kind: 'CUSTOM' } } as const;
    const shown =
      field === 'contactId' && value === 'carla' ? part() : part(row('a', value === 'Peticion' ? named : {}));
    expect(affectsCaseSearch(created(given), by(field, value), shown, before())).toBe(true);
  });

  test('affects an empty answer to a search by number or id, and a list of the present', () => {
    expect(affectsCaseSearch(created(), by('caseNumber', 'PET-9'), whole(), before())).toBe(true);
    expect(affectsCaseSearch(created(), by('caseNumber', 'PET-1'), whole(row('a')), before())).toBe(false);
    const span = (to: number) => ({ from: new Date(to - day), to: new Date(to) });
    expect(affectsCaseSpan(created(), span(now), whole(), before())).toBe(true);
    expect(affectsCaseSpan(created(), span(now - 3 * day), whole(), before())).toBe(false);
  });
});

describe('a change of a contact', () => {
  const effect: WriteEffect = { kind: 'contactChanged', id: 'ana', fields: ['phone'] };

  test('affects the cases that show it, and searches of cases by what contacts have', () => {
    expect(affectsCaseSearch(effect, by('type', 'Request'), part(row('a')), before())).toBe(true);
    expect(affectsCaseSpan(effect, { from: new Date(0), to: new Date(1) }, whole(row('a')), before())).toBe(true);
    const other = row('a', { contact: makeEmbeddedContact('bea') });
    expect(affectsCaseSearch(effect, by('type', 'Request'), part(other), before())).toBe(false);
    expect(affectsCaseSearch(effect, by('contactPhone', '300'), whole(), before())).toBe(true);
  });

  test('affects its own look-ups and those by a changed field', () => {
    const others = { rows: [makeContact('bea')], isWholeList: true };
    const search = { field: 'email', value: 'ana@example.com' } as const;
    expect(affectsContactSearch(effect, { field: 'id', value: 'ana' }, { rows: [], isWholeList: true }, before())).toBe(
      true,
    );
    expect(affectsContactSearch(effect, search, { rows: [ana], isWholeList: true }, before())).toBe(true);
    expect(affectsContactSearch(effect, search, others, before())).toBe(false);
    expect(affectsContactSearch({ ...effect, fields: ['email'] }, search, others, before())).toBe(true);
  });
});

describe('a new contact or activity', () => {
  test('affects the searches that it may be found by', () => {
    const contact: WriteEffect = { kind: 'contactCreated', email: 'bea@example.com', identification: null };
    const none = { rows: [], isWholeList: true };
    expect(affectsContactSearch(contact, { field: 'email', value: 'BEA@example.com' }, none, before())).toBe(true);
    expect(affectsContactSearch(contact, { field: 'email', value: 'ana@example.com' }, none, before())).toBe(false);
    expect(affectsContactSearch(contact, { field: 'identification', value: '900' }, none, before())).toBe(true);
    expect(affectsCaseSearch(contact, by('type', 'Request'), part(row('a')), before())).toBe(false);
    const activity: WriteEffect = { kind: 'activityCreated', subjectId: 'written' };
    expect(affectsActivitySearch(activity, { field: 'subjectId', value: 'written' }, none, before())).toBe(true);
    expect(affectsActivitySearch(activity, { field: 'subjectId', value: 'other' }, none, before())).toBe(false);
    expect(affectsCaseSearch(activity, by('id', 'written'), whole(written), before())).toBe(true);
    expect(affectsCaseSearch(activity, by('id', 'a'), whole(row('a')), before())).toBe(false);
  });
});

test('a write of which nobody can tell what it does affects everything', () => {
  expect(affectsCaseSearch(anything, by('id', 'a'), whole(row('a')), before())).toBe(true);
  expect(affectsContactSpan(anything, { from: new Date(0), to: new Date(1) }, null, before())).toBe(true);
  expect(affectsOthers(anything, {}, null, before())).toBe(true);
});
