import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { WriteEffect } from '../../../model/WriteEffect.js';
import type { Clock } from '../../../model/Clock.js';
import type { PageAnswer, PageClaim, PageStore, StoredPage } from '../../PageStore.js';
import { openBytes, sealBytes } from '../../sealing.js';
import type { RedisConnection } from '../connection/RedisConnection.js';
import { loadScript } from '../connection/RedisScript.js';
import type { EffectSeal } from './EffectSeal.js';

const claimPage = loadScript(['writes.lua', 'claimPage.lua'], import.meta.url);
const keepPage = loadScript(['writes.lua', 'keepPage.lua'], import.meta.url);

export interface RedisPageStoreOptions {
  readonly connection: RedisConnection;
  /** A secret of the tenant: the same for all its processes. */
  readonly secret: Buffer;
  readonly seal: EffectSeal;
  /** How long pages are fresh. */
  readonly freshMs: number;
  /** How many bytes all pages together may take. */
  readonly maxBytes: number;
  /** How long one process has for reading a page while others wait for it. */
  readonly claimMs: number;
  readonly clock: Clock;
}

/** Pages in Redis, sealed, under hashed names. Whoever waits for one is told by a message. */
export class RedisPageStore implements PageStore {
  readonly #connection: RedisConnection;
  readonly #sealingKey: Buffer;
  readonly #namingKey: Buffer;
  readonly #process = randomBytes(6).toString('base64url');
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #channel: string;
  #claims = 0;

  constructor(private readonly options: RedisPageStoreOptions) {
    const { connection, secret } = options;
    this.#connection = connection;
    this.#sealingKey = Buffer.from(hkdfSync('sha256', secret, '', 'shared pages', 32));
    this.#namingKey = Buffer.from(hkdfSync('sha256', secret, '', 'names of shared pages', 32));
    this.#channel = connection.key('pages:read');
    void connection.subscribe(this.#channel, (name) => {
      for (const wake of this.#waiting.get(name) ?? []) wake();
    });
    connection.onStateChange((state) => {
      // No message comes any more: who waits asks again, and is told that nothing is shared.
      if (state === 'lost') for (const waiting of this.#waiting.values()) for (const wake of waiting) wake();
    });
  }

  async ask<Page>(
    name: string,
    record: string | null,
    signal: AbortSignal,
    read: (stored: StoredPage) => Page | null,
  ): Promise<PageAnswer<Page>> {
    const hashed = this.#hash(name);
    const recordKey = this.#recordKey(record ?? name);
    this.#claims += 1;
    const who = `${this.#process}:${String(this.#claims)}`;
    let isUseless = false;
    for (;;) {
      const news = this.#listen(hashed);
      try {
        const [kind, ...details] = await this.#claim(hashed, recordKey, who, isUseless);
        switch (kind) {
          case 'found':
          case 'around': {
            const stored = this.#open(details, kind === 'around');
            const page = stored === null ? null : read(stored);
            if (page !== null) return { kind: 'found', page };
            isUseless = true;
            break;
          }
          case 'claimed':
            return { kind: 'claimed', claim: this.#claimOf(hashed, who, details.map(String)) };
          case 'taken':
            await news.wait(Number(details[0]), signal);
            if (signal.aborted) return { kind: 'unshared' };
            isUseless = false;
            break;
          default:
            return { kind: 'unshared' };
        }
      } catch {
        return { kind: 'unshared' };
      } finally {
        news.stop();
      }
    }
  }

  async #claim(name: string, recordKey: string, who: string, isUseless: boolean): Promise<readonly unknown[]> {
    const keys = [
      ...this.#keysOf(name),
      this.#connection.key('writes:position'),
      this.#connection.key('writes:latest'),
      recordKey,
    ];
    const args = [who, this.options.claimMs, isUseless ? 1 : 0, this.#connection.key('page:')];
    const reply = await this.#connection.run(claimPage, keys, args, 'bytes');
    const [kind, ...details]: readonly unknown[] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
    return [String(kind), ...details];
  }

  #open([content, ageMs, writes]: readonly unknown[], isAround: boolean): StoredPage | null {
    const opened = Buffer.isBuffer(content) ? openBytes(this.#sealingKey, content) : null;
    if (opened === null) return null;
    return {
      content: opened,
      isAround,
      ageMs: Number(ageMs),
      writesSince: Array.isArray(writes) ? this.#effects(writes) : null,
    };
  }

  #effects(writes: readonly unknown[]): readonly WriteEffect[] {
    return writes.map((write) => this.options.seal.open(String(write).split(' ')[1] ?? ''));
  }

  #claimOf(name: string, who: string, [log = '', writes = '0']: readonly string[]): PageClaim {
    const end = async (content: Buffer | '', ageMs: number, records: readonly string[]): Promise<void> => {
      const { freshMs, maxBytes } = this.options;
      const pages = ['expiry', 'sizes', 'bytes'].map((part) => this.#connection.key(`pages:${part}`));
      const args = [who, name, this.#connection.key('page:'), this.#channel, content, Math.max(0, ageMs), freshMs];
      try {
        await this.#connection.run(
          keepPage,
          [...this.#keysOf(name), ...pages],
          [...[...args, log, writes, maxBytes], ...records.map((record) => this.#recordKey(record))],
        );
      } catch {
        // The others wait until the claim is over, and read for themselves.
      }
    };
    return {
      keep: (content, ageMs, records) => end(sealBytes(this.#sealingKey, content), ageMs, records),
      giveUp: () => end('', 0, []),
    };
  }

  #hash(name: string): string {
    return createHmac('sha256', this.#namingKey).update(name).digest('base64url').slice(0, 27);
  }

  #recordKey(record: string): string {
    return this.#connection.key(`record:${this.#hash(record)}`);
  }

  #keysOf(name: string): readonly string[] {
    return [this.#connection.key(`page:${name}`), this.#connection.key(`claim:${name}`)];
  }

  /** Hears of the page from now on; what comes before it is waited for counts. */
  #listen(name: string) {
    const { clock } = this.options;
    let hasNews = false;
    let onNews = (): void => undefined;
    const wake = (): void => {
      hasNews = true;
      onNews();
    };
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(wake));
    return {
      wait: (forMs: number, signal: AbortSignal): Promise<void> =>
        new Promise((resolve) => {
          if (hasNews || signal.aborted) {
            resolve();
            return;
          }
          const cancelTimer = clock.setTimer(end, forMs);
          signal.addEventListener('abort', end);
          onNews = end;
          function end(): void {
            cancelTimer();
            signal.removeEventListener('abort', end);
            resolve();
          }
        }),
      stop: (): void => {
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(name) === waiting) this.#waiting.delete(name);
      },
    };
  }
}
