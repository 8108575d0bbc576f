import { randomBytes } from 'node:crypto';
import {
  isSettledBefore,
  isUnsettled,
  JournalUnavailable,
  type JournalEntry,
  type JournalStore,
  type KeyedEntry,
  type ReplaceResult,
} from '../../JournalStore.js';
import { RedisUnavailable, type RedisConnection } from '../connection/RedisConnection.js';
import { loadScript, type RedisScript } from '../connection/RedisScript.js';
import { readEntryRow, writeEntryRow } from './entryRow.js';

const openJournal = loadScript('openJournal.lua', import.meta.url);
const adoptSecretScript = loadScript('adoptSecret.lua', import.meta.url);
const replaceEntry = loadScript('replaceEntry.lua', import.meta.url);
const removeEntries = loadScript('removeEntries.lua', import.meta.url);
const holdRecoveryScript = loadScript('holdRecovery.lua', import.meta.url);

/** A process that has died is followed by another after so long at the latest. */
const recoveryLeaseMs = 10_000;
const scanRows = 500;
const hourMs = 3_600_000;

/** The scripts' answer where the journal is another one than this process knows. */
const anotherJournal = -1;

/** What this process knows of the journal. */
interface Identity {
  readonly secret: Buffer;
  /** Names this journal: one that was begun after a loss has another epoch. */
  readonly epoch: string;
  readonly bornAt: number;
}

export interface RedisJournalStoreOptions {
  readonly connection: RedisConnection;
  /**
   * The secret that a new journal begins with: the same for every process of the tenant, so that markers of a journal that
   * was lost can still be recognised.
   */
  readonly initialSecret: Buffer;
  /** Told of an entry that cannot be read; for logs. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * The journal in Redis, shared by all processes of a tenant. Each change is one script, so that no other process comes
 * between its condition and its effect, and counts as made when it is in the server's append-only file.
 */
export class RedisJournalStore implements JournalStore {
  readonly isShared = true;
  readonly #connection: RedisConnection;
  readonly #keys: Readonly<Record<'meta' | 'entries' | 'bindings' | 'open' | 'settled' | 'recovery', string>>;
  #identity: Identity | null = null;

  constructor(private readonly options: RedisJournalStoreOptions) {
    const { connection } = options;
    this.#connection = connection;
    this.#keys = {
      meta: connection.key('journal:meta'),
      entries: connection.key('journal:entries'),
      bindings: connection.key('journal:bindings'),
      open: connection.key('journal:open'),
      settled: connection.key('journal:settled'),
      recovery: connection.key('journal:recovery'),
    };
  }

  isWritable(): boolean {
    return this.#connection.state === 'ready' && this.#connection.lossRisk === null;
  }

