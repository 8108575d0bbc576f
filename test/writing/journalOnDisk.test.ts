import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LmdbJournalStore } from '../../src/store/embedded/LmdbJournalStore.js';
import { WriterHarness } from './WriterHarness.js';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('writing with the journal on the disk', () => {
  test('leaves nothing personal in plain text, and replays after a restart', async () => {
    const store = new LmdbJournalStore({ folder, now: () => 0 });
    const harness = new WriterHarness(store);
    for (let index = 0; index < 20; index += 1)
      await harness.createCase(`secret-key-${index}`, 'Ana Gómez lost her card.');
    harness.crm.faces.push({ commits: false, says: 'nothing' });
    await harness.createCase('open-key', 'Ana Gómez lost her card.');
    await store.close();

    const bytes = readFileSync(join(folder, 'data.mdb')).toString('latin1');
    expect(bytes).toContain('case-1');
    // None so short that the random letters of hashes and sealed evidence could spell it.
    const personal = ['ana@example.com', 'example', 'Ana G', 'lost her card', 'secret-key', 'agent_1', 'token'];
    expect(personal.filter((text) => bytes.includes(text))).toEqual([]);

    const reopened = new LmdbJournalStore({ folder, now: () => 0 });
    const later = new WriterHarness(reopened);
    expect(await later.createCase('secret-key-0', 'Ana Gómez lost her card.')).toMatchObject({
      outcome: 'REPLAYED',
      id: 'case-1',
    });
    expect(later.crm.calls).toEqual([]);
    await reopened.close();
  });
});
