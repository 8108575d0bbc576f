import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/model/Fault.js';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import { JournalUnavailable } from '../../src/store/JournalStore.js';
import { plain } from './FakeCrm.js';
import { settle } from '../support/FakeClock.js';
import { WriterHarness } from './WriterHarness.js';

const applied = { outcome: 'APPLIED', id: 'case-1', caseNumber: 'PET-case-1' };
const replayed = { ...applied, outcome: 'REPLAYED' };
const unknown = { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' };

function pause(): { promise: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

describe('a key', () => {
  test('writes once, and replays the same ids without a call', async () => {
    const harness = new WriterHarness();
    expect(await harness.createCase()).toEqual(applied);
    expect(await harness.createCase()).toEqual(replayed);
    harness.restart();
    expect(await harness.createCase()).toEqual(replayed);
    expect(harness.crm.calls).toEqual(['createCase']);
    expect(harness.written).toBe(1);
  });

  test('with another input is refused', async () => {
    const harness = new WriterHarness();
    await harness.createCase('key-1', 'Broken.');
    expect(await harness.createCase('key-1', 'Lost.')).toMatchObject({
      outcome: 'REJECTED',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(harness.crm.writes).toHaveLength(1);
  });

  test('means the same input in another Unicode form', async () => {
    const harness = new WriterHarness();
    await harness.createCase('clé', 'Señal'.normalize('NFC'));
    expect(await harness.createCase('clé', 'Señal'.normalize('NFD'))).toEqual(replayed);
  });

  test('of one mutation is not the key of another', async () => {
    const harness = new WriterHarness();
    await harness.createCase('key-1');
    expect(await harness.createContact('key-1')).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
    expect(await harness.createTask('key-1')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('used twice at once makes one call, which both get', async () => {
    const harness = new WriterHarness();
    const answer = pause();
    harness.crm.faces.push({ ...plain, until: answer.promise });
    const first = harness.createCase();
    const second = harness.createCase();
    const other = harness.createCase('key-1', 'Lost.');
    await settle();
    answer.end();
    expect(await first).toEqual(applied);
    expect(await second).toEqual(replayed);
    expect(await other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(harness.crm.calls).toEqual(['createCase']);
  });

  test('used by two processes at once is in progress for the second', async () => {
    const harness = new WriterHarness(new InMemoryJournalStore(undefined, true));
    const answer = pause();
    harness.crm.faces.push({ ...plain, until: answer.promise });
    const first = harness.createCase();
    await settle();
    harness.restart();
    expect(await harness.createCase()).toMatchObject({ outcome: 'REJECTED', code: 'IDEMPOTENCY_IN_PROGRESS' });
    answer.end();
    expect(await first).toEqual(applied);
    expect(await harness.createCase()).toEqual(replayed);
    expect(harness.crm.calls).toEqual(['createCase']);
  });

  test('that was refused can be tried again, because nothing was written', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push({ commits: false, says: 'refused' }, { commits: false, says: 'notSent' });
    expect(await harness.createCase()).toEqual({
      outcome: 'REJECTED',
      code: 'UPSTREAM_REJECTED',
      upstreamCode: '412',
      fault: null,
    });
    expect(await harness.createCase()).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_UNAVAILABLE' });
    expect(await harness.createCase('key-1', 'Lost.')).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED' });
    expect(harness.crm.cases).toHaveLength(1);
  });
});

describe('a change of a record that does not exist', () => {
  test('is NOT_FOUND, as far as the CRM says so', async () => {
    const harness = new WriterHarness();
    const missing = { commits: false, says: 'missing' } as const;
    harness.crm.faces.push(missing, missing, missing);
    expect(await harness.updateCase('case-9', 'Low')).toMatchObject({
      outcome: 'REJECTED',
      code: 'NOT_FOUND',
      upstreamCode: '404',
    });
    expect(await harness.updateRecord('contacts', 'contact-9', { Ciudad: 'Cali' })).toMatchObject({
      code: 'NOT_FOUND',
    });
    // What a creation refers to may be missing; what it creates is not.
    expect(await harness.createCase()).toMatchObject({ code: 'UPSTREAM_REJECTED', upstreamCode: '404' });
  });
});

describe('a caller', () => {
  test('who hangs up does not take back the write', async () => {
    const harness = new WriterHarness();
    const answer = pause();
    const hangUp = new AbortController();
    harness.crm.faces.push({ ...plain, until: answer.promise });
    const result = harness.createCase('key-1', 'Broken.', harness.call(10_000, hangUp.signal));
    await settle();
    hangUp.abort();
    answer.end();
    expect(await result).toEqual(applied);
    expect(await harness.createCase()).toEqual(replayed);
  });

  test('whose time runs out hears UNKNOWN in time, and the write goes on', async () => {
    const harness = new WriterHarness();
    const answer = pause();
    harness.crm.faces.push({ ...plain, until: answer.promise });
    const result = harness.createCase();
    await harness.clock.advance(10_000);
    expect(await result).toMatchObject(unknown);
    answer.end();
    await harness.writer.drain();
    expect(await harness.createCase()).toEqual(replayed);
    expect(harness.crm.writes).toHaveLength(1);
  });

  test('is told to come back when the journal cannot be written, and nothing is sent', async () => {
    const store = new InMemoryJournalStore();
    const harness = new WriterHarness(store);
    store.isWritable = () => false;
    await expect(harness.createCase()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    store.isWritable = () => true;
    const replace = store.replace.bind(store);
    store.replace = () => Promise.reject(new JournalUnavailable('full'));
    await expect(harness.createCase()).rejects.toBeInstanceOf(Fault);
    // The reservation is written, the marker that it is about to be sent is not.
    store.replace = (key, version, entry) =>
      entry.state === 'SENT' ? Promise.reject(new JournalUnavailable('full')) : replace(key, version, entry);
    await expect(harness.createCase()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(harness.crm.calls).toEqual([]);
    store.replace = replace;
    expect(await harness.createCase()).toEqual(applied);
  });

  test('is told the truth when the end cannot be written down, then and later', async () => {
    const store = new InMemoryJournalStore();
    const harness = new WriterHarness(store);
    const replace = store.replace.bind(store);
    store.replace = (key, version, entry) =>
      entry.state === 'APPLIED' ? Promise.reject(new JournalUnavailable('full')) : replace(key, version, entry);
    expect(await harness.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-1' });
    store.replace = replace;
    expect(await harness.createTask()).toMatchObject({ outcome: 'REPLAYED', id: 'activity-1' });
    expect(harness.crm.calls).toEqual(['createActivity']);
  });
});

describe('a change with ifUnmodifiedSince', () => {
  test('is made when the record is as old as the caller thinks', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    const createdAt = harness.crm.cases[0]?.createdAt ?? null;
    expect(await harness.updateCase('case-1', 'Low', 'key-1', createdAt)).toMatchObject({ outcome: 'APPLIED' });
    expect(harness.crm.cases[0]?.priority?.name).toBe('Low');
  });

  test('is refused when the record was changed since, or is not there', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    const createdAt = harness.crm.cases[0]?.createdAt ?? null;
    await harness.clock.advance(2000);
    await harness.updateCase('case-1', 'Low', 'key-1');
    expect(await harness.updateCase('case-1', 'High', 'key-2', createdAt)).toMatchObject({
      outcome: 'REJECTED',
      code: 'STALE_OBJECT',
    });
    expect(await harness.updateCase('case-9', 'High', 'key-3', createdAt)).toMatchObject({
      outcome: 'REJECTED',
      code: 'NOT_FOUND',
    });
    expect(harness.crm.writes).toEqual(['createCase', 'updateCase']);
  });

  test('is refused when another of the same moment was made first; changes of other records do not wait', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    await harness.createCase('make another');
    const createdAt = harness.crm.cases[0]?.createdAt ?? null;
    await harness.clock.advance(2000);
    const answer = pause();
    harness.crm.faces.push({ ...plain, until: answer.promise });
    const changes = ['Low', 'High', 'Urgent'].map((priority) =>
      harness.updateCase('case-1', priority, priority, createdAt),
    );
    expect(await harness.updateCase('case-2', 'Low', 'other record', createdAt)).toMatchObject({ outcome: 'APPLIED' });
    answer.end();
    expect((await Promise.all(changes)).map((result) => ('code' in result ? result.code : result.outcome))).toEqual([
      'APPLIED',
      'STALE_OBJECT',
      'STALE_OBJECT',
    ]);
    expect(harness.crm.cases[0]?.priority?.name).toBe('Low');
  });

  test('whose turn does not come in time is not made, and can be tried again', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    const answer = pause();
    harness.crm.faces.push({ ...plain, until: answer.promise });
    const slow = harness.updateCase('case-1', 'Low', 'slow');
    await settle();
    const late = harness.updateCase('case-1', 'High', 'late');
    const later = harness.updateCase('case-1', 'Urgent', 'later');
    await harness.clock.advance(9999);
    expect(await late).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_RATE_LIMITED' });
    expect(await later).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_RATE_LIMITED' });
    expect(harness.crm.updates).toHaveLength(1);
    answer.end();
    await slow;
    expect(await harness.updateCase('case-1', 'High', 'late')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('is not made when the CRM cannot be asked, and can be tried again', async () => {
    const harness = new WriterHarness();
    await harness.createCase('make');
    harness.crm.isUnreadable = true;
    const since = new Date(harness.clock.now());
    expect(await harness.updateCase('case-1', 'Low', 'key-1', since)).toMatchObject({
      outcome: 'REJECTED',
      code: 'UPSTREAM_UNAVAILABLE',
    });
    harness.crm.isUnreadable = false;
    expect(await harness.updateCase('case-1', 'Low', 'key-1', since)).toMatchObject({
      outcome: 'APPLIED',
      id: 'case-1',
    });
    expect(await harness.updateCase('case-1', 'Low', 'key-1', since)).toMatchObject({
      outcome: 'REPLAYED',
      id: 'case-1',
    });
  });
});

describe('the marker of a creation', () => {
  test('is at the end of the description, short, and the same for the same key', async () => {
    const harness = new WriterHarness();
    await harness.createCase('key-1', 'Broken.');
    await harness.createTask('key-1', '');
    expect(harness.crm.cases[0]?.description).toMatch(/^Broken\. \[ref [0-9a-f]{8}\]$/);
    expect(harness.crm.activities[0]?.description).toMatch(/^\[ref [0-9a-f]{8}\]$/);
  });

  test('is in the tenant’s own field where there is one, and leaves the description alone', async () => {
    const harness = new WriterHarness(new InMemoryJournalStore(), { markerField: 'Referencia' });
    await harness.createCase('key-1', 'Broken.');
    expect(harness.crm.cases[0]).toMatchObject({
      description: 'Broken.',
      customFields: [{ label: 'Referencia', value: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown }],
    });
  });
});
