import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/model/Json.js';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import { makeCase, makeContact, makeEmbeddedContact } from '../support/records.js';
import { WriterHarness } from './WriterHarness.js';

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
  test.each(keepers)('%s is found by its marker', async (_, keepText) => {
    const harness = new WriterHarness();
    harness.crm.keepText = keepText;
    harness.crm.faces.push(lost);
    expect(await harness.createCase('key', 'The bill is wrong.')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });

  test.each(keepers)('%s is not taken for that of another key', async (_, keepText) => {
    const harness = new WriterHarness();
    harness.crm.keepText = keepText;
    await harness.createCase('other', 'The gate is shut.');
    harness.crm.faces.push(failed);
    expect(await harness.createCase('key', 'The bill is wrong.')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createCase('key', 'The bill is wrong.')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
  });

  test.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, 12)],
    ['cut off in HTML', (text) => `<div>${text.slice(0, 12)}...</div>`],
    ['cut off, with letters as entities', (text) => text.slice(0, 12).replaceAll('ñ', '&ntilde;')],
    ['cut off, with letters spoilt', (text) => text.slice(0, 12).replaceAll('ñ', 'Ã±')],
    ['cut off within the marker', (text) => text.slice(0, -4)],
    ['not at all', () => ''],
  ])('%s stays UNKNOWN, and no second one is made', async (_, keepText) => {
    const harness = new WriterHarness();
    harness.crm.keepText = keepText;
    harness.crm.faces.push(lost);
    expect(await harness.createCase('key', 'El señor pide <su> factura.')).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase('key', 'El señor pide <su> factura.')).toMatchObject(unknown);
    expect(harness.crm.writes).toEqual(['createCase']);
  });

  test('is found by its time where one address has more cases than can be read, and not taken for absent', async () => {
    const harness = new WriterHarness();
    for (let count = 0; count < 2001; count += 1) {
      const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
      harness.crm.cases.push(makeCase(`old-${count}`, { contact, description: 'Old.', createdAt: new Date(0) }));
    }
    harness.crm.faces.push(lost, failed);
    expect(await harness.createCase('key')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await harness.createCase('failed')).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase('failed')).toMatchObject(unknown);
    expect(harness.crm.writes).toHaveLength(2);
  });

  describe.each<[string, (shown: number, all: number) => number | null]>([
    ['no totals', () => null],
    ['totals', (_, all) => all],
    ['totals that count the page', (shown) => shown],
  ])('and sends shorter pages than asked for, with %s,', (_, claimedTotal) => {
    const open = (): WriterHarness => {
      const harness = new WriterHarness();
      for (let count = 0; count < 130; count += 1) {
        const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
        harness.crm.cases.push(makeCase(`old-${count}`, { contact, description: 'Old.', createdAt: new Date(0) }));
      }
      Object.assign(harness.crm, { longestPage: 50, claimedTotal, refusedLists: 100, isUnreadable: true });
      return harness;
    };

    test('is found behind the first page, and not made again', async () => {
      const harness = open();
      harness.crm.faces.push(lost);
      await harness.createCase('key');
      harness.crm.isUnreadable = false;
      await harness.clock.advance(10 * graceMs);
      expect(await harness.createCase('key')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
      expect(harness.crm.writes).toHaveLength(1);
    });

    test('is found behind the first page of those minutes where the CRM spells the address otherwise', async () => {
      const harness = new WriterHarness();
      const createdAt = new Date(harness.clock.now());
      for (let count = 0; count < 60; count += 1) {
        const contact = makeEmbeddedContact('d', { email: 'juan@example.com' });
        harness.crm.cases.push(makeCase(`other-${count}`, { contact, description: 'Other.', createdAt }));
      }
      Object.assign(harness.crm, { longestPage: 50, claimedTotal, isUnreadable: true });
      harness.crm.faces.push(lost);
      await harness.createCase('key');
      const made = harness.crm.cases[60] ?? makeCase('none');
      harness.crm.cases[60] = { ...made, contact: makeEmbeddedContact('c', { email: 'Ana@Example.com' }) };
      harness.crm.isUnreadable = false;
      await harness.clock.advance(10 * graceMs);
      expect(await harness.createCase('key')).toMatchObject({ outcome: 'REPLAYED', id: made.id });
      expect(harness.crm.writes).toHaveLength(1);
    });

    test('is found there likewise when it is a contact', async () => {
      const harness = new WriterHarness();
      const createdAt = new Date(harness.clock.now());
      for (let count = 0; count < 60; count += 1) {
        harness.crm.contacts.push(
          makeContact(`other-${count}`, { name: 'Juan', email: 'juan@example.com', createdAt }),
        );
      }
      Object.assign(harness.crm, { longestPage: 50, claimedTotal, isUnreadable: true });
      harness.crm.faces.push(lost);
      await harness.createContact('key', 'Ana', 'Ana@example.com');
      const made = harness.crm.contacts[60] ?? makeContact('none');
      harness.crm.contacts[60] = { ...made, email: 'ana@example.com' };
      harness.crm.isUnreadable = false;
      await harness.clock.advance(10 * graceMs);
      expect(await harness.createContact('key', 'Ana', 'Ana@example.com')).toMatchObject({ outcome: 'REPLAYED' });
      expect(harness.crm.writes).toHaveLength(1);
    });

    test.each([false, true])(
      'is made when it failed (pages behind the last are refused: %s)',
      async (refusesOverflow) => {
        const harness = open();
        harness.crm.refusesOverflow = refusesOverflow;
        harness.crm.faces.push(failed);
        await harness.createCase('key');
        harness.crm.isUnreadable = false;
        await harness.clock.advance(10 * graceMs);
        expect(await harness.createCase('key')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
      },
    );
  });

  test('cut off behind the marker of a case that it was copied from stays UNKNOWN', async () => {
    const harness = new WriterHarness();
    await harness.createCase('first', 'The bill is wrong.');
    const copied = `${harness.crm.cases[0]?.description ?? ''} Once more, as last week.`;
    harness.crm.keepText = (text) => text.slice(0, 45);
    harness.crm.faces.push(lost);
    expect(await harness.createCase('key', copied)).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase('key', copied)).toMatchObject(unknown);
  });

  test('is made after the grace though somebody else has made another without a marker meanwhile', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(failed);
    expect(await harness.createCase('key', 'The bill is wrong.')).toMatchObject(unknown);
    const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
    const createdAt = new Date(harness.clock.now());
    harness.crm.cases.push(makeCase('theirs', { contact, createdAt, description: 'The gate is shut.' }));
    await harness.clock.advance(graceMs);
    expect(await harness.createCase('key', 'The bill is wrong.')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
  });
});

