import { beforeEach, expect, test } from '@jest/globals';
import type { JournalStore } from '../../src/store/JournalStore.js';
import { journalEntry } from './journalEntry.js';

/**
 * What every journal store promises, as tests of the group around them. `open` gives a store on an empty journal; whoever
 * opens it closes it.
 */
export function testJournalStore(open: () => Promise<JournalStore>): void {
  let store: JournalStore;
  beforeEach(async () => {
    store = await open();
  });

  test('is writable, and has one secret of 32 bytes', async () => {
    expect(store.isWritable()).toBe(true);
    const secret = await store.secret();
    expect(secret).toHaveLength(32);
    expect(await store.secret()).toEqual(secret);
  });

  test('gives back what was put, to the letter', async () => {
    const entry = journalEntry({ state: 'APPLIED', id: 'ñ"\\\u0000', settledAt: 7, evidence: 'sealed', binding: 'b' });
    expect(await store.get('a')).toBeNull();
    expect(await store.replace('a', null, entry)).toBe('replaced');
    expect(await store.get('a')).toEqual(entry);
  });

  test('replaces an entry only for whoever knows its version', async () => {
    expect(await store.replace('a', 1, journalEntry({ version: 2 }))).toBe('changed');
    expect(await store.replace('a', null, journalEntry())).toBe('replaced');
    expect(await store.replace('a', null, journalEntry({ holder: 'process-2' }))).toBe('changed');
    expect(await store.replace('a', 7, journalEntry({ version: 8 }))).toBe('changed');
    expect(await store.replace('a', 1, journalEntry({ version: 2, state: 'SENT' }))).toBe('replaced');
    expect(await store.get('a')).toMatchObject({ version: 2, state: 'SENT', holder: 'process-1' });
  });

  test('lets one of many win', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => store.replace('a', null, journalEntry({ holder: String(index) }))),
    );
    expect(results.filter((result) => result === 'replaced')).toHaveLength(1);
    expect((await store.get('a'))?.holder).toBe(String(results.indexOf('replaced')));
  });

  test('binds a record to one key only, together with the entry that it belongs to', async () => {
    const bound = { state: 'APPLIED', binding: 'record' } as const;
    expect(await store.replace('a', null, journalEntry(bound))).toBe('replaced');
    expect(await store.replace('b', null, journalEntry(bound))).toBe('boundToAnother');
    expect(await store.get('b')).toBeNull();
    expect(await store.replace('a', 1, journalEntry({ ...bound, version: 2 }))).toBe('replaced');
    expect(await store.replace('c', 7, journalEntry({ state: 'APPLIED', binding: 'of c', version: 8 }))).toBe(
      'changed',
    );
    expect(await store.replace('d', null, journalEntry({ state: 'APPLIED', binding: 'of c' }))).toBe('replaced');
  });

  test('lets one of many at once have a record, and leaves the entries of the others as they were', async () => {
    for (let round = 0; round < 20; round += 1) {
      const keys = ['a', 'b', 'c'].map((name) => `${name}-${round}`);
      await Promise.all(keys.map((key) => store.replace(key, null, journalEntry({ state: 'SENT' }))));
      const applied = journalEntry({ version: 2, state: 'APPLIED', binding: `record-${round}` });
      const results = await Promise.all(keys.map((key) => store.replace(key, 1, applied)));
      expect([...results].sort()).toEqual(['boundToAnother', 'boundToAnother', 'replaced']);
      const states = await Promise.all(keys.map(async (key) => (await store.get(key))?.state));
      expect(states).toEqual(results.map((result) => (result === 'replaced' ? 'APPLIED' : 'SENT')));
    }
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

  test('shows every entry with its key', async () => {
    const entries = new Map(
      Array.from({ length: 1200 }, (_unused, index) => [`key-${index}`, journalEntry({ id: `${index}` })]),
    );
    await Promise.all([...entries].map(([key, entry]) => store.replace(key, null, entry)));
    const shown = new Map<string, unknown>();
    for await (const { key, entry } of store.entries()) shown.set(key, entry);
    expect(shown).toEqual(entries);
  });

  test('takes the secret of another journal only while nothing depends on its own', async () => {
    const other = Buffer.alloc(32, 7);
    expect(await store.adoptSecret(other)).toBe(true);
    expect(await store.secret()).toEqual(other);
    await store.replace('a', null, journalEntry());
    expect(await store.adoptSecret(other)).toBe(true);
    expect(await store.adoptSecret(Buffer.alloc(32, 8))).toBe(false);
    expect(await store.secret()).toEqual(other);
  });

  test('forgets what was settled before an instant, with its binding, and nothing else', async () => {
    const applied = (settledAt: number, binding: string) => journalEntry({ state: 'APPLIED', settledAt, binding });
    for (let index = 0; index < 2500; index += 1) void store.replace(`old-${index}`, null, applied(99, `${index}`));
    await store.replace('new', null, journalEntry({ state: 'REJECTED', settledAt: 100 }));
    await store.replace('unknown', null, journalEntry({ state: 'UNKNOWN', settledAt: 1 }));
    expect(await store.removeSettledBefore(100, ({ binding }) => binding === '8' || binding === '2499')).toBe(2498);
    expect(await store.get('old-7')).toBeNull();
    expect(await store.replace('another', null, applied(100, '7'))).toBe('replaced');
    expect(await store.replace('third', null, applied(100, '8'))).toBe('boundToAnother');
    expect(await store.get('old-2499')).not.toBeNull();
    expect(await store.get('new')).not.toBeNull();
    expect(await store.get('unknown')).not.toBeNull();
    expect(await store.removeSettledBefore(100, () => true)).toBe(0);
    expect(await store.removeSettledBefore(100, () => false)).toBe(2);
  });
}
