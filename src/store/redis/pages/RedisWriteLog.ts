import { randomBytes } from 'node:crypto';
import type { WriteEffect } from '../../../model/WriteEffect.js';
import type { WriteLog } from '../../WriteLog.js';
import type { RedisConnection } from '../connection/RedisConnection.js';
import { loadScript } from '../connection/RedisScript.js';
import type { EffectSeal } from './EffectSeal.js';

const addWrite = loadScript(['writes.lua', 'addWrite.lua'], import.meta.url);
const readWrites = loadScript(['writes.lua', 'readWrites.lua'], import.meta.url);

/** Whoever has missed more than these lets go of all that is remembered. */
const keptWrites = 1_000;
/** Pages are remembered for less. */
const keptMs = 3_600_000;

/** How far this process knows the log. */
interface Position {
  readonly id: string;
  readonly count: number;
}

export interface RedisWriteLogOptions {
  readonly connection: RedisConnection;
  readonly seal: EffectSeal;
}

/**
 * The log of writes in Redis: each process reads what it does not know yet at the start of each operation. Its own writes it
 * knows.
 */
export class RedisWriteLog implements WriteLog {
  readonly #connection: RedisConnection;
  readonly #keys: readonly string[];
  readonly #process = randomBytes(6).toString('base64url');
  /** Writes that could not be added when they were made. */
  readonly #owed: WriteEffect[] = [];
  /** Null before the log was read for the first time. */
  #known: Position | null = null;

  constructor(private readonly options: RedisWriteLogOptions) {
    const { connection } = options;
    this.#connection = connection;
    this.#keys = [connection.key('writes:position'), connection.key('writes:latest')];
    connection.onStateChange((state) => {
      if (state === 'returning') void this.#pay().catch(() => undefined);
    });
  }

  async catchUp(): Promise<readonly WriteEffect[]> {
    await this.#pay();
    const { id, count } = this.#known ?? { id: 'none', count: 0 };
    const [newId, newCount, writes] = partsOf(
      await this.#connection.run(readWrites, this.#keys, [newLogName(), id, count]),
    );
    const position = { id: String(newId), count: Number(newCount) };
    const before = this.#known;
    // Replies come in the order of the questions, but adding a write may have moved the position on in between.
    if (before?.id !== position.id || before.count < position.count) this.#known = position;
    if (!Array.isArray(writes)) return [{ kind: 'anything' }];
    return writes.flatMap((write) => this.#read(String(write)));
  }

  async add(effect: WriteEffect): Promise<void> {
    this.#owed.push(effect);
    await this.#pay();
  }

  /** Adds what is owed, in order. */
  async #pay(): Promise<void> {
    for (let effect = this.#owed[0]; effect !== undefined; effect = this.#owed[0]) {
      const text = `${this.#process} ${this.options.seal.seal(effect)}`;
      const args = [newLogName(), text, keptWrites, keptMs];
      const [id, count] = partsOf(await this.#connection.runDurably(addWrite, this.#keys, args));
      const index = this.#owed.indexOf(effect);
      if (index >= 0) this.#owed.splice(index, 1);
      const known = this.#known;
      // With nothing in between, this write is all that is new.
      if (known !== null && known.id === id && known.count + 1 === Number(count)) {
        this.#known = { id: known.id, count: known.count + 1 };
      }
    }
  }

  /** Nothing for a write of this process: what it changes was dropped before it was added. */
  #read(write: string): readonly WriteEffect[] {
    const [process = '', sealed = ''] = write.split(' ');
    return process === this.#process ? [] : [this.options.seal.open(sealed)];
  }
}

function newLogName(): string {
  return randomBytes(9).toString('base64url');
}

function partsOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}
