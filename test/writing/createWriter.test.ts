import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/model/Fault.js';
import { InMemoryJournalStore } from '../../src/store/InMemoryJournalStore.js';
import { JournalUnavailable } from '../../src/store/JournalStore.js';
import { plain } from './FakeCrm.js';
import { settle } from '../support/FakeClock.js';
import { WriterBench } from './WriterBench.js';

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
    const bench = new WriterBench();
    expect(await bench.createCase()).toEqual(applied);
    expect(await bench.createCase()).toEqual(replayed);
    bench.restart();
    expect(await bench.createCase()).toEqual(replayed);
    expect(bench.crm.calls).toEqual(['createCase']);
    expect(bench.written).toBe(1);
  });

  test('with another input is refused', async () => {
    const bench = new WriterBench();
    await bench.createCase('key-1', 'Broken.');
    expect(await bench.createCase('key-1', 'Lost.')).toMatchObject({
      outcome: 'REJECTED',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(bench.crm.writes).toHaveLength(1);
  });

  test('means the same input in another Unicode form', async () => {
    const bench = new WriterBench();
    await bench.createCase('clé', 'Señal'.normalize('NFC'));
    expect(await bench.createCase('clé', 'Señal'.normalize('NFD'))).toEqual(replayed);
  });

  test('of one mutation is not the key of another', async () => {
    const bench = new WriterBench();
    await bench.createCase('key-1');
    expect(await bench.createContact('key-1')).toMatchObject({ outcome: 'APPLIED', id: 'contact-2' });
    expect(await bench.createTask('key-1')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('used twice at once makes one call, which both get', async () => {
    const bench = new WriterBench();
    const answer = pause();
    bench.crm.faces.push({ ...plain, until: answer.promise });
    const first = bench.createCase();
    const second = bench.createCase();
    const other = bench.createCase('key-1', 'Lost.');
    await settle();
    answer.end();
    expect(await first).toEqual(applied);
    expect(await second).toEqual(replayed);
    expect(await other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(bench.crm.calls).toEqual(['createCase']);
  });

  test('used by two processes at once is in progress for the second', async () => {
    const bench = new WriterBench(new InMemoryJournalStore(undefined, true));
    const answer = pause();
    bench.crm.faces.push({ ...plain, until: answer.promise });
    const first = bench.createCase();
    await settle();
    bench.restart();
    expect(await bench.createCase()).toMatchObject({ outcome: 'REJECTED', code: 'IDEMPOTENCY_IN_PROGRESS' });
    answer.end();
    expect(await first).toEqual(applied);
    expect(await bench.createCase()).toEqual(replayed);
    expect(bench.crm.calls).toEqual(['createCase']);
  });

  test('that was refused can be tried again, because nothing was written', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push({ commits: false, says: 'refused' }, { commits: false, says: 'notSent' });
    expect(await bench.createCase()).toEqual({
      outcome: 'REJECTED',
      code: 'UPSTREAM_REJECTED',
      upstreamCode: '412',
      fault: null,
    });
    expect(await bench.createCase()).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_UNAVAILABLE' });
    expect(await bench.createCase('key-1', 'Lost.')).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED' });
    expect(bench.crm.cases).toHaveLength(1);
  });
});

describe('a change of a record that does not exist', () => {
  test('is NOT_FOUND, as far as the CRM says so', async () => {
    const bench = new WriterBench();
    const missing = { commits: false, says: 'missing' } as const;
    bench.crm.faces.push(missing, missing, missing);
    expect(await bench.updateCase('case-9', 'Low')).toMatchObject({
      outcome: 'REJECTED',
      code: 'NOT_FOUND',
      upstreamCode: '404',
    });
    expect(await bench.updateRecord('contacts', 'contact-9', { Ciudad: 'Cali' })).toMatchObject({ code: 'NOT_FOUND' });
    // What a creation refers to may be missing; what it creates is not.
    expect(await bench.createCase()).toMatchObject({ code: 'UPSTREAM_REJECTED', upstreamCode: '404' });
  });
});

describe('a caller', () => {
  test('who hangs up does not take back the write', async () => {
    const bench = new WriterBench();
    const answer = pause();
    const hangUp = new AbortController();
    bench.crm.faces.push({ ...plain, until: answer.promise });
    const result = bench.createCase('key-1', 'Broken.', bench.call(10_000, hangUp.signal));
    await settle();
    hangUp.abort();
    answer.end();
    expect(await result).toEqual(applied);
    expect(await bench.createCase()).toEqual(replayed);
  });

  test('whose time runs out hears UNKNOWN in time, and the write goes on', async () => {
    const bench = new WriterBench();
    const answer = pause();
    bench.crm.faces.push({ ...plain, until: answer.promise });
    const result = bench.createCase();
    await bench.clock.advance(10_000);
    expect(await result).toMatchObject(unknown);
    answer.end();
    await bench.writer.drain();
    expect(await bench.createCase()).toEqual(replayed);
    expect(bench.crm.writes).toHaveLength(1);
  });

  test('is told to come back when the journal cannot be written, and nothing is sent', async () => {
    const store = new InMemoryJournalStore();
    const bench = new WriterBench(store);
    store.isWritable = () => false;
    await expect(bench.createCase()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    store.isWritable = () => true;
    const replace = store.replace.bind(store);
    store.replace = () => Promise.reject(new JournalUnavailable('full'));
    await expect(bench.createCase()).rejects.toBeInstanceOf(Fault);
    // The reservation is written, the mark that it is about to be sent is not.
    store.replace = (key, version, entry) =>
      entry.state === 'SENT' ? Promise.reject(new JournalUnavailable('full')) : replace(key, version, entry);
    await expect(bench.createCase()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(bench.crm.calls).toEqual([]);
    store.replace = replace;
    expect(await bench.createCase()).toEqual(applied);
  });

  test('is told the truth when the end cannot be written down, then and later', async () => {
    const store = new InMemoryJournalStore();
    const bench = new WriterBench(store);
    const replace = store.replace.bind(store);
    store.replace = (key, version, entry) =>
      entry.state === 'APPLIED' ? Promise.reject(new JournalUnavailable('full')) : replace(key, version, entry);
    expect(await bench.createTask()).toMatchObject({ outcome: 'APPLIED', id: 'activity-1' });
    store.replace = replace;
    expect(await bench.createTask()).toMatchObject({ outcome: 'REPLAYED', id: 'activity-1' });
    expect(bench.crm.calls).toEqual(['createActivity']);
  });
});

describe('a change with ifUnmodifiedSince', () => {
  test('is made when the record is as old as the caller thinks', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    const createdAt = bench.crm.cases[0]?.createdAt ?? null;
    expect(await bench.updateCase('case-1', 'Low', 'key-1', createdAt)).toMatchObject({ outcome: 'APPLIED' });
    expect(bench.crm.cases[0]?.priority?.name).toBe('Low');
  });

  test('is refused when the record was changed since, or is not there', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    const createdAt = bench.crm.cases[0]?.createdAt ?? null;
    await bench.clock.advance(2000);
    await bench.updateCase('case-1', 'Low', 'key-1');
    expect(await bench.updateCase('case-1', 'High', 'key-2', createdAt)).toMatchObject({
      outcome: 'REJECTED',
      code: 'STALE_OBJECT',
    });
    expect(await bench.updateCase('case-9', 'High', 'key-3', createdAt)).toMatchObject({
      outcome: 'REJECTED',
      code: 'NOT_FOUND',
    });
    expect(bench.crm.writes).toEqual(['createCase', 'updateCase']);
  });

  test('is refused when another of the same moment was made first; changes of other records do not wait', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    await bench.createCase('make another');
    const createdAt = bench.crm.cases[0]?.createdAt ?? null;
    await bench.clock.advance(2000);
    const answer = pause();
    bench.crm.faces.push({ ...plain, until: answer.promise });
    const changes = ['Low', 'High', 'Urgent'].map((priority) =>
      bench.updateCase('case-1', priority, priority, createdAt),
    );
    expect(await bench.updateCase('case-2', 'Low', 'other record', createdAt)).toMatchObject({ outcome: 'APPLIED' });
    answer.end();
    expect((await Promise.all(changes)).map((result) => ('code' in result ? result.code : result.outcome))).toEqual([
      'APPLIED',
      'STALE_OBJECT',
      'STALE_OBJECT',
    ]);
    expect(bench.crm.cases[0]?.priority?.name).toBe('Low');
  });

  test('whose turn does not come in time is not made, and can be tried again', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    const answer = pause();
    bench.crm.faces.push({ ...plain, until: answer.promise });
    const slow = bench.updateCase('case-1', 'Low', 'slow');
    await settle();
    const late = bench.updateCase('case-1', 'High', 'late');
    const later = bench.updateCase('case-1', 'Urgent', 'later');
    await bench.clock.advance(9999);
    expect(await late).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_RATE_LIMITED' });
    expect(await later).toMatchObject({ outcome: 'REJECTED', code: 'UPSTREAM_RATE_LIMITED' });
    expect(bench.crm.updates).toHaveLength(1);
    answer.end();
    await slow;
    expect(await bench.updateCase('case-1', 'High', 'late')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('is not made when the CRM cannot be asked, and can be tried again', async () => {
    const bench = new WriterBench();
    await bench.createCase('make');
    bench.crm.isUnreadable = true;
    const since = new Date(bench.clock.now());
    expect(await bench.updateCase('case-1', 'Low', 'key-1', since)).toMatchObject({
      outcome: 'REJECTED',
      code: 'UPSTREAM_UNAVAILABLE',
    });
    bench.crm.isUnreadable = false;
    expect(await bench.updateCase('case-1', 'Low', 'key-1', since)).toMatchObject({ outcome: 'APPLIED', id: 'case-1' });
    expect(await bench.updateCase('case-1', 'Low', 'key-1', since)).toMatchObject({
      outcome: 'REPLAYED',
      id: 'case-1',
    });
  });
});

describe('the mark of a creation', () => {
  test('is at the end of the description, short, and the same for the same key', async () => {
    const bench = new WriterBench();
    await bench.createCase('key-1', 'Broken.');
    await bench.createTask('key-1', '');
    expect(bench.crm.cases[0]?.description).toMatch(/^Broken\. \[ref [0-9a-f]{8}\]$/);
    expect(bench.crm.activities[0]?.description).toMatch(/^\[ref [0-9a-f]{8}\]$/);
  });

  test('is in the tenant’s own field where there is one, and leaves the description alone', async () => {
    const bench = new WriterBench(new InMemoryJournalStore(), { markerField: 'Referencia' });
    await bench.createCase('key-1', 'Broken.');
    expect(bench.crm.cases[0]).toMatchObject({
      description: 'Broken.',
      customFields: [{ label: 'Referencia', value: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown }],
    });
  });
});