describe('a marker in the tenant’s own field', () => {
  const open = (): WriterHarness => new WriterHarness(new InMemoryJournalStore(), { markerField: 'Referencia' });

  test.each<[string, (text: string) => Json]>([
    ['with spaces around it', (text) => ` ${text} `],
    ['in capitals', (text) => text.toUpperCase()],
    ['wrapped', (text) => `<span>${text}</span>`],
  ])('is found %s', async (_, keepField) => {
    const harness = open();
    harness.crm.keepField = keepField;
    harness.crm.faces.push(lost);
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });

  test.each<[string, (text: string) => Json]>([
    ['does not store', () => null],
    ['fills with a default', () => 'pending'],
    ['takes for a number', () => 0],
    ['cuts', (text) => text.slice(0, 6)],
  ])('that the tenant %s leaves the case UNKNOWN, and no second one is made', async (_, keepField) => {
    const harness = open();
    harness.crm.keepField = keepField;
    harness.crm.faces.push(lost);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase()).toMatchObject(unknown);
    expect(harness.crm.writes).toEqual(['createCase']);
  });
});

describe('a CRM whose clock is wrong', () => {
  const errors: [string, number][] = [
    ['3 minutes behind', -3 * minuteMs],
    ['3 minutes ahead', 3 * minuteMs],
    ['an hour behind, as with another time zone', -60 * minuteMs],
  ];

  test.each(errors)('by %s shows a lost case, and does not bring back one that failed', async (_, clockErrorMs) => {
    const harness = new WriterHarness();
    harness.crm.clockErrorMs = clockErrorMs;
    harness.crm.faces.push(lost, failed);
    expect(await harness.createCase('lost')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await harness.createCase('failed')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createCase('failed')).toMatchObject({ outcome: 'APPLIED' });
    expect(harness.crm.cases).toHaveLength(2);
  });

  test.each(errors)('by %s never gets a second case for one whose marker it cut off', async (_, clockErrorMs) => {
    const harness = new WriterHarness();
    harness.crm.clockErrorMs = clockErrorMs;
    harness.crm.keepText = (text) => text.slice(0, 5);
    harness.crm.faces.push(lost);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase()).toMatchObject(unknown);
    expect(harness.crm.cases).toHaveLength(1);
  });

  test.each(errors)('by %s never gets a second contact', async (_, clockErrorMs) => {
    const harness = new WriterHarness();
    harness.crm.clockErrorMs = clockErrorMs;
    harness.crm.faces.push(lost);
    await harness.createContact();
    await harness.clock.advance(10 * graceMs);
    await harness.createContact();
    expect(harness.crm.contacts).toHaveLength(1);
    harness.crm.faces.push(failed);
    expect(await harness.createContact('key-2', 'Eva', 'eva@example.com')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createContact('key-2', 'Eva', 'eva@example.com')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('by minutes does not get attachments twice', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    await harness.clock.advance(60 * minuteMs);
    harness.crm.clockErrorMs = -3 * minuteMs;
    harness.crm.faces.push(lost);
    const attachments = [{ content: 'QQ==', filename: 'a.txt', contentType: null }];
    expect(await harness.updateCase('case-1', 'High', 'key', null, attachments)).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.updateCase('case-1', 'High', 'key', null, attachments)).toMatchObject(unknown);
    expect(harness.crm.writes).toEqual(['createCase', 'updateCase']);
  });
});

