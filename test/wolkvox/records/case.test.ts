import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { mapCase } from '../../../src/wolkvox/records/case.js';
import { mapRow, mapRows } from './mapRow.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const caseOf = (row: Readonly<Record<string, unknown>>) => mapRow(mapCase, row).record;
const unreadableOf = (row: Readonly<Record<string, unknown>>) => mapRow(mapCase, row).unreadable;

/** A row as the vendor's notes endpoint shows it, with made-up values. */
const fullRow = {
  wolkvox_id: '64cb0d9d5f2b8a0012345678',
  idCase: '24521105632142745',
  idPrefijo: 'PET-24521105632142745',
  prefix: 'PET',
  caseType: 'Request',
  status: { value: 'open', name: 'Abierto' },
  priority: { value: 30, name: 'Media' },
  owner: { id: '1700000000000012', name: 'Ana Gómez - ADMIN_@demo', mail: 'ADMIN_@demo', level: null, tel: '' },
  responsible: { id: '1700000000000013', name: 'Luis Díaz', mail: 'agent_7@demo', group: false },
  groupsOwner: [],
  contact: 'Marta Ruiz - marta@example.com',
  nameContact: 'Marta Ruiz',
  contactId: '64cb0d9d5f2b8a0087654321',
  contactIdentification: '1020304050',
  contactEmail: 'marta@example.com',
  contactTel: { value: '3001234567', country: 'COLOMBIA', code: '57' },
  companyName: 'Ferretería El Tornillo',
  companyId: '64cb0d9d5f2b8a0011112222',
  companyIdentification: '900123456',
  description_case: '<p>No <b>prende</b></p>',
  form: { 'Nivel académico ': 'Bachiller ', Asunto: '' },
  files: [{ name: 'factura.pdf', url: 'https://files.example.org/factura.pdf' }],
  Attached: [],
  history: [],
  timeEstimated: '2024-05-21 11:26:32',
  closeDate: '',
  reOpened: false,
  case_dependent: 'independent',
  case_dependentOf: null,
  caseExpired: true,
  expiringPercent: 74,
  wolkvox_fecha_creacion: '2024-05-21 10:56:32',
  wolkvox_usuario_creacion: 'API@demo',
  wolkvox_fecha_modificacion: '2024-05-22 08:00:00',
  wolkvox_usuario_modificacion: 'agent_7@demo',
  wolkvox_origen: null,
  wolkvox_ip_address: '203.0.113.7 – v2',
};

