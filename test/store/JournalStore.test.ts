import { afterAll, afterEach, describe } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import { LmdbJournalStore } from '../../src/store/embedded/LmdbJournalStore.js';
import type { JournalStore } from '../../src/store/JournalStore.js';
import { testJournalStore } from './testJournalStore.js';

const root = mkdtempSync(join(tmpdir(), 'journal-'));
const opened: JournalStore[] = [];
let folders = 0;

afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe.each<[string, () => JournalStore]>([
  ['in memory', () => new InMemoryJournalStore()],
  ['on the disk', () => new LmdbJournalStore({ folder: join(root, String((folders += 1)), 'deep'), now: () => 0 })],
])('a journal store %s', (_, make) => {
  testJournalStore(() => {
    const store = make();
    opened.push(store);
    return Promise.resolve(store);
  });
});
