import { describe, expect, test } from '@jest/globals';
import { InMemoryJournalStore } from '../../src/store/InMemoryJournalStore.js';
import type { JsonObject } from '../../src/model/Json.js';
import { JournalUnavailable, type JournalEntry, type JournalState } from '../../src/store/JournalStore.js';
import { journalEntry } from '../store/journalEntry.js';
import { makeActivity, makeCase, makeContact, makeEmbeddedContact } from '../support/records.js';
import { settle } from '../support/FakeClock.js';
import { plain } from './FakeCrm.js';
import { WriterBench } from './WriterBench.js';

const unknown = { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' };
const lost = { commits: true, says: 'nothing' } as const;
const failed = { commits: false, says: 'nothing' } as const;
const graceMs = 8000;

async function states(bench: WriterBench): Promise<JournalState[]> {
  const entries = await Promise.all((await bench.store.unsettledKeys()).map((key) => bench.store.get(key)));
  return entries.map((entry) => entry?.state ?? 'REJECTED');
}

describe('a case whose answer was lost', () => {
  test('is found at once by its mark, and the caller is told APPLIED', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    expect(await bench.createCase()).toEqual({ outcome: 'APPLIED', id: 'case-1', caseNumber: 'PET-case-1' });
    expect(bench.crm.calls).toEqual(['createCase', 'searchCases contactEmail']);
    expect(await bench.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(await states(bench)).toEqual([]);
  });

  test('is found later by the same key when the CRM could not be read at once', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    bench.crm.isUnreadable = true;
    expect(await bench.createCase()).toMatchObject(unknown);
    expect(await bench.createCase()).toMatchObject(unknown);
    bench.crm.isUnreadable = false;
    expect(await bench.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(bench.crm.writes).toEqual(['createCase']);
  });

  test('with a blank id is APPLIED when its mark is found, and UNKNOWN while it is not', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push({ commits: true, says: 'blank' }, { commits: false, says: 'blank' });
    expect(await bench.createCase('key-1')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await bench.createCase('key-2')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createCase('key-2')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
    expect(bench.crm.cases).toHaveLength(2);
  });

  test('is found though a contact that was created has the same id', async () => {
    const bench = new WriterBench();
    bench.crm.othersId = 'case-2';
    bench.crm.faces.push({ commits: false, says: 'another' }, lost);
    expect(await bench.createContact('contact')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
    expect(await bench.createCase('key')).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
  });

  test('is found though the CRM knows the contact under another spelling of the address', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    bench.crm.isUnreadable = true;
    await bench.createCase();
    bench.crm.isUnreadable = false;
    bench.crm.cases[0] = {
      ...makeCase('case-1'),
      ...bench.crm.cases[0],
      contact: makeEmbeddedContact('c', { email: 'Ana@Example.com' }),
    };
    await bench.clock.advance(graceMs);
    expect(await bench.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(bench.crm.writes).toEqual(['createCase']);
  });

  test('is found by the mark in the tenant’s own field', async () => {
    const bench = new WriterBench(new InMemoryJournalStore(), { markerField: 'Referencia' });
    bench.crm.faces.push(lost);
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
  });
});

describe('a case that failed before it was written', () => {
  test('is UNKNOWN during the grace and written exactly once after it', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(failed);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(graceMs - 1);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(1);
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED', id: 'case-2' });
    expect(await bench.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-2' });
    expect(bench.crm.cases).toHaveLength(1);
  });

  test('but turns up within the grace is not written again', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push({ ...failed, commitsLate: true });
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(graceMs - 1);
    bench.crm.commitLate();
    await bench.clock.advance(graceMs);
    expect(await bench.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(bench.crm.writes).toEqual(['createCase']);
  });

  test('stays UNKNOWN while a new case of the contact without any mark could be it', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    bench.crm.keepText = (text) => text.slice(0, 5);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase()).toMatchObject(unknown);
    expect(bench.crm.writes).toEqual(['createCase']);
  });

  test('stays UNKNOWN with two cases of its mark', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    bench.crm.isUnreadable = true;
    await bench.createCase();
    bench.crm.isUnreadable = false;
    const [row] = bench.crm.cases;
    if (row !== undefined) bench.crm.cases.push({ ...row, id: makeCase('twin').id });
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createCase()).toMatchObject(unknown);
    expect(bench.crm.writes).toEqual(['createCase']);
  });

  test('is not concluded absent from a list that was not read to its end', async () => {
    const bench = new WriterBench();
    const email = 'ana@example.com';
    for (let index = 0; index < 2001; index += 1) {
      const contact = makeEmbeddedContact('c', { email });
      bench.crm.cases.push(makeCase(`old-${index}`, { contact, createdAt: new Date(0) }));
    }
    bench.crm.faces.push(failed);
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    bench.crm.calls.splice(0);
    expect(await bench.createCase()).toMatchObject(unknown);
    expect(bench.crm.calls).toEqual([...Array<string>(8).fill('searchCases contactEmail'), 'listCases']);
  });
});

