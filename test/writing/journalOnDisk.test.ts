import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LmdbJournalStore } from '../../src/store/LmdbJournalStore.js';
import { WriterBench } from './WriterBench.js';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('writing with the journal on the disk', () => {
  test('leaves nothing personal in plain text, and replays after a restart', async () => {
    const store = new LmdbJournalStore({ folder, now: () => 0 });
    const bench = new WriterBench(store);
    for (let index = 0; index < 20; index += 1)
      await bench.createCase(`secret-key-${index}`, 'Ana Gómez lost her card.');
    bench.crm.faces.push({ commits: false, says: 'nothing' });
    await bench.createCase('open-key', 'Ana Gómez lost her card.');
    await store.close();

    const bytes = readFileSync(join(folder, 'data.mdb')).toString('latin1');
    expect(bytes).toContain('case-1');
    for (const personal of ['ana@example.com', 'example', 'Ana', 'lost her card', 'secret-key', 'agent_1', 'token']) {
      expect(bytes).not.toContain(personal);
    }

    const reopened = new LmdbJournalStore({ folder, now: () => 0 });
    const later = new WriterBench(reopened);
    expect(await later.createCase('secret-key-0', 'Ana Gómez lost her card.')).toMatchObject({
      outcome: 'REPLAYED',
      id: 'case-1',
    });
    expect(later.crm.calls).toEqual([]);
    await reopened.close();
  });
});
