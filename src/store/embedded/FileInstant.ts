import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './writableFolder.js';

/** Keeps one instant in a small file. A file that cannot be read or written counts as absent. */
export class FileInstant {
  constructor(private readonly file: string) {}

  /** Milliseconds since 1970; null where none was kept. */
  async load(): Promise<number | null> {
    try {
      const text = (await readFile(this.file, 'utf8')).trim();
      return /^\d{1,15}$/.test(text) ? Number(text) : null;
    } catch {
      return null;
    }
  }

  async save(instant: number): Promise<void> {
    try {
      makeFolder(dirname(this.file));
      await writeFile(this.file, `${instant}\n`, { mode: 0o600 });
    } catch {
      // A full or read-only disk must not keep reads from being served.
    }
  }
}