describe('a contact whose answer was lost', () => {
  test('is found by address and name among those created since', async () => {
    const bench = new WriterBench();
    bench.crm.contacts.push(makeContact('old', { email: 'ana@example.com', name: 'Ana', createdAt: new Date(0) }));
    bench.crm.faces.push(lost);
    expect(await bench.createContact()).toMatchObject({ outcome: 'APPLIED', id: 'contact-1' });
  });

  test('and that failed is written once after the grace', async () => {
    const bench = new WriterBench();
    bench.crm.contacts.push(makeContact('old', { email: 'ana@example.com', name: 'Ana', createdAt: new Date(0) }));
    bench.crm.faces.push(failed);
    expect(await bench.createContact()).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createContact()).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
  });

  test('is not taken for another person’s, nor for one that is another key’s', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(failed);
    expect(await bench.createContact('key-1')).toMatchObject(unknown);
    expect(await bench.createContact('key-2')).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
    await bench.clock.advance(graceMs);
    expect(await bench.createContact('key-1')).toMatchObject(unknown);
    bench.crm.faces.push(failed);
    expect(await bench.createContact('key-3', 'Eva', 'eva@example.com')).toMatchObject(unknown);
    const createdAt = new Date(bench.clock.now());
    bench.crm.contacts.push(makeContact('other', { email: 'eva@example.com', name: 'Eva B.', createdAt }));
    expect(await bench.createContact('key-3', 'Eva', 'eva@example.com')).toMatchObject(unknown);
    expect(bench.crm.contacts).toHaveLength(2);
  });

  test('cannot be told from that of another open write of the same address', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(lost, failed);
    await bench.createContact('key-1');
    await bench.createContact('key-2');
    bench.crm.isUnreadable = false;
    expect(await bench.createContact('key-1')).toMatchObject(unknown);
    expect(await bench.createContact('key-2')).toMatchObject(unknown);
    expect(bench.crm.contacts).toHaveLength(1);
  });
});

describe('an activity whose answer was lost', () => {
  test('is found by its mark among its record’s activities', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    expect(await bench.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-1' });
    expect(bench.crm.calls).toEqual(['createActivity', 'searchActivities subjectId']);
  });

  test('is not concluded absent before any activity was ever read', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(failed);
    expect(await bench.createTask()).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.createTask()).toMatchObject(unknown);
    const subject = { module: 'cases', id: 'subject-1' };
    bench.crm.activities.push(makeActivity('old', { subject, createdAt: new Date(0) }));
    expect(await bench.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-2' });
  });

  test('stays UNKNOWN, without a call, where activities cannot be read', async () => {
    const bench = new WriterBench(new InMemoryJournalStore(), { areActivitiesReadable: false });
    bench.crm.faces.push(lost);
    expect(await bench.createTask()).toMatchObject(unknown);
    await bench.clock.advance(10 * graceMs);
    expect(await bench.createTask()).toMatchObject(unknown);
    expect(bench.crm.calls).toEqual(['createActivity']);
  });

  test('has the CRM’s word when its id is blank, and its own id where the CRM returns its record’s', async () => {
    const unreadable = new WriterBench(new InMemoryJournalStore(), { areActivitiesReadable: false });
    unreadable.crm.faces.push({ commits: true, says: 'blank' });
    expect(await unreadable.createTask()).toEqual({ outcome: 'APPLIED', id: null, caseNumber: null });
    expect(await unreadable.createTask()).toEqual({ outcome: 'REPLAYED', id: null, caseNumber: null });
    const bench = new WriterBench();
    bench.crm.returnsSubjectId = true;
    expect(await bench.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-1' });
  });
});

