import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { FileQuotaStore } from '../../../src/store/embedded/FileQuotaStore.js';

const snapshot = { resetsAt: 1_768_539_600_000, used: 7, limit: 4_800, isConfirmed: true, isSpent: false };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quota-'));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('the count in a file', () => {
  test('is read back as it was saved, by another process, and leaves nothing else behind', async () => {
    const file = join(folder, 'deep', 'quota.json');
    const store = new FileQuotaStore(file);
    await store.save({ ...snapshot, used: 6 });
    await store.save(snapshot);
    expect(await new FileQuotaStore(file).load()).toEqual(snapshot);
    expect(await readdir(join(folder, 'deep'))).toEqual(['quota.json']);
    expect(await readFile(file, 'utf8')).toBe(JSON.stringify(snapshot));
  });

  test('is the latest of many that are saved at once', async () => {
    const file = join(folder, 'quota.json');
    const store = new FileQuotaStore(file);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([1_000_000, 100, 9].map((used) => store.save({ ...snapshot, used })));
      expect(await store.load()).toEqual({ ...snapshot, used: 9 });
    }
    expect(await readdir(folder)).toEqual(['quota.json']);
  });

  test.each(['', '{"used":', '[]', '{"used":-1}', JSON.stringify({ ...snapshot, used: '7' })])(
    'is absent when it was never saved or the file holds %j',
    async (content) => {
      const file = join(folder, 'quota.json');
      expect(await new FileQuotaStore(file).load()).toBeNull();
      await writeFile(file, content);
      expect(await new FileQuotaStore(file).load()).toBeNull();
    },
  );

  test('that cannot be written harms nobody', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(new FileQuotaStore(join(folder, 'file', 'quota.json')).save(snapshot)).resolves.toBeUndefined();
    // Where folders cannot be made Node's own way of making several at once does not come back.
    await expect(new FileQuotaStore('/proc/none/of/this/quota.json').save(snapshot)).resolves.toBeUndefined();
  });
});