describe('a CRM that serves no lists by date', () => {
  test('does not keep a case that failed open for ever: the contact’s cases are enough', async () => {
    const harness = new WriterHarness();
    harness.crm.refusedLists = Number.POSITIVE_INFINITY;
    harness.crm.faces.push(failed);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
    expect(harness.crm.cases).toHaveLength(1);
  });

  test('nor a contact', async () => {
    const harness = new WriterHarness();
    harness.crm.refusedLists = Number.POSITIVE_INFINITY;
    harness.crm.faces.push(failed);
    expect(await harness.createContact()).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createContact()).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
  });

  test('is believed only when it says so twice in a row', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(lost);
    expect(await harness.createCase('key', 'Broken.', harness.call())).toMatchObject(unknown);
    harness.crm.isUnreadable = false;
    // Known under another spelling, so that only the list shows it, which is refused once by accident.
    const contact = makeEmbeddedContact('c', { email: 'Ana@example.com' });
    harness.crm.cases[0] = { ...makeCase('case-1'), ...harness.crm.cases[0], contact };
    harness.crm.refusedLists = 1;
    await harness.clock.advance(graceMs);
    expect(await harness.createCase('key', 'Broken.', harness.call())).toMatchObject({
      outcome: 'REPLAYED',
      id: 'case-1',
    });
  });

  test('and stores addresses in small letters, to which it searches, has a contact’s and a case’s answers lost once', async () => {
    const harness = new WriterHarness();
    Object.assign(harness.crm, { refusedLists: Number.POSITIVE_INFINITY, isUnreadable: true });
    harness.crm.faces.push(lost, lost);
    const createContact = () => harness.createContact('key-1', 'Ana', 'Ana@Example.com');
    const createCase = () => harness.createCase('key-2', 'Broken.', harness.call(), 'Ana@Example.com');
    expect(await createContact()).toMatchObject(unknown);
    expect(await createCase()).toMatchObject(unknown);
    harness.crm.isUnreadable = false;
    const [madeContact, madeCase] = [harness.crm.contacts[0], harness.crm.cases[0]];
    harness.crm.contacts[0] = { ...makeContact('contact-1'), ...madeContact, email: 'ana@example.com' };
    const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
    harness.crm.cases[0] = { ...makeCase('case-2'), ...madeCase, contact };
    await harness.clock.advance(graceMs);
    expect(await createContact()).toMatchObject({ outcome: 'REPLAYED', id: 'contact-1' });
    expect(await createCase()).toMatchObject({ outcome: 'REPLAYED' });
    expect(harness.crm.writes).toEqual(['createContact', 'createCase']);
  });
});

describe('a CRM that is vague', () => {
  test('about addresses is not believed that a contact is absent', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(lost);
    expect(await harness.createContact('key', 'Ana', 'Ana@Example.com')).toMatchObject(unknown);
    harness.crm.isUnreadable = false;
    harness.crm.hidesEmails = true;
    // It keeps the address in its own spelling, so that only the list by date shows the contact.
    harness.crm.contacts[0] = { ...makeContact('contact-1'), ...harness.crm.contacts[0], email: 'ana@example.com' };
    await harness.clock.advance(graceMs);
    expect(await harness.createContact('key', 'Ana', 'Ana@Example.com')).toMatchObject({
      outcome: 'REPLAYED',
      id: 'contact-1',
    });
  });

  test('about names shows a contact all the same', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    expect(await harness.createContact('key', ' ana  maría ')).toMatchObject({ outcome: 'APPLIED' });
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(lost);
    expect(await harness.createContact('key-2', 'Eva Gómez', 'eva@example.com')).toMatchObject(unknown);
    const row = harness.crm.contacts[1];
    if (row !== undefined) harness.crm.contacts[1] = { ...row, name: 'EVA GÓMEZ ' };
    harness.crm.isUnreadable = false;
    expect(await harness.createContact('key-2', 'Eva Gómez', 'eva@example.com')).toMatchObject({ outcome: 'REPLAYED' });
  });

  test('about texts shows a change all the same', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    await harness.clock.advance(minuteMs);
    harness.crm.keepText = (text) => `<p>${text.trim()}</p>`;
    harness.crm.faces.push(lost);
    expect(await harness.describeCase('case-1', 'The bill  is wrong. ')).toMatchObject({ outcome: 'APPLIED' });
    expect(harness.crm.writes).toEqual(['createCase', 'updateCase']);
  });

  test('about totals does not hide what is on its later pages', async () => {
    const harness = new WriterHarness();
    const contact = makeEmbeddedContact('c', { email: 'ana@example.com' });
    for (let index = 0; index < 300; index += 1) {
      harness.crm.cases.push(makeCase(`old-${index}`, { contact, createdAt: new Date(0) }));
    }
    harness.crm.claimedTotal = (shown) => shown;
    harness.crm.refusedLists = Number.POSITIVE_INFINITY;
    harness.crm.faces.push(lost);
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });
});
