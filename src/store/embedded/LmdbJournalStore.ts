import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { readEntry, writeEntry } from '../journalEntryText.js';
import {
  isSettledBefore,
  isUnsettled,
  JournalUnavailable,
  type JournalEntry,
  type JournalStore,
  type KeyedEntry,
  type ReplaceResult,
} from '../JournalStore.js';
import { inspectLmdbFile } from './lmdbFile.js';
import { hasSpace, makeFolder } from './writableFolder.js';

/** Below this much free space no write is taken: LMDB would fail in the middle of a commit, and say so on stderr. */
const spareBytes = 1024 * 1024;
const recheckMs = 1000;
/** After a commit that failed for another reason than free space; each try at it may leave a line on stderr. */
const probeMs = 5000;
const scanRows = 1000;

const entryName = (key: string): string => `e:${key}`;
const unsettledName = (key: string): string => `u:${key}`;
const bindingName = (binding: string): string => `b:${binding}`;
const secretName = 'm:secret';
const probeName = 'm:probe';

type Database = RootDatabase<string, string>;

export interface LmdbJournalStoreOptions {
  /** The journal's own folder; made when it is not there. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told what kept the store from opening or writing; for logs. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * The journal on the local disk. Never throws while being made: where the folder cannot be written, or holds something
 * else, the store says so through `isWritable` and tries again later.
 */
export class LmdbJournalStore implements JournalStore {
  /** One process to a folder. Should two overlap during a restart, changes by version still keep them apart. */
  readonly isShared = false;
  readonly #options: LmdbJournalStoreOptions;
  #database: Database | null = null;
  #isUsable = false;
  /** Whether the last commit failed: then only one that succeeds shows that the disk takes writes again. */
  #hasFailed = false;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  #isInTrouble = false;

  constructor(options: LmdbJournalStoreOptions) {
    this.#options = options;
    this.isWritable();
  }

  isWritable(): boolean {
    const now = this.#options.now();
    if (this.#isClosed) return false;
    const pauseMs = this.#hasFailed ? probeMs : recheckMs;
    if (now - this.#checkedAt < pauseMs && now >= this.#checkedAt) return this.#isUsable;
    this.#checkedAt = now;
    if (this.#hasFailed) {
      void this.#probe();
      return false;
    }
    try {
      this.#database ??= this.#open();
      if (!hasSpace(this.#options.folder, spareBytes)) throw new JournalUnavailable('The folder takes no more files.');
      this.#isUsable = true;
      this.#isInTrouble = false;
    } catch (error) {
      this.#report(error);
    }
    return this.#isUsable;
  }

  async #probe(): Promise<void> {
    try {
      await this.#database?.put(probeName, '', 1);
      this.#hasFailed = false;
      this.#checkedAt = Number.NEGATIVE_INFINITY;
    } catch (error) {
      silenceCommitError(error);
    }
  }

  async secret(): Promise<Buffer> {
    const stored = await this.#read(secretName);
    if (stored !== undefined) return Buffer.from(stored, 'base64');
    const fresh = randomBytes(32).toString('base64');
    await this.#write((database) => database.ifNoExists(secretName, () => void database.put(secretName, fresh, 1)));
    // Read back, because another process may have been first.
    return Buffer.from((await this.#read(secretName)) ?? fresh, 'base64');
  }

  bornAt(): Promise<null> {
    return Promise.resolve(null);
  }

  holdRecovery(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async adoptSecret(secret: Buffer): Promise<boolean> {
    const text = secret.toString('base64');
    const hasEntries = await this.#attempt((database) =>
      Promise.resolve([...database.getKeys({ start: entryName(''), end: 'e;', limit: 1 })].length > 0),
    );
    if (hasEntries) return (await this.#read(secretName)) === text;
    await this.#write((database) => database.put(secretName, text, 1));
    return true;
  }

  get(key: string): Promise<JournalEntry | null> {
    return this.#attempt((database) => {
      const text = database.get(entryName(key));
      return Promise.resolve(text === undefined ? null : readEntry(text));
    });
  }

  async replace(key: string, storedVersion: number | null, entry: JournalEntry): Promise<ReplaceResult> {
    const name = entryName(key);
    const binding = entry.binding === null ? null : bindingName(entry.binding);
    const boundTo = binding === null ? undefined : await this.#read(binding);
    if (boundTo !== undefined && boundTo !== key) return 'boundToAnother';
    const isNewBinding = binding !== null && boundTo === undefined;
    let isBound = Promise.resolve(true);
    const isReplaced = await this.#write((database) => {
      // All in one commit, because each one is a wait for the disk.
      const put = (): void => {
        void database.put(name, writeEntry(entry), entry.version);
        if (isUnsettled(entry.state)) void database.put(unsettledName(key), '', 1);
        else void database.remove(unsettledName(key));
        if (isNewBinding) void database.put(binding, key, 1);
      };
      // Whether it is still unbound is tested once more in the transaction, which no other process shares.
      const bindAndPut = (): void => {
        isBound = database.ifNoExists(binding ?? '', put);
        isBound.catch(silenceCommitError);
      };
      const change = isNewBinding ? bindAndPut : put;
      return storedVersion === null
        ? database.ifNoExists(name, change)
        : database.ifVersion(name, storedVersion, change);
    });
    if (!isReplaced) return 'changed';
    if (await isBound) return 'replaced';
    // Bound since it was looked at: to another key, unless another process did the same for this one.
    return (await this.#read(binding ?? '')) === key ? 'changed' : 'boundToAnother';
  }

  unsettledKeys(): Promise<readonly string[]> {
    return this.#attempt((database) => {
      const start = unsettledName('');
      return Promise.resolve([...database.getKeys({ start, end: 'u;' })].map((name) => name.slice(start.length)));
    });
  }

  async *entries(): AsyncGenerator<KeyedEntry> {
    for await (const rows of this.#pieces()) yield* rows;
  }

  async removeSettledBefore(instant: number, isKept: (entry: JournalEntry) => boolean): Promise<number> {
    let removed = 0;
    for await (const rows of this.#pieces()) {
      // All of a piece at once, so that they share a few commits.
      const results = await Promise.all(
        rows.map(async ({ key, entry }) => {
          if (entry === null || !isSettledBefore(entry, instant) || isKept(entry)) return false;
          const { version, binding } = entry;
          const isBound = binding !== null && (await this.#read(bindingName(binding))) === key;
          return this.#write((database) =>
            database.ifVersion(entryName(key), version, () => {
              void database.remove(entryName(key));
              if (isBound) void database.remove(bindingName(binding));
            }),
          );
        }),
      );
      removed += results.filter(Boolean).length;
    }
    return removed;
  }

  /** All entries, some at a time: others get their turn between two pieces of a long journal. */
  async *#pieces(): AsyncGenerator<readonly KeyedEntry[]> {
    const prefix = entryName('');
    for (let start = prefix; ;) {
      const rows = await this.#attempt((database) =>
        Promise.resolve([...database.getRange({ start, exclusiveStart: true, end: 'e;', limit: scanRows })]),
      );
      yield rows.map(({ key: name, value }) => ({ key: name.slice(prefix.length), entry: entryOrNull(value) }));
      const last = rows.at(-1);
      if (last === undefined || rows.length < scanRows) return;
      start = last.key;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const database = this.#database;
    this.#database = null;
    await database?.close();
  }

  #read(name: string): Promise<string | undefined> {
    return this.#attempt((database) => Promise.resolve(database.get(name)));
  }

