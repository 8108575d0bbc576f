import { describe, expect, test } from '@jest/globals';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import type { JsonObject } from '../../src/model/Json.js';
import { JournalUnavailable, type JournalEntry, type JournalState } from '../../src/store/JournalStore.js';
import { journalEntry } from '../store/journalEntry.js';
import { makeActivity, makeCase, makeContact, makeEmbeddedContact } from '../support/records.js';
import { settle } from '../support/FakeClock.js';
import { plain } from './FakeCrm.js';
import { WriterHarness } from './WriterHarness.js';

const unknown = { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' };
const lost = { commits: true, says: 'nothing' } as const;
const failed = { commits: false, says: 'nothing' } as const;
const graceMs = 8000;

async function states(harness: WriterHarness): Promise<JournalState[]> {
  const entries = await Promise.all((await harness.store.unsettledKeys()).map((key) => harness.store.get(key)));
  return entries.map((entry) => entry?.state ?? 'REJECTED');
}

describe('a case whose answer was lost', () => {
  test('is found at once by its marker, and the caller is told APPLIED', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    expect(await harness.createCase()).toEqual({ outcome: 'APPLIED', id: 'case-1', caseNumber: 'PET-case-1' });
    expect(harness.crm.calls).toEqual(['createCase', 'searchCases contactEmail']);
    expect(await harness.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(await states(harness)).toEqual([]);
  });

  test('is found later by the same key when the CRM could not be read at once', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    harness.crm.isUnreadable = true;
    expect(await harness.createCase()).toMatchObject(unknown);
    expect(await harness.createCase()).toMatchObject(unknown);
    harness.crm.isUnreadable = false;
    expect(await harness.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.writes).toEqual(['createCase']);
  });

  test('with a blank id is APPLIED when its marker is found, and UNKNOWN while it is not', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push({ commits: true, says: 'blank' }, { commits: false, says: 'blank' });
    expect(await harness.createCase('key-1')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await harness.createCase('key-2')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createCase('key-2')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
    expect(harness.crm.cases).toHaveLength(2);
  });

  test.each([true, false])(
    'is not believed when its answer names the case of another key (made: %s)',
    async (commits) => {
      const harness = new WriterHarness();
      expect(await harness.createCase('first', 'First.')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
      harness.crm.othersId = 'case-1';
      harness.crm.faces.push({ commits, says: 'another' });
      expect(await harness.createCase('second')).toMatchObject(
        commits ? { outcome: 'APPLIED', id: 'case-2' } : unknown,
      );
      await harness.clock.advance(graceMs);
      expect(await harness.createCase('second')).toMatchObject(
        commits ? { outcome: 'REPLAYED', id: 'case-2' } : { outcome: 'APPLIED', id: 'case-3' },
      );
      expect(await harness.createCase('first', 'First.')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
      expect(harness.crm.cases).toHaveLength(2);
    },
  );

  test('is found though a contact that was created has the same id', async () => {
    const harness = new WriterHarness();
    harness.crm.othersId = 'case-2';
    harness.crm.faces.push({ commits: false, says: 'another' }, lost);
    expect(await harness.createContact('contact')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
    expect(await harness.createCase('key')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
  });

  test('is found though the CRM knows the contact under another spelling of the address', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    harness.crm.isUnreadable = true;
    await harness.createCase();
    harness.crm.isUnreadable = false;
    harness.crm.cases[0] = {
      ...makeCase('case-1'),
      ...harness.crm.cases[0],
      contact: makeEmbeddedContact('c', { email: 'Ana@Example.com' }),
    };
    await harness.clock.advance(graceMs);
    expect(await harness.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.writes).toEqual(['createCase']);
  });

  test('is found by the marker in the tenant’s own field', async () => {
    const harness = new WriterHarness(new InMemoryJournalStore(), { markerField: 'Referencia' });
    harness.crm.faces.push(lost);
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });
});

describe('a case that failed before it was written', () => {
  test('is UNKNOWN during the grace and written exactly once after it', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(failed);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(graceMs - 1);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(1);
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
    expect(await harness.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-2' });
    expect(harness.crm.cases).toHaveLength(1);
  });

  test('but turns up within the grace is not written again', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push({ ...failed, commitsLate: true });
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(graceMs - 1);
    harness.crm.commitLate();
    await harness.clock.advance(graceMs);
    expect(await harness.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.writes).toEqual(['createCase']);
  });

  test('stays UNKNOWN while a new case of the contact without any marker could be it', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    harness.crm.keepText = (text) => text.slice(0, 5);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase()).toMatchObject(unknown);
    expect(harness.crm.writes).toEqual(['createCase']);
  });

  test('stays UNKNOWN with two cases of its marker', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    harness.crm.isUnreadable = true;
    await harness.createCase();
    harness.crm.isUnreadable = false;
    const [row] = harness.crm.cases;
    if (row !== undefined) harness.crm.cases.push({ ...row, id: makeCase('twin').id });
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createCase()).toMatchObject(unknown);
    expect(harness.crm.writes).toEqual(['createCase']);
  });

  test('is not concluded absent from a list that was not read to its end', async () => {
    const harness = new WriterHarness();
    const email = 'ana@example.com';
    for (let index = 0; index < 2001; index += 1) {
      const contact = makeEmbeddedContact('c', { email });
      harness.crm.cases.push(makeCase(`old-${index}`, { contact, createdAt: new Date(0) }));
    }
    harness.crm.faces.push(failed);
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    harness.crm.calls.splice(0);
    expect(await harness.createCase()).toMatchObject(unknown);
    expect(harness.crm.calls).toEqual([...Array<string>(8).fill('searchCases contactEmail'), 'listCases']);
  });
});

