import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import type { JournalStore } from '../../src/store/JournalStore.js';
import { LmdbJournalStore } from '../../src/store/embedded/LmdbJournalStore.js';
import { journalEntry } from './journalEntry.js';

const root = mkdtempSync(join(tmpdir(), 'journal-'));
let folders = 0;
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe.each<[string, () => JournalStore]>([
  ['in memory', () => new InMemoryJournalStore()],
  ['on the disk', () => new LmdbJournalStore({ folder: join(root, String((folders += 1)), 'deep'), now: () => 0 })],
])('a journal store %s', (_, make) => {
  let store: JournalStore;
  beforeEach(() => {
    store = make();
  });
  afterEach(() => store.close());

  test('is writable, and has one secret of 32 bytes', async () => {
    expect(store.isWritable()).toBe(true);
    const secret = await store.secret();
    expect(secret).toHaveLength(32);
    expect(await store.secret()).toEqual(secret);
  });

  test('gives back what was put, to the letter', async () => {
    const entry = journalEntry({ state: 'APPLIED', id: 'ñ"\\\u0000', settledAt: 7, evidence: 'sealed', binding: 'b' });
    expect(await store.get('a')).toBeNull();
    expect(await store.replace('a', null, entry)).toBe(true);
    expect(await store.get('a')).toEqual(entry);
  });

  test('replaces an entry only for whoever knows its version', async () => {
    expect(await store.replace('a', 1, journalEntry({ version: 2 }))).toBe(false);
    expect(await store.replace('a', null, journalEntry())).toBe(true);
    expect(await store.replace('a', null, journalEntry({ holder: 'process-2' }))).toBe(false);
    expect(await store.replace('a', 7, journalEntry({ version: 8 }))).toBe(false);
    expect(await store.replace('a', 1, journalEntry({ version: 2, state: 'SENT' }))).toBe(true);
    expect(await store.get('a')).toMatchObject({ version: 2, state: 'SENT', holder: 'process-1' });
  });

  test('lets one of many win', async () => {
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => store.replace('a', null, journalEntry({ holder: String(index) }))),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
    expect((await store.get('a'))?.holder).toBe(String(wins.indexOf(true)));
  });

  test('binds a record to one key only', async () => {
    expect(await store.bind('record', 'a')).toBe(true);
    expect(await store.bind('record', 'a')).toBe(true);
    expect(await store.bind('record', 'b')).toBe(false);
  });

  test('knows which entries still need work', async () => {
    await store.replace('r', null, journalEntry());
    await store.replace('s', null, journalEntry({ state: 'SENT' }));
    await store.replace('u', null, journalEntry({ state: 'UNKNOWN' }));
    await store.replace('a', null, journalEntry({ state: 'APPLIED' }));
    await store.replace('x', null, journalEntry({ state: 'REJECTED' }));
    expect([...(await store.unsettledKeys())].sort()).toEqual(['r', 's', 'u']);
    await store.replace('s', 1, journalEntry({ version: 2, state: 'APPLIED' }));
    await store.replace('a', 1, journalEntry({ version: 2, state: 'UNKNOWN' }));
    expect([...(await store.unsettledKeys())].sort()).toEqual(['a', 'r', 'u']);
  });

  test('binds a record together with the entry that it belongs to, unless it is bound already', async () => {
    await store.replace('c', null, journalEntry({ state: 'APPLIED', binding: 'of c' }));
    expect(await store.bind('of c', 'd')).toBe(false);
    expect(await store.bind('of c', 'c')).toBe(true);
    await store.replace('d', null, journalEntry({ state: 'APPLIED', binding: 'of c' }));
    expect(await store.bind('of c', 'c')).toBe(true);
    expect(await store.replace('e', 7, journalEntry({ state: 'APPLIED', binding: 'of e' }))).toBe(false);
    expect(await store.bind('of e', 'f')).toBe(true);
  });

  test('forgets what was settled before an instant, with its binding, and nothing else', async () => {
    await store.bind('8', 'somebody else');
    for (let index = 0; index < 2500; index += 1) {
      void store.replace(`old-${index}`, null, journalEntry({ state: 'APPLIED', settledAt: 99, binding: `${index}` }));
    }
    await store.replace('new', null, journalEntry({ state: 'REJECTED', settledAt: 100 }));
    await store.replace('unknown', null, journalEntry({ state: 'UNKNOWN', settledAt: 1 }));
    expect(await store.removeSettledBefore(100)).toBe(2500);
    expect(await store.get('old-7')).toBeNull();
    expect(await store.bind('7', 'another')).toBe(true);
    expect(await store.bind('8', 'another')).toBe(false);
    expect(await store.get('new')).not.toBeNull();
    expect(await store.get('unknown')).not.toBeNull();
    expect(await store.removeSettledBefore(100)).toBe(0);
  });
});