  async secret(): Promise<Buffer> {
    return (await this.#known()).secret;
  }

  async bornAt(): Promise<number> {
    return (await this.#known()).bornAt;
  }

  async adoptSecret(secret: Buffer): Promise<boolean> {
    const { epoch } = await this.#known();
    const { meta, entries } = this.#keys;
    const answer = await this.#write(adoptSecretScript, [meta, entries], [secret.toString('base64'), epoch]);
    this.#identity = null;
    return answer === 1;
  }

  async get(key: string): Promise<JournalEntry | null> {
    const stored = await this.#attempt(() => this.#connection.command('HGET', this.#keys.entries, key));
    return typeof stored === 'string' ? this.#read(stored) : null;
  }

  async replace(key: string, storedVersion: number | null, entry: JournalEntry): Promise<ReplaceResult> {
    const { epoch } = await this.#known();
    const { meta, entries, bindings, open, settled } = this.#keys;
    const answer = await this.#write(
      replaceEntry,
      [meta, entries, bindings, open, settled],
      [
        epoch,
        key,
        storedVersion ?? '',
        entry.version,
        writeEntryRow(entry),
        isUnsettled(entry.state) ? '' : hourOf(entry),
        entry.binding ?? '',
      ],
    );
    switch (answer) {
      case 1:
        return 'replaced';
      case 2:
        return 'boundToAnother';
      default:
        return 'changed';
    }
  }

  async unsettledKeys(): Promise<readonly string[]> {
    return textsOf(await this.#attempt(() => this.#connection.command('SMEMBERS', this.#keys.open)));
  }

  async *entries(): AsyncGenerator<KeyedEntry> {
    let cursor = '0';
    // While the table grows a row may be shown twice.
    const seen = new Set<string>();
    do {
      const reply = await this.#attempt(() =>
        this.#connection.command('HSCAN', this.#keys.entries, cursor, 'COUNT', scanRows),
      );
      const [next, rows] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
      for (const [key, stored] of pairs(textsOf(rows))) {
        if (!seen.has(key)) yield { key, entry: this.#readOrNull(stored) };
        seen.add(key);
      }
      cursor = typeof next === 'string' ? next : '0';
    } while (cursor !== '0');
  }

  async removeSettledBefore(instant: number, isKept: (entry: JournalEntry) => boolean): Promise<number> {
    const lastHour = Math.floor(instant / hourMs);
    const hours = textsOf(
      await this.#attempt(() => this.#connection.command('ZRANGEBYSCORE', this.#keys.settled, '-inf', lastHour)),
    );
    const isOld = (entry: JournalEntry): boolean => isSettledBefore(entry, instant) && !isKept(entry);
    let removed = 0;
    for (const hour of hours) removed += await this.#removeOfHour(hour, isOld);
    return removed;
  }

  /** Forgets what is old of one hour, some rows at a time. */
  async #removeOfHour(hour: string, isOld: (entry: JournalEntry) => boolean): Promise<number> {
    const { epoch } = await this.#known();
    const { meta, entries, bindings, settled } = this.#keys;
    const list = `${settled}:${hour}`;
    let removed = 0;
    for (let start = 0; ;) {
      const keys = textsOf(
        await this.#attempt(() => this.#connection.command('LRANGE', list, start, start + scanRows - 1)),
      );
      if (keys.length === 0) return removed;
      const stored = await this.#attempt(() => this.#connection.command('HMGET', entries, ...keys));
      const triples = keys.flatMap((key, index) => {
        const value = Array.isArray(stored) ? (stored as readonly unknown[])[index] : null;
        const entry = typeof value === 'string' ? this.#readOrNull(value) : null;
        // An entry that cannot be read stays, and so does its row.
        if (entry === null) return typeof value === 'string' ? [] : [key, '', ''];
        // One that was opened again, or settled again later, stands elsewhere.
        if (isUnsettled(entry.state) || String(hourOf(entry)) !== hour) return [key, '', ''];
        return isOld(entry) ? [key, entry.version, entry.binding ?? ''] : [];
      });
      const answer = await this.#write(
        removeEntries,
        [meta, entries, bindings, settled, list],
        [epoch, hour, ...triples],
      );
      const [forgotten, lost] = Array.isArray(answer) ? answer.map(Number) : [];
      removed += forgotten ?? 0;
      start += keys.length - (lost ?? 0);
    }
  }

  async holdRecovery(holder: string): Promise<boolean> {
    const answer = await this.#attempt(() =>
      this.#connection.run(holdRecoveryScript, [this.#keys.recovery], [holder, recoveryLeaseMs]),
    );
    return answer === 1;
  }

  /** The connection is shared with others and stays open. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #known(): Promise<Identity> {
    this.#identity ??= await this.#open();
    return this.#identity;
  }

  async #open(): Promise<Identity> {
    const fresh = this.options.initialSecret.toString('base64');
    const epoch = randomBytes(12).toString('base64url');
    const reply = await this.#attempt(() =>
      this.#connection.runDurably(openJournal, [this.#keys.meta], [fresh, epoch]),
    );
    const [secret, knownEpoch, bornAt] = textsOf(reply);
    if (secret === undefined || knownEpoch === undefined || !Number.isSafeInteger(Number(bornAt))) {
      throw new JournalUnavailable('The journal’s head cannot be read.');
    }
    return { secret: Buffer.from(secret, 'base64'), epoch: knownEpoch, bornAt: Number(bornAt) };
  }

  /** Runs a script that changes the journal. Rejects where the journal is another one than this process knows. */
  async #write(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (!this.isWritable()) throw new JournalUnavailable('The journal cannot be written.');
    const answer = await this.#attempt(() => this.#connection.runDurably(script, keys, args));
    const code: unknown = Array.isArray(answer) ? answer[0] : answer;
    if (code !== anotherJournal) return answer;
    // Lost and begun anew, or restored: whoever asked has to look again at how things stand.
    this.#identity = null;
    throw new JournalUnavailable('The journal in Redis is another one than before.');
  }

  async #attempt<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (error instanceof JournalUnavailable) throw error;
      if (!(error instanceof RedisUnavailable)) this.options.onTrouble?.(error);
      throw new JournalUnavailable('The journal in Redis failed.', { cause: error });
    }
  }

  #read(stored: string): JournalEntry {
    try {
      return readEntryRow(stored);
    } catch (error) {
      this.options.onTrouble?.(error);
      throw error;
    }
  }

  #readOrNull(stored: string): JournalEntry | null {
    try {
      return readEntryRow(stored);
    } catch {
      return null;
    }
  }
}

function textsOf(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.filter((item) => typeof item === 'string') : [];
}

function pairs(texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.flatMap((text, index) => (index % 2 === 0 ? [[text, texts[index + 1] ?? ''] as const] : []));
}

/** The hour in which an entry was settled, counted from the epoch. */
function hourOf({ settledAt }: JournalEntry): number {
  return Math.floor((settledAt ?? 0) / hourMs);
}
