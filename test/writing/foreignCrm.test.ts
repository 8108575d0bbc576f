import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/model/Json.js';
import { InMemoryJournalStore } from '../../src/store/InMemoryJournalStore.js';
import { makeCase, makeContact, makeEmbeddedContact } from '../support/records.js';
import { WriterBench } from './WriterBench.js';

const unknown = { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' };
const lost = { commits: true, says: 'nothing' } as const;
const failed = { commits: false, says: 'nothing' } as const;
const graceMs = 8000;
const minuteMs = 60_000;

/** What a CRM that nobody has seen may make of a text. */
const keepers: [string, (text: string) => string][] = [
  ['trimmed', (text) => text.trim()],
  ['in capitals', (text) => text.toUpperCase()],
  ['wrapped in HTML', (text) => `<p>${text}</p>\n`],
  ['as HTML with entities', (text) => text.replaceAll(' ', '&nbsp;').replaceAll('[', '&#91;').replaceAll(']', '&#93;')],
  ['with its words in tags', (text) => text.replace(/ref (\w+)/, 'ref <b>$1</b>')],
  ['with a signature behind it', (text) => `${text}<br>-- <br>Sent by the portal`],
];

describe('a case in a CRM that stores texts', () => {
  test.each(keepers)('%s is found by its mark', async (_, keepText) => {
    const bench = new WriterBench();
    bench.crm.keepText = keepText;
    bench.crm.faces.push(lost);
    expect(await bench.createCase('key', 'The bill is wrong.')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });

  test.each(keepers)('%s is not taken for that of another key', async (_, keepText) => {
    const bench = new WriterBench();
    bench.crm.keepText = keepText;
    await bench.createCase('other', 'The gate is shut.');
    bench.crm.faces.push(failed);
    expect(await bench.createCase('key', 'The bill is wrong.')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createCase('key', 'The bill is wrong.')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
  });

  test.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, 12)],
    ['cut off in HTML', (text) => `<div>${text.slice(0, 12)}...</div>`],
    ['cut off, with letters as entities', (text) => text.slice(0, 12).replaceAll('ñ', '&ntilde;')],
    ['cut off, with letters spoilt', (text) => text.slice(0, 12).replaceAll('ñ', 'Ã±')],
    ['cut off within the mark', (text) => text.slice(0, -4)],
    ['not at all', () => ''],
  ])('%s stays UNKNOWN, and no second one is made', async (_, keepText) => {
    const bench = new WriterBench();
    bench.crm.keepText = keepText;
    bench.crm.faces.push(lost);
    expect(await bench.createCase('key', 'El señor pide <su> factura.')).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase('key', 'El señor pide <su> factura.')).toMatchObject(unknown);
    expect(bench.crm.writes).toEqual(['createCase']);
  });

  test('is found by its time where one address has more cases than can be read, and not taken for absent', async () => {
    const bench = new WriterBench();
    for (let count = 0; count < 2001; count += 1) {
      const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
      bench.crm.cases.push(makeCase(`old-${count}`, { contact, description: 'Old.', createdAt: new Date(0) }));
    }
    bench.crm.faces.push(lost, failed);
    expect(await bench.createCase('key')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await bench.createCase('failed')).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase('failed')).toMatchObject(unknown);
    expect(bench.crm.writes).toHaveLength(2);
  });

  describe.each<[string, (shown: number, all: number) => number | null]>([
    ['no totals', () => null],
    ['totals', (_, all) => all],
    ['totals that count the page', (shown) => shown],
  ])('and sends shorter pages than asked for, with %s,', (_, claimedTotal) => {
    const open = (): WriterBench => {
      const bench = new WriterBench();
      for (let count = 0; count < 130; count += 1) {
        const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
        bench.crm.cases.push(makeCase(`old-${count}`, { contact, description: 'Old.', createdAt: new Date(0) }));
      }
      Object.assign(bench.crm, { longestPage: 50, claimedTotal, refusedLists: 100, isUnreadable: true });
      return bench;
    };

    test('is found behind the first page, and not made again', async () => {
      const bench = open();
      bench.crm.faces.push(lost);
      await bench.createCase('key');
      bench.crm.isUnreadable = false;
      await bench.clock.advance(10 * graceMs);
      expect(await bench.createCase('key')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
      expect(bench.crm.writes).toHaveLength(1);
    });

    test('is found behind the first page of those minutes where the CRM spells the address otherwise', async () => {
      const bench = new WriterBench();
      const createdAt = new Date(bench.clock.now());
      for (let count = 0; count < 60; count += 1) {
        const contact = makeEmbeddedContact('d', { email: 'juan@example.com' });
        bench.crm.cases.push(makeCase(`other-${count}`, { contact, description: 'Other.', createdAt }));
      }
      Object.assign(bench.crm, { longestPage: 50, claimedTotal, isUnreadable: true });
      bench.crm.faces.push(lost);
      await bench.createCase('key');
      const made = bench.crm.cases[60] ?? makeCase('none');
      bench.crm.cases[60] = { ...made, contact: makeEmbeddedContact('c', { email: 'Ana@Example.com' }) };
      bench.crm.isUnreadable = false;
      await bench.clock.advance(10 * graceMs);
      expect(await bench.createCase('key')).toMatchObject({ outcome: 'REPLAYED', id: made.id });
      expect(bench.crm.writes).toHaveLength(1);
    });

    test('is found there likewise when it is a contact', async () => {
      const bench = new WriterBench();
      const createdAt = new Date(bench.clock.now());
      for (let count = 0; count < 60; count += 1) {
        bench.crm.contacts.push(makeContact(`other-${count}`, { name: 'Juan', email: 'juan@example.com', createdAt }));
      }
      Object.assign(bench.crm, { longestPage: 50, claimedTotal, isUnreadable: true });
      bench.crm.faces.push(lost);
      await bench.createContact('key', 'Ana', 'Ana@example.com');
      const made = bench.crm.contacts[60] ?? makeContact('none');
      bench.crm.contacts[60] = { ...made, email: 'ana@example.com' };
      bench.crm.isUnreadable = false;
      await bench.clock.advance(10 * graceMs);
      expect(await bench.createContact('key', 'Ana', 'Ana@example.com')).toMatchObject({ outcome: 'REPLAYED' });
      expect(bench.crm.writes).toHaveLength(1);
    });

    test.each([false, true])(
      'is made when it failed (pages behind the last are refused: %s)',
      async (refusesOverflow) => {
        const bench = open();
        bench.crm.refusesOverflow = refusesOverflow;
        bench.crm.faces.push(failed);
        await bench.createCase('key');
        bench.crm.isUnreadable = false;
        await bench.clock.advance(10 * graceMs);
        expect(await bench.createCase('key')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
      },
    );
  });

  test('cut off behind the mark of a case that it was copied from stays UNKNOWN', async () => {
    const bench = new WriterBench();
    await bench.createCase('first', 'The bill is wrong.');
    const copied = `${bench.crm.cases[0]?.description ?? ''} Once more, as last week.`;
    bench.crm.keepText = (text) => text.slice(0, 45);
    bench.crm.faces.push(lost);
    expect(await bench.createCase('key', copied)).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase('key', copied)).toMatchObject(unknown);
  });

  test('is made after the grace though somebody else has made another without a mark meanwhile', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(failed);
    expect(await bench.createCase('key', 'The bill is wrong.')).toMatchObject(unknown);
    const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
    const createdAt = new Date(bench.clock.now());
    bench.crm.cases.push(makeCase('theirs', { contact, createdAt, description: 'The gate is shut.' }));
    await bench.clock.advance(graceMs);
    expect(await bench.createCase('key', 'The bill is wrong.')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
  });
});