  /** Makes one conditional change and waits until it is on the disk; says whether the condition held. */
  #write(change: (database: Database) => Promise<boolean>): Promise<boolean> {
    if (!this.isWritable()) return Promise.reject(new JournalUnavailable('The journal cannot be written.'));
    return this.#attempt(change);
  }

  async #attempt<T>(action: (database: Database) => Promise<T>): Promise<T> {
    if (this.#database === null) throw new JournalUnavailable('The journal is not open.');
    try {
      return await action(this.#database);
    } catch (error) {
      // An entry that cannot be read is one key's trouble.
      if (error instanceof JournalUnavailable) {
        this.#options.onTrouble?.(error);
        throw error;
      }
      silenceCommitError(error);
      this.#checkedAt = this.#options.now();
      this.#hasFailed = true;
      this.#report(error);
      throw new JournalUnavailable('The journal failed.', { cause: error });
    }
  }

  #open(): Database {
    const { folder } = this.#options;
    makeFolder(folder);
    if (!hasSpace(folder, spareBytes)) throw new JournalUnavailable('The folder cannot be written.');
    const state = inspectLmdbFile(join(folder, 'data.mdb'));
    if (state === 'damaged') throw new JournalUnavailable('The journal file is damaged.');
    return open<string, string>({
      path: folder,
      encoding: 'string',
      useVersions: true,
      // A commit that has been announced is on the disk, with no second promise to wait for.
      overlappingSync: false,
      // Batches by event turn reject a promise that nobody holds when the disk is full, which would end the process.
      eventTurnBatching: false,
      ...(state === 'torn' && { usePreviousSnapshot: true }),
    });
  }

  /** One word per trouble, not one per second of it. */
  #report(error: unknown): void {
    this.#isUsable = false;
    if (!this.#isInTrouble) this.#options.onTrouble?.(error);
    this.#isInTrouble = true;
  }
}

/** The entry, or null for one that cannot be read: it stays, and does not keep others from being forgotten. */
function entryOrNull(text: string): JournalEntry | null {
  try {
    return readEntry(text);
  } catch {
    return null;
  }
}

/** LMDB hangs the reason of a failed commit on the error as a promise; unheard, it would end the process. */
function silenceCommitError(error: unknown): void {
  if (error instanceof Error && 'commitError' in error && error.commitError instanceof Promise) {
    error.commitError.catch(() => undefined);
  }
}