describe('a change whose answer was lost', () => {
  async function benchWithCase(): Promise<WriterBench> {
    const bench = new WriterBench();
    await bench.createCase('make');
    await bench.clock.advance(60_000);
    return bench;
  }

  test('or came with a blank id is APPLIED when the record shows what was sent, and UNKNOWN while it does not', async () => {
    const bench = await benchWithCase();
    bench.crm.faces.push({ commits: true, says: 'blank' }, { commits: false, says: 'blank' });
    expect(await bench.updateCase('case-1', 'Low', 'key-1')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    await bench.clock.advance(60_000);
    expect(await bench.updateCase('case-1', 'Urgent', 'key-2')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.updateCase('case-1', 'Urgent', 'key-2')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(bench.crm.cases[0]?.priority?.name).toBe('Urgent');
    expect(bench.crm.writes).toEqual(['createCase', 'updateCase', 'updateCase', 'updateCase']);
  });

  test('or came with a blank id has the CRM’s word where it cannot be compared, unless nobody touched the record', async () => {
    const bench = await benchWithCase();
    bench.crm.faces.push(plain, { commits: true, says: 'blank' }, { commits: false, says: 'blank' });
    await bench.updateCase('case-1', 'High', 'before');
    await bench.clock.advance(3_600_000);
    const files = [{ content: 'AAAA', filename: null, contentType: null }];
    expect(await bench.updateCase('case-1', 'Low', 'key-1', null, files)).toMatchObject({ outcome: 'APPLIED' });
    await bench.clock.advance(3_600_000);
    expect(await bench.updateCase('case-1', 'Urgent', 'key-2', null, files)).toMatchObject(unknown);
    bench.crm.faces.push({ commits: true, says: 'blank' });
    expect(await bench.updateRecord('leads', 'lead-1', { Etapa: 'Ganado' }, 'key-3')).toMatchObject({
      outcome: 'APPLIED',
      id: 'lead-1',
    });
  });

  test('is APPLIED when the record shows what was sent', async () => {
    const bench = await benchWithCase();
    bench.crm.faces.push(lost);
    expect(await bench.updateCase('case-1', 'Low')).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(bench.crm.writes).toEqual(['createCase', 'updateCase']);
  });

  test('is made again after the grace when nobody has touched the record', async () => {
    const bench = await benchWithCase();
    bench.crm.faces.push(failed);
    expect(await bench.updateCase('case-1', 'Low')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.updateCase('case-1', 'Low')).toMatchObject({ outcome: 'APPLIED' });
    expect(bench.crm.cases[0]?.priority?.name).toBe('Low');
  });

  test('stays UNKNOWN when somebody else has touched the record: to send again could undo their work', async () => {
    const bench = await benchWithCase();
    bench.crm.faces.push(failed);
    expect(await bench.updateCase('case-1', 'Low')).toMatchObject(unknown);
    await bench.updateCase('case-1', 'Urgent', 'other');
    await bench.clock.advance(graceMs);
    expect(await bench.updateCase('case-1', 'Low')).toMatchObject(unknown);
    expect(bench.crm.cases[0]?.priority?.name).toBe('Urgent');
  });

  test('by the CRM’s own names is APPLIED when the record shows it, and made again when it does not', async () => {
    const bench = await benchWithCase();
    await bench.createContact('make');
    const contactId = bench.crm.contacts[0]?.id ?? '';
    bench.crm.faces.push(lost, lost, failed);
    expect(await bench.updateRecord('cases', 'case-1', { status: 'On hold' })).toMatchObject({ outcome: 'APPLIED' });
    // The CRM keeps numbers as text.
    const changed = await bench.updateRecord('contacts', contactId, { Ciudad: 'Cali', Estrato: 3 }, 'key-2');
    expect(changed).toMatchObject({ outcome: 'APPLIED', id: contactId });
    await bench.clock.advance(60_000);
    expect(await bench.updateRecord('contacts', contactId, { Ciudad: 'Pasto' }, 'key-3')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.updateRecord('contacts', contactId, { Ciudad: 'Pasto' }, 'key-3')).toMatchObject({
      outcome: 'APPLIED',
    });
    expect(bench.crm.contacts[0]?.customFields).toMatchObject([{ label: 'Ciudad', value: 'Pasto' }]);
    expect(bench.crm.writes.filter((write) => write === 'updateRecord')).toHaveLength(4);
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
      const bench = await benchWithCase();
      await bench.createContact('make');
      bench.crm.faces.push(failed);
      const id = module === 'cases' ? 'case-1' : (bench.crm.contacts[0]?.id ?? '');
      await bench.updateRecord(module, id, fields);
      await bench.clock.advance(graceMs);
      expect(await bench.updateRecord(module, id, fields)).toMatchObject(unknown);
    },
  );

  test('by names that nobody has heard of is never guessed to be made, and not repeated without a date to go by', async () => {
    const bench = await benchWithCase();
    bench.crm.faces.push(failed, failed);
    expect(await bench.updateRecord('cases', 'case-1', { x: 1 })).toMatchObject(unknown);
    expect(await bench.updateRecord('Vehículos', 'v-1', { x: 1 }, 'key-2')).toMatchObject(unknown);
    await bench.clock.advance(graceMs);
    expect(await bench.updateRecord('cases', 'case-1', { x: 1 })).toMatchObject(unknown);
    expect(await bench.updateRecord('Vehículos', 'v-1', { x: 1 }, 'key-2')).toMatchObject(unknown);
    expect(bench.crm.writes).toEqual(['createCase', 'updateRecord', 'updateRecord']);
  });
});

describe('the keeper of the journal', () => {
  test('settles in the background what is found, and frees what is not', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(lost, failed);
    await bench.createCase('lost');
    await bench.createCase('failed');
    bench.crm.isUnreadable = false;
    bench.writer.start();
    await bench.clock.advance(30_000);
    expect(await states(bench)).toEqual([]);
    bench.crm.calls.splice(0);
    expect(await bench.createCase('lost')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(bench.crm.calls).toEqual([]);
    expect(await bench.createCase('failed')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
    await bench.writer.drain();
    expect(bench.troubles).toEqual([]);
  });

  test('takes up within 30 s what a killed process had sent, without a second write', async () => {
    const bench = new WriterBench();
    // The old process never hears an answer: as good as killed.
    const never = new Promise<void>(() => undefined);
    bench.crm.faces.push({ ...lost, until: never }, { ...failed, until: never });
    void bench.createCase('lost');
    void bench.createCase('failed');
    await settle();
    expect(await states(bench)).toEqual(['SENT', 'SENT']);
    bench.restart().start();
    await bench.clock.advance(30_000);
    expect(await states(bench)).toEqual([]);
    expect(await bench.createCase('lost')).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(await bench.createCase('failed')).toMatchObject({ outcome: 'APPLIED', id: 'case-3' });
    expect(bench.crm.cases).toHaveLength(2);
    await bench.writer.drain();
  });

  test('lets a process that is still alive finish, where the journal is shared', async () => {
    const bench = new WriterBench(new InMemoryJournalStore(undefined, true));
    let end = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      end = resolve;
    });
    bench.crm.faces.push({ commits: true, says: 'yes', until });
    const first = bench.createCase();
    await settle();
    bench.restart().start();
    await bench.clock.advance(9000);
    expect(await states(bench)).toEqual(['SENT']);
    end();
    expect(await first).toMatchObject({ outcome: 'APPLIED' });
    await bench.writer.drain();
  });

  test('asks ever more rarely about what stays unknown', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(failed);
    const createdAt = new Date(bench.clock.now());
    bench.crm.contacts.push(makeContact('other', { email: 'ana@example.com', name: 'Ana B.', createdAt }));
    await bench.createContact();
    bench.crm.calls.splice(0);
    bench.writer.start();
    await bench.clock.advance(3_600_000);
    expect(bench.crm.calls.length).toBeGreaterThan(5);
    expect(bench.crm.calls.length).toBeLessThan(15);
    await bench.writer.drain();
  });

  test('does not storm a CRM that is down, however much is open, and settles it soon after', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    for (let index = 0; index < 40; index += 1) {
      bench.crm.faces.push(index % 2 === 0 ? lost : failed);
      await bench.createCase(`key-${index}`);
    }
    bench.crm.calls.splice(0);
    bench.writer.start();
    await bench.clock.advance(20 * 60_000);
    expect(bench.crm.calls.length).toBeGreaterThan(50);
    expect(bench.crm.calls.length).toBeLessThan(250);
    bench.crm.isUnreadable = false;
    await bench.clock.advance(30_000);
    expect(await states(bench)).toEqual([]);
    await bench.writer.drain();
  });

  test('still gives up an outage that does not end: then it asks a few times an hour', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(failed);
    await bench.createCase();
    bench.writer.start();
    await bench.clock.advance(2 * 3_600_000);
    bench.crm.calls.splice(0);
    await bench.clock.advance(3_600_000);
    expect(bench.crm.calls.length).toBeLessThan(6);
    await bench.writer.drain();
  });

  test('forgets old keys after the retention, but never an unknown one', async () => {
    const bench = new WriterBench(new InMemoryJournalStore(), { areActivitiesReadable: false });
    bench.writer.start();
    await bench.createCase('old');
    await bench.clock.leap(71 * 3_600_000);
    expect(await bench.createCase('old')).toMatchObject({ outcome: 'REPLAYED' });
    await bench.clock.leap(2 * 3_600_000);
    expect(await bench.createCase('old')).toMatchObject({ outcome: 'APPLIED' });
    bench.crm.faces.push(lost);
    await bench.createTask('unknown');
    await bench.clock.leap(200 * 3_600_000);
    expect(await bench.createTask('unknown')).toMatchObject(unknown);
    await bench.writer.drain();
  });

  test('forgets old keys although an open entry cannot be read', async () => {
    class PartlyUnreadable extends InMemoryJournalStore {
      override get(key: string): Promise<JournalEntry | null> {
        return key === 'torn' ? Promise.reject(new JournalUnavailable('torn')) : super.get(key);
      }
    }
    const store = new PartlyUnreadable();
    await store.replace('torn', null, journalEntry({ state: 'UNKNOWN' }));
    const bench = new WriterBench(store);
    bench.writer.start();
    await bench.createCase('old');
    await bench.clock.leap(73 * 3_600_000);
    expect(await bench.createCase('old')).toMatchObject({ outcome: 'APPLIED' });
    await bench.writer.drain();
  });
});