describe('a mark in the tenant’s own field', () => {
  const open = (): WriterBench => new WriterBench(new InMemoryJournalStore(), { markerField: 'Referencia' });

  test.each<[string, (text: string) => Json]>([
    ['with spaces around it', (text) => ` ${text} `],
    ['in capitals', (text) => text.toUpperCase()],
    ['wrapped', (text) => `<span>${text}</span>`],
  ])('is found %s', async (_, keepField) => {
    const bench = open();
    bench.crm.keepField = keepField;
    bench.crm.faces.push(lost);
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });

  test.each<[string, (text: string) => Json]>([
    ['does not store', () => null],
    ['fills with a default', () => 'pending'],
    ['takes for a number', () => 0],
    ['cuts', (text) => text.slice(0, 6)],
  ])('that the tenant %s leaves the case UNKNOWN, and no second one is made', async (_, keepField) => {
    const bench = open();
    bench.crm.keepField = keepField;
    bench.crm.faces.push(lost);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase()).toMatchObject(unknown);
    expect(bench.crm.writes).toEqual(['createCase']);
  });
});

describe('a CRM whose clock is wrong', () => {
  const errors: [string, number][] = [
    ['3 minutes behind', -3 * minuteMs],
    ['3 minutes ahead', 3 * minuteMs],
    ['an hour behind, as with another time zone', -60 * minuteMs],
  ];

  test.each(errors)('by %s shows a lost case, and does not bring back one that failed', async (_, clockErrorMs) => {
    const bench = new WriterBench();
    bench.crm.clockErrorMs = clockErrorMs;
    bench.crm.faces.push(lost, failed);
    expect(await bench.createCase('lost')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await bench.createCase('failed')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createCase('failed')).toMatchObject({ outcome: 'APPLIED' });
    expect(bench.crm.cases).toHaveLength(2);
  });

  test.each(errors)('by %s never gets a second case for one whose mark it cut off', async (_, clockErrorMs) => {
    const bench = new WriterBench();
    bench.crm.clockErrorMs = clockErrorMs;
    bench.crm.keepText = (text) => text.slice(0, 5);
    bench.crm.faces.push(lost);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase()).toMatchObject(unknown);
    expect(bench.crm.cases).toHaveLength(1);
  });

  test.each(errors)('by %s never gets a second contact', async (_, clockErrorMs) => {
    const bench = new WriterBench();
    bench.crm.clockErrorMs = clockErrorMs;
    bench.crm.faces.push(lost);
    await bench.createContact();
    await bench.clock.advance(10 * graceMs);
    await bench.createContact();
    expect(bench.crm.contacts).toHaveLength(1);
    bench.crm.faces.push(failed);
    expect(await bench.createContact('key-2', 'Eva', 'eva@example.com')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createContact('key-2', 'Eva', 'eva@example.com')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('by minutes does not get attachments twice', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    await bench.clock.advance(60 * minuteMs);
    bench.crm.clockErrorMs = -3 * minuteMs;
    bench.crm.faces.push(lost);
    const attachments = [{ content: 'QQ==', filename: 'a.txt', contentType: null }];
    expect(await bench.updateCase('case-1', 'High', 'key', null, attachments)).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.updateCase('case-1', 'High', 'key', null, attachments)).toMatchObject(unknown);
    expect(bench.crm.writes).toEqual(['createCase', 'updateCase']);
  });
});

