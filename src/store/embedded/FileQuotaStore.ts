import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { QuotaSnapshot, QuotaStore } from '../QuotaStore.js';
import { makeFolder } from './writableFolder.js';

const snapshotSchema = z.strictObject({
  resetsAt: z.number(),
  used: z.number().int().nonnegative(),
  limit: z.number().int().nonnegative().nullable(),
  isConfirmed: z.boolean(),
  isSpent: z.boolean(),
});

/** Keeps the count in one small file, replaced whole. A file that cannot be read or written counts as absent. */
export class FileQuotaStore implements QuotaStore {
  /** The latest save. The next one waits for it: two at once would write into one another's file. */
  #saving: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  async load(): Promise<QuotaSnapshot | null> {
    try {
      const content: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      return snapshotSchema.parse(content);
    } catch {
      return null;
    }
  }

  save(snapshot: QuotaSnapshot): Promise<void> {
    this.#saving = this.#saving.then(() => this.#replace(snapshot));
    return this.#saving;
  }

  async #replace(snapshot: QuotaSnapshot): Promise<void> {
    const temporary = `${this.file}.${process.pid}.tmp`;
    try {
      makeFolder(dirname(this.file));
      await writeFile(temporary, JSON.stringify(snapshot), { mode: 0o600 });
      await rename(temporary, this.file);
    } catch {
      // A full or read-only disk must not keep reads from being served.
    }
  }
}