describe('a case', () => {
  test('is read whole from a whole row', () => {
    expect(mapRow(mapCase, fullRow)).toEqual({
      unreadable: [],
      record: {
        id: '64cb0d9d5f2b8a0012345678',
        caseNumber: 'PET-24521105632142745',
        sequence: '24521105632142745',
        prefix: 'PET',
        type: { name: 'Request', kind: 'REQUEST' },
        status: { name: 'Abierto', condition: 'OPEN' },
        priority: { name: 'Media', resolutionMinutes: 30 },
        description: '<p>No <b>prende</b></p>',
        // Nothing is said about what the row has no place for.
        solution: undefined,
        reason: undefined,
        isReopened: false,
        isExpired: true,
        dueAt: new Date('2024-05-21T16:26:32Z'),
        createdAt: new Date('2024-05-21T15:56:32Z'),
        createdBy: 'API@demo',
        updatedAt: new Date('2024-05-22T13:00:00Z'),
        updatedBy: 'agent_7@demo',
        closedAt: null,
        dependency: 'independent',
        contact: {
          id: '64cb0d9d5f2b8a0087654321',
          name: 'Marta Ruiz',
          email: 'marta@example.com',
          identification: '1020304050',
          phone: { country: 'COLOMBIA', code: '57', value: '3001234567', e164: '+573001234567' },
        },
        company: { id: '64cb0d9d5f2b8a0011112222', name: 'Ferretería El Tornillo', identification: '900123456' },
        owner: { id: '1700000000000012', user: 'ADMIN_@demo', name: 'Ana Gómez', email: 'ADMIN_@demo', isGroup: null },
        responsible: {
          id: '1700000000000013',
          user: 'agent_7@demo',
          name: 'Luis Díaz',
          email: 'agent_7@demo',
          isGroup: false,
        },
        ownerGroups: [],
        history: [],
        files: [{ name: 'factura.pdf', url: 'https://files.example.org/factura.pdf' }],
        customFields: [
          { label: 'Nivel académico ', text: 'Bachiller ', value: 'Bachiller ' },
          { label: 'Asunto', text: null, value: '' },
        ],
      },
    });
  });

  test('that has nothing but its id is a case with nothing else', () => {
    const { record, unreadable } = mapRow(mapCase, {});
    expect(unreadable).toEqual([]);
    for (const [key, value] of Object.entries(record)) {
      if (key === 'id') continue;
      const isLeftOut = value === undefined && ['solution', 'reason', 'isExpired'].includes(key);
      expect(value === null || isLeftOut || (Array.isArray(value) && value.length === 0)).toBe(true);
    }
  });

  test('without a usable id keeps its place as null and takes no other with it', () => {
    const ids = ['', ' ', null, 'null', 'N/A', undefined, [], {}, false, { deep: 1 }, 'x'.repeat(129)];
    const rows = [...ids.map((wolkvox_id) => ({ ...fullRow, wolkvox_id })), null, 7, 'text', [], fullRow];
    const page = mapRows(mapCase, rows);
    expect(page.rows.map((row) => row?.id ?? null)).toEqual([...rows.slice(1).map(() => null), fullRow.wolkvox_id]);
  });

  test('keeps its number to the last digit, whether it comes as text or as a number (row 23)', () => {
    expect(caseOf({ idCase: '24521105632142745' }).sequence).toBe('24521105632142745');
    expect(caseOf({ idCase: 245211056 }).sequence).toBe('245211056');
    expect(caseOf({ wolkvox_id: 12345 }).id).toBe('12345');
  });

  test('has no number where it was sent as one that a double rounds', () => {
    const rows = JSON.parse(
      '[{"idCase":2.4521105632142745e+16},{"idCase":24521105632142745.0},{"idCase":1.5}]',
    ) as object[];
    for (const row of rows) {
      expect(mapRow(mapCase, { ...row })).toMatchObject({ record: { sequence: null }, unreadable: ['idCase'] });
    }
  });

  test.each(['9999-12-31 23:59:59', '2024-02-31T10:00:00Z', '2024-02-31 10:00:00', '2024-02-30T10:00:00-05:00'])(
    'has no instant where no calendar or no text of RFC 3339 has it: %s',
    (text) => {
      const { record, unreadable } = mapRow(mapCase, {
        timeEstimated: text,
        wolkvox_fecha_creacion: text,
        history: [{ date: text, message: 'x' }],
      });
      expect(record).toMatchObject({ dueAt: null, createdAt: null, history: [{ at: null, message: 'x' }] });
      expect([...unreadable].sort()).toEqual(['history.date', 'timeEstimated', 'wolkvox_fecha_creacion']);
    },
  );

  test('hands out no file’s address that a browser would run', () => {
    const files = [
      { name: 'a', url: 'javascript:alert(1)' },
      { name: 'b', url: 'https://files.example.org/b' },
      'data:text/html,x',
    ];
    expect(mapRow(mapCase, { files })).toMatchObject({
      record: {
        files: [
          { name: 'a', url: null },
          { name: 'b', url: 'https://files.example.org/b' },
          { name: null, url: null },
        ],
      },
      unreadable: ['files.url', 'files'],
    });
  });

  test('hangs on no record whose id is a word for nothing or zero', () => {
    for (const nothing of ['0', 0, 'N/A', 'null', '-']) {
      const { contact, company, owner } = caseOf({ contactId: nothing, companyId: nothing, owner: { id: nothing } });
      expect([contact, company, owner]).toEqual([null, null, null]);
    }
  });

  test.each([
    ['open', 'OPEN'],
    ['OPEN', 'OPEN'],
    ['Abierto', 'OPEN'],
    ['closed', 'CLOSED'],
    ['Cerrado', 'CLOSED'],
    ['on hold', 'ON_HOLD'],
    ['onhold', 'ON_HOLD'],
    ['on_hold', 'ON_HOLD'],
    ['On-Hold', 'ON_HOLD'],
    ['solved', 'SOLVED'],
    ['Solucionado', 'SOLVED'],
    ['archived', 'UNKNOWN'],
    ['', 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('whose status has the value %j is %s (row 16)', (value, condition) => {
    expect(caseOf({ status: { value, name: 'En curso' } }).status).toEqual({ name: 'En curso', condition });
  });

  test('whose status is only a label has a condition that nobody knows', () => {
    expect(caseOf({ status: 'Abierto' }).status).toEqual({ name: 'Abierto', condition: 'UNKNOWN' });
  });

  test('has a priority in minutes as number or text, or only by name (row 15)', () => {
    expect(caseOf({ priority: { value: '1440', name: 'Alta' } }).priority).toEqual({
      name: 'Alta',
      resolutionMinutes: 1440,
    });
    expect(caseOf({ priority: { value: '', name: 'Alta' } }).priority).toEqual({
      name: 'Alta',
      resolutionMinutes: null,
    });
    expect(caseOf({ priority: 'Alta' }).priority).toEqual({ name: 'Alta', resolutionMinutes: null });
    expect(unreadableOf({ priority: { value: 'soon', name: 'Alta' } })).toEqual(['priority.value']);
    expect(unreadableOf({ priority: { value: -1 } })).toEqual(['priority.value']);
    expect(unreadableOf({ priority: { value: 3_000_000_000 } })).toEqual(['priority.value']);
  });

  test.each([
    ['Request', 'REQUEST'],
    ['requests', 'REQUEST'],
    ['Petición', 'REQUEST'],
    ['Peticiones', 'REQUEST'],
    ['Complaints', 'COMPLAINT'],
    ['queja', 'COMPLAINT'],
    ['Claims', 'CLAIM'],
    ['Reclamos', 'CLAIM'],
    ['Suggestions', 'SUGGESTION'],
    ['Sugerencia', 'SUGGESTION'],
    ['Garantía', 'CUSTOM'],
  ])('of type %s is of kind %s, with the name as stored', (name, kind) => {
    expect(caseOf({ caseType: name }).type).toEqual({ name, kind });
  });

  test('that is not closed has an empty text for its closing date (row 18)', () => {
    expect(caseOf({ closeDate: '' }).closedAt).toBeNull();
    expect(caseOf({ closeDate: '2024-06-01 09:00:00' }).closedAt).toEqual(new Date('2024-06-01T14:00:00Z'));
  });

  test('has null and a warning for a date that no calendar has, and no warning for none', () => {
    expect(mapRow(mapCase, { timeEstimated: '2024-02-30 10:00:00' })).toMatchObject({
      record: { dueAt: null },
      unreadable: ['timeEstimated'],
    });
    expect(mapRow(mapCase, { timeEstimated: '0000-00-00 00:00:00', closeDate: '' }).unreadable).toEqual([]);
    expect(unreadableOf({ wolkvox_fecha_creacion: 20240521 })).toEqual(['wolkvox_fecha_creacion']);
    expect(
      caseOf({ wolkvox_fecha_creacion: { date: '2024-05-21 10:56:32.000000', timezone_type: 3 } }).createdAt,
    ).toEqual(new Date('2024-05-21T15:56:32Z'));
  });

  test('keeps the HTML of its description as stored (row 19)', () => {
    expect(caseOf({ description_case: '<p>a &amp; b</p>' }).description).toBe('<p>a &amp; b</p>');
  });

  test.each([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
    ['NO', false],
    ['sí', true],
    ['0', false],
    [1, true],
    [0, false],
    ['', null],
    [null, null],
    ['none', null],
  ])('takes %j for the truth value %j (row 37)', (value, expected) => {
    expect(caseOf({ reOpened: value }).isReopened).toBe(expected);
  });

  test('survives a field of another type, with null and the field’s name', () => {
    const { record, unreadable } = mapRow(mapCase, {
      ...fullRow,
      prefix: { a: 1 },
      description_case: ['x'],
      reOpened: 'perhaps',
      owner: ['x'],
      history: 'gone',
      files: 7,
      form: 7,
      groupsOwner: true,
    });
    expect(record).toMatchObject({
      prefix: null,
      description: null,
      isReopened: null,
      owner: null,
      files: [],
      customFields: [],
    });
    expect([...unreadable].sort()).toEqual([
      'description_case',
      'files',
      'form',
      'groupsOwner',
      'history',
      'owner',
      'prefix',
      'reOpened',
    ]);
  });
});

describe('the people of a case', () => {
  test('may be a group (row 14)', () => {
    const group = { id: '1', name: 'Soporte', mail: '', group: { id: '99', name: 'Soporte' } };
    expect(caseOf({ responsible: group }).responsible).toMatchObject({ id: '1', name: 'Soporte', isGroup: true });
    expect(caseOf({ responsible: { group: { id: '99', name: 'Soporte' } } }).responsible).toMatchObject({
      id: '99',
      name: 'Soporte',
      isGroup: true,
    });
    expect(caseOf({ responsible: { id: '1', group: 'true' } }).responsible?.isGroup).toBe(true);
    expect(caseOf({ responsible: { id: '1', group: 'false' } }).responsible?.isGroup).toBe(false);
  });

  test.each([[false], [null], [''], [[]], [{}], [{ id: '', name: '', mail: '', group: false }]])(
    'may be nobody: %j (row 14)',
    (responsible) => {
      expect(mapRow(mapCase, { responsible })).toMatchObject({ record: { responsible: null }, unreadable: [] });
    },
  );

  test('are named by "display - login" or either alone (row 13)', () => {
    const owner = (value: unknown) => caseOf({ owner: value }).owner;
    expect(owner({ id: '1', name: 'Ana Gómez - agent_5@demo', mail: 'ana@example.com' })).toEqual({
      id: '1',
      user: 'agent_5@demo',
      name: 'Ana Gómez',
      email: 'ana@example.com',
      isGroup: null,
    });
    expect(owner({ id: '1', name: 'Ana - María', mail: 'ana@example.com' })).toMatchObject({
      name: 'Ana - María',
      user: null,
    });
    expect(owner({ user: 'api', nombre: 'api', id: 'api', email: 'api' })).toMatchObject({
      id: 'api',
      user: 'api',
      name: 'api',
    });
    expect(owner({ id: 1700000000000012, nombre: 'Ana' })).toMatchObject({ id: '1700000000000012', name: 'Ana' });
    expect(owner('agent_5@demo')).toMatchObject({ id: null, user: 'agent_5@demo', name: null });
    expect(owner('Ana Gómez - agent_5@demo')).toMatchObject({ id: null, user: 'agent_5@demo', name: 'Ana Gómez' });
    expect(owner('Ana Gómez')).toMatchObject({ id: null, user: null, name: 'Ana Gómez' });
    expect(owner('1700000000000012')).toMatchObject({ id: '1700000000000012', user: null });
  });
});

describe('the contact a case carries', () => {
  const id = '64cb0d9d5f2b8a0087654321';

  test('has only what the row has a key for; the rest is not known', () => {
    expect(caseOf({ contactId: id }).contact).toEqual({
      id,
      name: undefined,
      email: undefined,
      identification: undefined,
      phone: undefined,
    });
    expect(
      caseOf({ contactId: id, contactEmail: '', contactTel: [], contactIdentification: null, nameContact: '' }).contact,
    ).toEqual({
      id,
      name: null,
      email: null,
      identification: null,
      phone: null,
    });
  });

  test('may be shown as "name - email", from which an absent email follows (row 22)', () => {
    const shown = (contact: string) => caseOf({ contactId: id, contact }).contact;
    expect(shown('Marta Ruiz - marta@example.com')).toMatchObject({ name: 'Marta Ruiz', email: 'marta@example.com' });
    expect(shown('Marta - Ruiz')).toMatchObject({ name: 'Marta - Ruiz', email: undefined });
    expect(shown('marta@example.com')).toMatchObject({ name: null, email: 'marta@example.com' });
    expect(
      caseOf({ contactId: id, contact: 'M - m@example.com', contactEmail: 'other@example.com' }).contact?.email,
    ).toBe('other@example.com');
  });

  test('is nobody without an id', () => {
    expect(caseOf({ contactId: '', nameContact: 'Marta Ruiz' }).contact).toBeNull();
    expect(caseOf({ companyId: null, companyName: 'Acme' }).company).toBeNull();
  });
});

describe('the history of a case', () => {
  test('has four shapes, with slashes and without padding (row 17)', () => {
    const history = [
      { date: '2024/5/27 10:1:18', type: 'note', user: 'agent_1@demo', message: 'Añadió la nota: llamar' },
      { date: '2024/05/27 10:02:00', message: 'Creó el caso', user: 'agent_1@demo' },
      { date: '2024/05/27 10:03:00', level: 2, message: 'Escaló', user: 'agent_2@demo' },
      { color: '#f00', date: '2024/05/27 10:04:00', level: 1, tag: 'SLA', user: 'system', message: '74 %' },
    ];
    expect(caseOf({ history }).history).toEqual([
      { at: new Date('2024-05-27T15:01:18Z'), user: 'agent_1@demo', tag: 'note', message: 'Añadió la nota: llamar' },
      { at: new Date('2024-05-27T15:02:00Z'), user: 'agent_1@demo', tag: null, message: 'Creó el caso' },
      { at: new Date('2024-05-27T15:03:00Z'), user: 'agent_2@demo', tag: null, message: 'Escaló' },
      { at: new Date('2024-05-27T15:04:00Z'), user: 'system', tag: 'SLA', message: '74 %' },
    ]);
  });

  test('keeps what can be read of an entry, and leaves out what is none', () => {
    expect(mapRow(mapCase, { history: ['Nota suelta', { date: 'soon', message: 'x' }, 7, null] })).toMatchObject({
      record: {
        history: [
          { at: null, user: null, tag: null, message: 'Nota suelta' },
          { at: null, user: null, tag: null, message: 'x' },
        ],
      },
      unreadable: ['history.date', 'history'],
    });
  });
});

describe('the files of a case', () => {
  test('come from both lists, each file once', () => {
    const file = { name: 'a.pdf', url: 'https://files.example.org/a' };
    const other = { name: 'a.pdf', url: 'https://files.example.org/b' };
    expect(
      caseOf({ files: [file, other], Attached: [file, 'https://files.example.org/c', { name: 'd' }, '', {}, []] })
        .files,
    ).toEqual([file, other, { name: null, url: 'https://files.example.org/c' }, { name: 'd', url: null }]);
  });
});

describe('the groups of a case', () => {
  test('are names, in any form', () => {
    expect(caseOf({ groupsOwner: ['A', { name: 'B' }, { id: '7' }, 8, ''] }).ownerGroups).toEqual(['A', 'B', '7', '8']);
    expect(caseOf({ groupsOwner: 'A' }).ownerGroups).toEqual(['A']);
    expect(caseOf({ groupsOwner: {} }).ownerGroups).toEqual([]);
  });
});

describe('the tenant’s own fields of a case', () => {
  const fields = (form: unknown) => caseOf({ form }).customFields.map(({ label, text }) => [label, text]);

  test('come as an object, as JSON text or as a list of names and values (row 20)', () => {
    const expected = [
      ['Nivel académico ', 'Bachiller'],
      ['Cupo', '7'],
    ];
    expect(fields({ 'Nivel académico ': 'Bachiller', Cupo: 7 })).toEqual(expected);
    expect(fields('{"Nivel académico ":"Bachiller","Cupo":7}')).toEqual(expected);
    expect(
      fields([
        { name: 'Nivel académico ', value: 'Bachiller' },
        { name: 'Cupo', value: 7 },
      ]),
    ).toEqual(expected);
  });

  test.each([[[]], [''], [null], [{}], ['[]'], ['{}']])('may be none: %j (row 10)', (form) => {
    expect(mapRow(mapCase, { form })).toMatchObject({ record: { customFields: [] }, unreadable: [] });
  });

  test('show text for what a person would read in them, and null for nothing (row 37)', () => {
    const text = (value: unknown) => fields({ a: value })[0]?.[1];
    expect(text('')).toBeNull();
    expect(text(null)).toBeNull();
    expect(text([])).toBeNull();
    expect(text('null')).toBe('null');
    expect(text('n/a')).toBe('n/a');
    expect(text('Bachiller ')).toBe('Bachiller ');
    expect(text(false)).toBe('false');
    expect(text({ value: '1750905', symbol: 'COP', convert: 1 })).toBe('1750905');
    expect(text({ value: 'Marta', value_id: '64cb' })).toBe('Marta');
    expect(
      text([
        { name: 'a.pdf', url: 'u' },
        { name: 'b.pdf', url: 'v' },
      ]),
    ).toBe('a.pdf, b.pdf');
    expect(text({ other: 1 })).toBeNull();
  });

  test('keep the value as stored, whatever it is, and a label like __proto__ harmless', () => {
    const value = { value: '7', rows: [1, { a: null }], '': true };
    expect(caseOf({ form: { x: value } }).customFields).toEqual([{ label: 'x', text: '7', value }]);
    const form: unknown = JSON.parse('{"__proto__":{"__proto__":{"polluted":1}}}');
    const [field] = caseOf({ form }).customFields;
    expect(field?.label).toBe('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('are none, with a warning, where the form makes no sense', () => {
    expect(unreadableOf({ form: 'not JSON' })).toEqual(['form']);
    expect(unreadableOf({ form: [7] })).toEqual(['form']);
  });
});

describe('any row', () => {
  test('is mapped or dropped, never thrown over', () => {
    const keys = fc.constantFrom(...Object.keys(fullRow), 'namecompany', '__proto__', 'constructor', 'toString');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue(), { maxKeys: 12 }), (row) => {
        const page = mapRows(mapCase, [{ ...fullRow, ...row }]);
        expect(page.rows).toHaveLength(1);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

describe('a page', () => {
  test('says that there were more rows than asked for, and has no more than the longest page', () => {
    const rows = Array.from({ length: 300 }, (_, index) => ({ wolkvox_id: String(index) }));
    const page = mapRows(mapCase, rows, 3);
    expect(page.rows).toHaveLength(250);
    expect(page.isOverfull).toBe(true);
    expect(mapRows(mapCase, rows.slice(0, 5), 5).isOverfull).toBe(false);
  });

  test('names each unreadable field once', () => {
    const row = { wolkvox_id: 'a', closeDate: 'soon', status: { value: {}, name: [1] } };
    expect(mapRows(mapCase, [row, row]).unreadableFields).toEqual(['status.name', 'closeDate']);
  });
});