describe('a contact whose answer was lost', () => {
  test('is found by address and name among those created since', async () => {
    const harness = new WriterHarness();
    harness.crm.contacts.push(makeContact('old', { email: 'ana@example.com', name: 'Ana', createdAt: new Date(0) }));
    harness.crm.faces.push(lost);
    expect(await harness.createContact()).toMatchObject({ outcome: 'APPLIED', id: 'contact-1' });
  });

  test('and that failed is written once after the grace', async () => {
    const harness = new WriterHarness();
    harness.crm.contacts.push(makeContact('old', { email: 'ana@example.com', name: 'Ana', createdAt: new Date(0) }));
    harness.crm.faces.push(failed);
    expect(await harness.createContact()).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createContact()).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
  });

  test('is not taken for another person’s, nor for one that is another key’s', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(failed);
    expect(await harness.createContact('key-1')).toMatchObject(unknown);
    expect(await harness.createContact('key-2')).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
    await harness.clock.advance(graceMs);
    expect(await harness.createContact('key-1')).toMatchObject(unknown);
    harness.crm.faces.push(failed);
    expect(await harness.createContact('key-3', 'Eva', 'eva@example.com')).toMatchObject(unknown);
    const createdAt = new Date(harness.clock.now());
    harness.crm.contacts.push(makeContact('other', { email: 'eva@example.com', name: 'Eva B.', createdAt }));
    expect(await harness.createContact('key-3', 'Eva', 'eva@example.com')).toMatchObject(unknown);
    expect(harness.crm.contacts).toHaveLength(2);
  });

  test('cannot be told from that of another open write of the same address', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(lost, failed);
    await harness.createContact('key-1');
    await harness.createContact('key-2');
    harness.crm.isUnreadable = false;
    expect(await harness.createContact('key-1')).toMatchObject(unknown);
    expect(await harness.createContact('key-2')).toMatchObject(unknown);
    expect(harness.crm.contacts).toHaveLength(1);
  });
});

describe('an activity whose answer was lost', () => {
  test('is found by its marker among its record’s activities', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    expect(await harness.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-1' });
    expect(harness.crm.calls).toEqual(['createActivity', 'searchActivities subjectId']);
  });

  test('is not concluded absent before any activity was ever read', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(failed);
    expect(await harness.createTask()).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.createTask()).toMatchObject(unknown);
    const subject = { module: 'cases', id: 'subject-1' };
    harness.crm.activities.push(makeActivity('old', { subject, createdAt: new Date(0) }));
    expect(await harness.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-2' });
  });

  test('stays UNKNOWN, without a call, where activities cannot be read', async () => {
    const harness = new WriterHarness(new InMemoryJournalStore(), { areActivitiesReadable: false });
    harness.crm.faces.push(lost);
    expect(await harness.createTask()).toMatchObject(unknown);
    await harness.clock.advance(10 * graceMs);
    expect(await harness.createTask()).toMatchObject(unknown);
    expect(harness.crm.calls).toEqual(['createActivity']);
  });

  test('has the CRM’s word when its id is blank, and its own id where the CRM returns its record’s', async () => {
    const unreadable = new WriterHarness(new InMemoryJournalStore(), { areActivitiesReadable: false });
    unreadable.crm.faces.push({ commits: true, says: 'blank' });
    expect(await unreadable.createTask()).toEqual({ outcome: 'APPLIED', id: null, caseNumber: null });
    expect(await unreadable.createTask()).toEqual({ outcome: 'REPLAYED', id: null, caseNumber: null });
    const harness = new WriterHarness();
    harness.crm.returnsSubjectId = true;
    expect(await harness.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-1' });
  });
});

