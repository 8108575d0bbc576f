import { afterAll, describe, expect, test } from '@jest/globals';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalUnavailable } from '../../../src/store/JournalStore.js';
import { LmdbJournalStore } from '../../../src/store/embedded/LmdbJournalStore.js';
import { inspectLmdbFile } from '../../../src/store/embedded/lmdbFile.js';
import { quickest } from '../../support/patience.js';
import { journalEntry } from '../journalEntry.js';

const root = mkdtempSync(join(tmpdir(), 'journal-'));
let folders = 0;
const newFolder = (): string => join(root, String((folders += 1)));
afterAll(() => {
  rmSync(root, { recursive: true });
});

function openStore(folder: string, now = () => 0): { store: LmdbJournalStore; troubles: unknown[] } {
  const troubles: unknown[] = [];
  return { store: new LmdbJournalStore({ folder, now, onTrouble: (error) => troubles.push(error) }), troubles };
}

describe('a journal on the disk', () => {
  test('is there after a restart, its secret too', async () => {
    const folder = newFolder();
    const first = openStore(folder).store;
    const secret = await first.secret();
    await first.replace('a', null, journalEntry({ state: 'SENT' }));
    const bound = { state: 'APPLIED', binding: 'record' } as const;
    await first.replace('c', null, journalEntry(bound));
    await first.close();
    const second = openStore(folder).store;
    expect(await second.secret()).toEqual(secret);
    expect(await second.get('a')).toEqual(journalEntry({ state: 'SENT' }));
    expect(await second.unsettledKeys()).toEqual(['a']);
    expect(await second.replace('b', null, journalEntry(bound))).toBe('boundToAnother');
    await second.close();
  });

  test('can be read by its owner only', async () => {
    const folder = newFolder();
    await openStore(folder).store.close();
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  test.each(['/proc/journal', join(root, 'file', 'journal')])(
    'refuses writes, in one word, where its folder %s cannot be made',
    async (folder) => {
      writeFileSync(join(root, 'file'), 'not a folder');
      const { store, troubles } = openStore(folder);
      expect(store.isWritable()).toBe(false);
      expect(store.isWritable()).toBe(false);
      expect(troubles).toHaveLength(1);
      await expect(store.secret()).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(store.get('a')).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(store.replace('a', null, journalEntry())).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(store.adoptSecret(Buffer.alloc(32))).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(store.unsettledKeys()).rejects.toBeInstanceOf(JournalUnavailable);
      await expect(store.removeSettledBefore(1, () => false)).rejects.toBeInstanceOf(JournalUnavailable);
      await store.close();
    },
  );

  test('takes writes again once its folder can be made', async () => {
    const blocker = newFolder();
    writeFileSync(blocker, 'in the way');
    let now = 0;
    const { store } = openStore(join(blocker, 'journal'), () => now);
    expect(store.isWritable()).toBe(false);
    rmSync(blocker);
    now += 1000;
    expect(store.isWritable()).toBe(true);
    expect(await store.replace('a', null, journalEntry())).toBe('replaced');
    await store.close();
  });

  test('that is no database is left alone and refused, instead of ending the process', () => {
    const folder = newFolder();
    mkdirSync(folder);
    writeFileSync(join(folder, 'data.mdb'), Buffer.alloc(9000, 'garbage!'));
    const { store, troubles } = openStore(folder);
    expect(store.isWritable()).toBe(false);
    expect(troubles).toHaveLength(1);
    expect(readFileSync(join(folder, 'data.mdb'))).toEqual(Buffer.alloc(9000, 'garbage!'));
  });

  test('does not mind bytes after its end', async () => {
    const folder = newFolder();
    const first = openStore(folder).store;
    await first.replace('a', null, journalEntry());
    await first.close();
    appendFileSync(join(folder, 'data.mdb'), 'torn entry');
    const second = openStore(folder).store;
    expect(await second.get('a')).toEqual(journalEntry());
    expect(await second.replace('a', 1, journalEntry({ version: 2, state: 'SENT' }))).toBe('replaced');
    await second.close();
  });

  test('that lost pages of its last commit goes on from the one before', async () => {
    const folder = newFolder();
    const file = join(folder, 'data.mdb');
    const first = openStore(folder).store;
    await first.replace('kept', null, journalEntry());
    // One entry larger than everything before it: its commit makes the file longer.
    const sizeBefore = statSync(file).size;
    await first.replace('torn', null, journalEntry({ evidence: 'x'.repeat(200_000) }));
    await first.close();
    expect(statSync(file).size).toBeGreaterThan(sizeBefore);
    truncateSync(file, sizeBefore);
    expect(inspectLmdbFile(file)).toBe('torn');
    const second = openStore(folder).store;
    expect(await second.get('kept')).toEqual(journalEntry());
    expect(await second.get('torn')).toBeNull();
    expect(await second.replace('torn', null, journalEntry())).toBe('replaced');
    await second.close();
    expect(inspectLmdbFile(file)).toBe('sound');
  });

  test('that lost more than that is refused', async () => {
    const folder = newFolder();
    const first = openStore(folder).store;
    for (let index = 0; index < 50; index += 1) {
      await first.replace(`${index}`, null, journalEntry({ evidence: 'x'.repeat(5000) }));
    }
    await first.close();
    truncateSync(join(folder, 'data.mdb'), 20_000);
    expect(openStore(folder).store.isWritable()).toBe(false);
  });

  test('with an entry that cannot be read gives none rather than a wrong one', async () => {
    const folder = newFolder();
    const { store } = openStore(folder);
    await store.replace('a', null, journalEntry({ version: -1 }));
    await expect(store.get('a')).rejects.toBeInstanceOf(JournalUnavailable);
    expect(store.isWritable()).toBe(true);
    await store.close();
  });

  test('forgets what is old beside an entry that cannot be read', async () => {
    const { store } = openStore(newFolder());
    const old = { state: 'APPLIED', settledAt: 5 } as const;
    await store.replace('a', null, journalEntry({ ...old, version: -1 }));
    await store.replace('b', null, journalEntry(old));
    expect(await store.removeSettledBefore(10, () => false)).toBe(1);
    expect(await store.get('b')).toBeNull();
    await store.close();
  });

  test('starts with 100,000 old entries in well under 2 seconds', async () => {
    const folder = newFolder();
    const first = openStore(folder).store;
    const all: Promise<unknown>[] = [];
    for (let index = 0; index < 100_000; index += 1) {
      all.push(first.replace(`key-${index}`, null, journalEntry({ state: index % 1000 ? 'APPLIED' : 'UNKNOWN' })));
    }
    await Promise.all(all);
    await first.close();
    const { ms, unsettled } = await quickest(2_000, async () => {
      const startedAt = performance.now();
      const { store } = openStore(folder);
      const keys = await store.unsettledKeys();
      const opened = { ms: performance.now() - startedAt, unsettled: keys };
      await store.close();
      return opened;
    });
    expect(ms).toBeLessThan(2_000);
    expect(unsettled).toHaveLength(100);
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });
});