describe('a CRM that serves no lists by date', () => {
  test('does not keep a case that failed open for ever: the contact’s cases are enough', async () => {
    const bench = new WriterBench();
    bench.crm.refusedLists = Number.POSITIVE_INFINITY;
    bench.crm.faces.push(failed);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
    expect(bench.crm.cases).toHaveLength(1);
  });

  test('nor a contact', async () => {
    const bench = new WriterBench();
    bench.crm.refusedLists = Number.POSITIVE_INFINITY;
    bench.crm.faces.push(failed);
    expect(await bench.createContact()).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createContact()).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
  });

  test('is believed only when it says so twice in a row', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(lost);
    expect(await bench.createCase('key', 'Broken.', bench.call(), 'Ana@example.com')).toMatchObject(unknown);
    bench.crm.isUnreadable = false;
    // Known under another spelling, so that only the list shows it, which is refused once by accident.
    const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
    bench.crm.cases[0] = { ...makeCase('case-1'), ...bench.crm.cases[0], contact };
    bench.crm.refusedLists = 1;
    await bench.clock.advance(graceMs);
    expect(await bench.createCase('key', 'Broken.', bench.call(), 'Ana@example.com')).toMatchObject({
      outcome: 'REPLAYED',
      id: 'case-1',
    });
  });
});

describe('a CRM that is vague', () => {
  test('about addresses is not believed that a contact is absent', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(lost);
    expect(await bench.createContact('key', 'Ana', 'Ana@Example.com')).toMatchObject(unknown);
    bench.crm.isUnreadable = false;
    bench.crm.hidesEmails = true;
    // It keeps the address in its own spelling, so that only the list by date shows the contact.
    bench.crm.contacts[0] = { ...makeContact('contact-1'), ...bench.crm.contacts[0], email: 'ana@example.com' };
    await bench.clock.advance(graceMs);
    expect(await bench.createContact('key', 'Ana', 'Ana@Example.com')).toMatchObject({
      outcome: 'REPLAYED',
      id: 'contact-1',
    });
  });

  test('about names shows a contact all the same', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    expect(await bench.createContact('key', ' ana  maría ')).toMatchObject({ outcome: 'APPLIED' });
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(lost);
    expect(await bench.createContact('key-2', 'Eva Gómez', 'eva@example.com')).toMatchObject(unknown);
    const row = bench.crm.contacts[1];
    if (row !== undefined) bench.crm.contacts[1] = { ...row, name: 'EVA GÓMEZ ' };
    bench.crm.isUnreadable = false;
    expect(await bench.createContact('key-2', 'Eva Gómez', 'eva@example.com')).toMatchObject({ outcome: 'REPLAYED' });
  });

  test('about texts shows a change all the same', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    await bench.clock.advance(minuteMs);
    bench.crm.keepText = (text) => `<p>${text.trim()}</p>`;
    bench.crm.faces.push(lost);
    expect(await bench.describeCase('case-1', 'The bill  is wrong. ')).toMatchObject({ outcome: 'APPLIED' });
    expect(bench.crm.writes).toEqual(['createCase', 'updateCase']);
  });

  test('about totals does not hide what is on its later pages', async () => {
    const bench = new WriterBench();
    const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
    for (let index = 0; index < 300; index += 1) {
      bench.crm.cases.push(makeCase(`old-${index}`, { contact, createdAt: new Date(0) }));
    }
    bench.crm.claimedTotal = (shown) => shown;
    bench.crm.refusedLists = Number.POSITIVE_INFINITY;
    bench.crm.faces.push(lost);
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });
});