describe('a change whose answer was lost', () => {
  async function benchWithCase(): Promise<WriterHarness> {
    const harness = new WriterHarness();
    await harness.createCase('make');
    await harness.clock.advance(60_000);
    return harness;
  }

  test('or came with a blank id is APPLIED when the record shows what was sent, and UNKNOWN while it does not', async () => {
    const harness = await benchWithCase();
    harness.crm.faces.push({ commits: true, says: 'blank' }, { commits: false, says: 'blank' });
    expect(await harness.updateCase('case-1', 'Low', 'key-1')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    await harness.clock.advance(60_000);
    expect(await harness.updateCase('case-1', 'Urgent', 'key-2')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.updateCase('case-1', 'Urgent', 'key-2')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(harness.crm.cases[0]?.priority?.name).toBe('Urgent');
    expect(harness.crm.writes).toEqual(['createCase', 'updateCase', 'updateCase', 'updateCase']);
  });

  test('or came with a blank id has the CRM’s word where it cannot be compared, unless nobody touched the record', async () => {
    const harness = await benchWithCase();
    harness.crm.faces.push(plain, { commits: true, says: 'blank' }, { commits: false, says: 'blank' });
    await harness.updateCase('case-1', 'High', 'before');
    await harness.clock.advance(3_600_000);
    const files = [{ content: 'AAAA', filename: null, contentType: null }];
    expect(await harness.updateCase('case-1', 'Low', 'key-1', null, files)).toMatchObject({ outcome: 'APPLIED' });
    await harness.clock.advance(3_600_000);
    expect(await harness.updateCase('case-1', 'Urgent', 'key-2', null, files)).toMatchObject(unknown);
    harness.crm.faces.push({ commits: true, says: 'blank' });
    expect(await harness.updateRecord('leads', 'lead-1', { Etapa: 'Ganado' }, 'key-3')).toMatchObject({
      outcome: 'APPLIED',
      id: 'lead-1',
    });
  });

  test('or came with a blank id has the CRM’s word where its form rules have changed an own field', async () => {
    const harness = await benchWithCase();
    await harness.createContact('make');
    const contactId = harness.crm.contacts[0]?.id ?? '';
    harness.crm.applyRules = (label, value) => (label === 'Ciudad' ? 'CALI' : value);
    await harness.clock.advance(3_600_000);
    harness.crm.faces.push({ commits: true, says: 'blank' });
    const change = { Ciudad: 'cali', Estrato: '3' };
    expect(await harness.updateRecord('contacts', contactId, change, 'key-1')).toMatchObject({ outcome: 'APPLIED' });
    // Without the CRM's word nobody can tell it from a change by somebody else; it is never taken for absent.
    await harness.clock.advance(3_600_000);
    harness.crm.faces.push(lost);
    expect(await harness.updateRecord('contacts', contactId, change, 'key-2')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.updateRecord('contacts', contactId, change, 'key-2')).toMatchObject(unknown);
    expect(harness.crm.writes.filter((write) => write === 'updateRecord')).toHaveLength(2);
  });

  test('is APPLIED when the record shows what was sent', async () => {
    const harness = await benchWithCase();
    harness.crm.faces.push(lost);
    expect(await harness.updateCase('case-1', 'Low')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(harness.crm.writes).toEqual(['createCase', 'updateCase']);
  });

  test('is made again after the grace when nobody has touched the record', async () => {
    const harness = await benchWithCase();
    harness.crm.faces.push(failed);
    expect(await harness.updateCase('case-1', 'Low')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.updateCase('case-1', 'Low')).toMatchObject({ outcome: 'APPLIED' });
    expect(harness.crm.cases[0]?.priority?.name).toBe('Low');
  });

  test('stays UNKNOWN when somebody else has touched the record: to send again could undo their work', async () => {
    const harness = await benchWithCase();
    harness.crm.faces.push(failed);
    expect(await harness.updateCase('case-1', 'Low')).toMatchObject(unknown);
    await harness.updateCase('case-1', 'Urgent', 'other');
    await harness.clock.advance(graceMs);
    expect(await harness.updateCase('case-1', 'Low')).toMatchObject(unknown);
    expect(harness.crm.cases[0]?.priority?.name).toBe('Urgent');
  });

  test('by the CRM’s own names is APPLIED when the record shows it, and made again when it does not', async () => {
    const harness = await benchWithCase();
    await harness.createContact('make');
    const contactId = harness.crm.contacts[0]?.id ?? '';
    harness.crm.faces.push(lost, lost, failed);
    expect(await harness.updateRecord('cases', 'case-1', { status: 'On hold' })).toMatchObject({ outcome: 'APPLIED' });
    // The CRM keeps numbers as text.
    const changed = await harness.updateRecord('contacts', contactId, { Ciudad: 'Cali', Estrato: 3 }, 'key-2');
    expect(changed).toMatchObject({ outcome: 'APPLIED', id: contactId });
    await harness.clock.advance(60_000);
    expect(await harness.updateRecord('contacts', contactId, { Ciudad: 'Pasto' }, 'key-3')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.updateRecord('contacts', contactId, { Ciudad: 'Pasto' }, 'key-3')).toMatchObject({
      outcome: 'APPLIED',
    });
    expect(harness.crm.contacts[0]?.customFields).toMatchObject([{ label: 'Ciudad', value: 'Pasto' }]);
    expect(harness.crm.writes.filter((write) => write === 'updateRecord')).toHaveLength(4);
  });

  test.each<[string, string, JsonObject]>([
    ['of a typed value', 'contacts', { Visitas: { type: 'table', value: [{ día: 'lunes' }], status: 'create' } }],
    ['of a telephone number', 'contacts', { telephonecontact: '+573001112233' }],
    ['of an owner', 'contacts', { wolkvox_owner: 'agent_1@demo' }],
    ['of typed values in a form', 'cases', { form: { Visitas: [1] } }],
    ['that empties a field', 'cases', { solution: null }],
  ])(
    'by the CRM’s own names %s is not compared, and not repeated without a date to go by',
    async (_, module, fields) => {
      const harness = await benchWithCase();
      await harness.createContact('make');
      harness.crm.faces.push(failed);
      const id = module === 'cases' ? 'case-1' : (harness.crm.contacts[0]?.id ?? '');
      await harness.updateRecord(module, id, fields);
      await harness.clock.advance(graceMs);
      expect(await harness.updateRecord(module, id, fields)).toMatchObject(unknown);
    },
  );

  test('by names that nobody has heard of is never guessed to be made, and not repeated without a date to go by', async () => {
    const harness = await benchWithCase();
    harness.crm.faces.push(failed, failed);
    expect(await harness.updateRecord('cases', 'case-1', { x: 1 })).toMatchObject(unknown);
    expect(await harness.updateRecord('Vehículos', 'v-1', { x: 1 }, 'key-2')).toMatchObject(unknown);
    await harness.clock.advance(graceMs);
    expect(await harness.updateRecord('cases', 'case-1', { x: 1 })).toMatchObject(unknown);
    expect(await harness.updateRecord('Vehículos', 'v-1', { x: 1 }, 'key-2')).toMatchObject(unknown);
    expect(harness.crm.writes).toEqual(['createCase', 'updateRecord', 'updateRecord']);
  });
});

describe('a journal that was begun anew after a loss', () => {
  class YoungJournal extends InMemoryJournalStore {
    constructor(
      secret: Buffer,
      private readonly instant: number,
    ) {
      super(secret);
    }
    override bornAt(): Promise<number> {
      return Promise.resolve(this.instant);
    }
  }
  const secret = Buffer.alloc(32, 1);

  /** A journal in which a case was created, and after it one that knows nothing of it. */
  async function loseJournal(): Promise<WriterHarness> {
    const harness = new WriterHarness(new InMemoryJournalStore(secret));
    await harness.createCase('known');
    harness.restart({ journal: new YoungJournal(secret, harness.clock.now()) });
    harness.crm.calls.splice(0);
    return harness;
  }

  test('finds the case of a key by its marker, and does not make it again', async () => {
    const harness = await loseJournal();
    expect(await harness.createCase('known')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(await harness.createCase('known')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.calls).toEqual(['searchCases contactEmail']);
    expect(await harness.createCase('new')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
  });

  test('makes nothing while the CRM cannot be read', async () => {
    const harness = await loseJournal();
    harness.crm.isUnreadable = true;
    expect(await harness.createCase('known')).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_UNAVAILABLE' });
    harness.crm.isUnreadable = false;
    expect(await harness.createCase('known')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.cases).toHaveLength(1);
  });

  test('looks no more once it is older than keys live', async () => {
    const harness = await loseJournal();
    await harness.clock.leap(73 * 3_600_000);
    await harness.createCase('new');
    expect(harness.crm.calls).toEqual(['createCase']);
  });
});

describe('recovery in the background', () => {
  test('settles in the background what is found, and frees what is not', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(lost, failed);
    await harness.createCase('lost');
    await harness.createCase('failed');
    harness.crm.isUnreadable = false;
    harness.writer.start();
    await harness.clock.advance(30_000);
    expect(await states(harness)).toEqual([]);
    harness.crm.calls.splice(0);
    expect(await harness.createCase('lost')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.calls).toEqual([]);
    expect(await harness.createCase('failed')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
    await harness.writer.drain();
    expect(harness.troubles).toEqual([]);
  });

  test('takes up within 30 s what a killed process had sent, without a second write', async () => {
    const harness = new WriterHarness();
    // The old process never hears an answer: as good as killed.
    const never = new Promise<void>(() => undefined);
    harness.crm.faces.push({ ...lost, until: never }, { ...failed, until: never });
    void harness.createCase('lost');
    void harness.createCase('failed');
    await settle();
    expect(await states(harness)).toEqual(['SENT', 'SENT']);
    harness.restart().start();
    await harness.clock.advance(30_000);
    expect(await states(harness)).toEqual([]);
    expect(await harness.createCase('lost')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(await harness.createCase('failed')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
    expect(harness.crm.cases).toHaveLength(2);
    await harness.writer.drain();
  });

  test('lets a process that is still alive finish, where the journal is shared', async () => {
    const harness = new WriterHarness(new InMemoryJournalStore(undefined, true));
    let end = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      end = resolve;
    });
    harness.crm.faces.push({ commits: true, says: 'yes', until });
    const first = harness.createCase();
    await settle();
    harness.restart().start();
    await harness.clock.advance(9000);
    expect(await states(harness)).toEqual(['SENT']);
    end();
    expect(await first).toMatchObject({ outcome: 'APPLIED' });
    await harness.writer.drain();
  });

  test('asks ever more rarely about what stays unknown', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(failed);
    const createdAt = new Date(harness.clock.now());
    harness.crm.contacts.push(makeContact('other', { email: 'ana@example.com', name: 'Ana B.', createdAt }));
    await harness.createContact();
    harness.crm.calls.splice(0);
    harness.writer.start();
    await harness.clock.advance(3_600_000);
    expect(harness.crm.calls.length).toBeGreaterThan(5);
    expect(harness.crm.calls.length).toBeLessThan(15);
    await harness.writer.drain();
  });

  test('does not storm a CRM that is down, however much is open, and settles it soon after', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    for (let index = 0; index < 40; index += 1) {
      harness.crm.faces.push(index % 2 === 0 ? lost : failed);
      await harness.createCase(`key-${index}`);
    }
    harness.crm.calls.splice(0);
    harness.writer.start();
    await harness.clock.advance(20 * 60_000);
    expect(harness.crm.calls.length).toBeGreaterThan(50);
    expect(harness.crm.calls.length).toBeLessThan(250);
    harness.crm.isUnreadable = false;
    await harness.clock.advance(30_000);
    expect(await states(harness)).toEqual([]);
    await harness.writer.drain();
  });

  test('still gives up an outage that does not end: then it asks a few times an hour', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(failed);
    await harness.createCase();
    harness.writer.start();
    await harness.clock.advance(2 * 3_600_000);
    harness.crm.calls.splice(0);
    await harness.clock.advance(3_600_000);
    expect(harness.crm.calls.length).toBeLessThan(6);
    await harness.writer.drain();
  });

  test('forgets old keys after the retention, but never an unknown one', async () => {
    const harness = new WriterHarness(new InMemoryJournalStore(), { areActivitiesReadable: false });
    harness.writer.start();
    await harness.createCase('old');
    await harness.clock.leap(71 * 3_600_000);
    expect(await harness.createCase('old')).toMatchObject({ outcome: 'REPLAYED' });
    await harness.clock.leap(2 * 3_600_000);
    expect(await harness.createCase('old')).toMatchObject({ outcome: 'APPLIED' });
    harness.crm.faces.push(lost);
    await harness.createTask('unknown');
    await harness.clock.leap(200 * 3_600_000);
    expect(await harness.createTask('unknown')).toMatchObject(unknown);
    await harness.writer.drain();
  });

  test('forgets what is settled although a key before it stays unknown, and looks for that one once a day', async () => {
    const harness = new WriterHarness();
    harness.crm.keepText = (text) => text.slice(0, 5);
    harness.crm.faces.push(lost);
    expect(await harness.createCase('stuck')).toMatchObject(unknown);
    harness.crm.keepText = (text) => text;
    harness.writer.start();
    await harness.createCase('settled', 'Other.');
    await harness.clock.leap(80 * 3_600_000);
    expect(await states(harness)).toEqual(['UNKNOWN']);
    harness.crm.calls.splice(0);
    expect(await harness.createCase('settled', 'Other.')).toMatchObject({ outcome: 'APPLIED' });
    await harness.clock.leap(10 * 24 * 3_600_000);
    harness.crm.calls.splice(0);
    for (let quarters = 0; quarters < 40; quarters += 1) await harness.clock.leap(6 * 3_600_000);
    expect(harness.crm.calls.filter((call) => call === 'searchCases contactEmail').length).toBeLessThanOrEqual(11);
    await harness.writer.drain();
  });

  test('looks no more often after a restart than its age asks for, but for one look at the start', async () => {
    const harness = new WriterHarness();
    harness.crm.keepText = (text) => text.slice(0, 5);
    harness.crm.faces.push(lost);
    await harness.createCase('stuck');
    await harness.clock.leap(48 * 3_600_000);
    harness.crm.calls.splice(0);
    harness.restart().start();
    await harness.clock.advance(3_600_000);
    expect(harness.crm.calls.filter((call) => call === 'searchCases contactEmail')).toHaveLength(1);
    await harness.writer.drain();
  });

  test('keeps what tells the contact of an open write from another key’s of the same person', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(failed);
    expect(await harness.createContact('open')).toMatchObject(unknown);
    expect(await harness.createContact('other')).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
    harness.writer.start();
    await harness.clock.leap(100 * 3_600_000);
    harness.crm.isUnreadable = false;
    await harness.clock.leap(48 * 3_600_000);
    expect(await harness.createContact('open')).toMatchObject(unknown);
    expect(await harness.createContact('other')).toMatchObject({ outcome: 'REPLAYED', id: 'contact-2' });
    await harness.writer.drain();
  });

  test('does not take a contact that somebody made days later for the one it is looking for', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(failed);
    expect(await harness.createContact('open')).toMatchObject(unknown);
    await harness.clock.advance(72 * 3_600_000);
    const createdAt = new Date(harness.clock.now());
    harness.crm.contacts.push(makeContact('later', { email: 'ana@example.com', name: 'Ana', createdAt }));
    harness.crm.isUnreadable = false;
    expect(await harness.createContact('open')).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
  });

  test('forgets old keys although an open entry cannot be read', async () => {
    class PartlyUnreadable extends InMemoryJournalStore {
      override get(key: string): Promise<JournalEntry | null> {
        return key === 'torn' ? Promise.reject(new JournalUnavailable('torn')) : super.get(key);
      }
    }
    const store = new PartlyUnreadable();
    await store.replace('torn', null, journalEntry({ state: 'UNKNOWN' }));
    const harness = new WriterHarness(store);
    harness.writer.start();
    await harness.createCase('old');
    await harness.clock.leap(73 * 3_600_000);
    expect(await harness.createCase('old')).toMatchObject({ outcome: 'APPLIED' });
    await harness.writer.drain();
  });
});
