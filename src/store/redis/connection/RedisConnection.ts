import type { Redis } from 'ioredis';
import type { Clock } from '../../../model/Clock.js';
import { checkServer, type ServerFacts } from './checkServer.js';
import { createRedisClient } from './createRedisClient.js';
import type { RedisOptions } from './RedisOptions.js';
import { messageOf, redisProblemOf, type RedisProblem } from './redisProblem.js';
import type { RedisScript } from './RedisScript.js';
import { StoreUnavailable } from '../../StoreUnavailable.js';

const heartbeatMs = 500;
/** After an outage the server has to answer for so long before it is used again: no flapping. */
const steadyMs = 2000;
/** A server that has not answered a heartbeat after this long will not answer: the socket may be half open. */
const silenceMs = 1500;
/** How long one write may wait for the server's append-only file. */
const fileWaitMs = 1000;

/**
 * `ready`: commands are taken. `lost`: they fail at once. `returning`: the server answers again and is told what is under
 * way; nothing new is begun before it has answered for a while.
 */
export type RedisState = 'ready' | 'lost' | 'returning';

/** The server cannot be reached, or did not answer. What was asked may have been done all the same. */
export class RedisUnavailable extends StoreUnavailable {
  override readonly name = 'RedisUnavailable';
}

export interface RedisConnectionOptions extends RedisOptions {
  readonly clock: Clock;
  /** What the keys of this tenant begin with; see `keyPrefix`. */
  readonly prefix: string;
  /** Whose the keys are; see `keyOwner`. Written down by the first process, and compared by the others. */
  readonly owner: string;
  /** Told at each change of state: what went wrong, or null when the server is back. For logs. */
  readonly onChange?: (problem: RedisProblem | null) => void;
}

/**
 * The one connection of this process to Redis. It knows whether the server can be used now, runs scripts by their hash,
 * and comes back by itself. Nothing is queued while the server is away, and nothing is sent twice.
 */
export class RedisConnection {
  readonly #client: Redis;
  /** The connection that messages come on: Redis takes no commands on it. Null before the first subscription. */
  #subscriber: Redis | null = null;
  #subscribing: Promise<void> | null = null;
  #onHeartbeat: ((ms: number) => void) | null = null;
  readonly #listeners = new Set<(state: RedisState) => void>();
  #state: RedisState = 'lost';
  #facts: ServerFacts = { waitsForFile: false, lossRisk: 'Redis was not asked yet' };
  /** Since when every heartbeat was answered; null while none is. */
  #steadySince: number | null = null;
  #hasBeenReady = false;
  /** What the client said last of a failure; the rejection of `connect` itself says less. */
  #lastProblem: RedisProblem | null = null;
  #cancelHeartbeat: (() => void) | null = null;
  #isClosed = false;

  constructor(private readonly options: RedisConnectionOptions) {
    this.#client = this.#createClient();
  }

  /** Connects. Resolves with what keeps the server from being used, or null. It goes on trying what is temporary. */
  async start(): Promise<RedisProblem | null> {
    let problem: RedisProblem | null;
    try {
      await this.#client.connect();
      problem = await this.#withinSilence(this.#check());
    } catch (error) {
      problem = this.#lastProblem ?? redisProblemOf(error);
    }
    if (problem === null) this.#regain();
    if (problem?.isTemporary === false) await this.close();
    else this.#beat();
    return problem;
  }

  get state(): RedisState {
    return this.#state;
  }

  /** Why the server could forget what it is given; null where it does not. */
  get lossRisk(): string | null {
    return this.#facts.lossRisk;
  }

  /** The full name of a key of this tenant. */
  key(name: string): string {
    return this.options.prefix + name;
  }

  /**
   * Calls back with each message of a channel. Both connections stand and fall together: while messages may be lost, the
   * server counts as away. Never rejects.
   */
  async subscribe(channel: string, onMessage: (message: string) => void): Promise<void> {
    const subscriber = (this.#subscriber ??= this.#createClient());
    subscriber.on('message', (from: string, message: string) => {
      if (from === channel) onMessage(message);
    });
    const subscribe = (): Promise<unknown> => subscriber.subscribe(channel);
    // Anew with every connection. The client could do so by itself, but then nobody would hear of a failure.
    subscriber.on('ready', () => {
      subscribe().catch((error: unknown) => {
        this.#lose(redisProblemOf(error));
      });
    });
    try {
      await (this.#subscribing ??= subscriber.connect().catch(() => undefined));
      await subscribe();
    } catch (error) {
      this.#lose(redisProblemOf(error));
    }
  }

  /** Calls back with how long each answered heartbeat took, in milliseconds; one listener at most. */
  onHeartbeat(listener: (ms: number) => void): void {
    this.#onHeartbeat = listener;
  }

  /** Calls back at each change of state. Returns what ends it. */
  onStateChange(listener: (state: RedisState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends one command. Rejects with `RedisUnavailable`, or with the server's own error. */
  async command(name: string, ...args: readonly (string | number | Buffer)[]): Promise<unknown> {
    return this.#attempt(() => this.#client.call(name, ...args));
  }

  /** Runs a script. Texts of its answer are texts, or bytes where that is asked for. Rejects as `command` does. */
  async run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
    as: 'texts' | 'bytes' = 'texts',
  ): Promise<unknown> {
    const client = this.#client;
    return this.#attempt(async () => {
      try {
        return as === 'texts'
          ? await client.evalsha(script.hash, keys.length, ...keys, ...args)
          : await client.callBuffer('EVALSHA', script.hash, keys.length, ...keys, ...args);
      } catch (error) {
        if (!isUnknownScript(error)) throw error;
        return as === 'texts'
          ? await client.eval(script.text, keys.length, ...keys, ...args)
          : await client.callBuffer('EVAL', script.text, keys.length, ...keys, ...args);
      }
    });
  }

  /**
   * Runs a script and resolves when what it wrote is on the server's disk. Where the server flushes before it answers, the
   * answer says so.
   */
  async runDurably(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    // Both in one packet: the server takes them one after the other.
    const answer = this.run(script, keys, args);
    if (!this.#facts.waitsForFile) return answer;
    const [result] = await Promise.all([answer, this.#waitForFile()]);
    return result;
  }

  /** Ends the connection; nothing can be sent any more. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelHeartbeat?.();
    this.#client.disconnect();
    this.#subscriber?.disconnect();
    return Promise.resolve();
  }

  #createClient(): Redis {
    const client = createRedisClient(this.options);
    // Each failure is also told to whoever waits for an answer; unheard, the event would end the process.
    client.on('error', (error: unknown) => {
      this.#lastProblem = redisProblemOf(error);
      this.#lose(this.#lastProblem);
    });
    client.on('close', () => {
      this.#lose({ message: 'the connection to Redis was closed', isTemporary: true });
    });
    return client;
  }

  async #waitForFile(): Promise<void> {
    const reply = await this.command('WAITAOF', 1, 0, fileWaitMs);
    const [local] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
    if (Number(local) < 1) throw new RedisUnavailable('Redis did not write to its file in time.');
  }

  async #attempt<T>(send: () => Promise<T>): Promise<T> {
    if (this.#state === 'lost') throw new RedisUnavailable('Redis is away.');
    try {
      return await send();
    } catch (error) {
      if (isAnswer(error)) throw error;
      this.#lose(redisProblemOf(error));
      throw new RedisUnavailable('Redis did not answer.', { cause: error });
    }
  }

  #beat(): void {
    if (this.#isClosed) return;
    this.#cancelHeartbeat = this.options.clock.setTimer(() => {
      void this.#ping().finally(() => {
        this.#beat();
      });
    }, heartbeatMs);
  }

  /** One heartbeat. Never rejects. */
  async #ping(): Promise<void> {
    const { clock } = this.options;
    try {
      const startedAt = performance.now();
      await this.#withinSilence(this.#client.ping());
      this.#onHeartbeat?.(performance.now() - startedAt);
      await this.#withinSilence(this.#pingSubscriber());
      this.#steadySince ??= clock.now();
      if (this.#state === 'lost') this.#change('returning');
      const isSteady = !this.#hasBeenReady || clock.now() - this.#steadySince >= steadyMs;
      if (this.#state === 'ready' || !isSteady) return;
      const problem = await this.#withinSilence(this.#check());
      if (problem === null) this.#regain();
      else this.#lose(problem);
    } catch (error) {
      this.#lose(redisProblemOf(error));
    }
  }

  async #pingSubscriber(): Promise<void> {
    await this.#subscribing;
    await this.#subscriber?.ping();
  }

  /** Waits for an answer, and breaks the connections off when none comes; what was under way is rejected then. */
  async #withinSilence<T>(answer: Promise<T>): Promise<T> {
    let isAnswered = false;
    const cancelTimer = this.options.clock.setTimer(() => {
      // A process that stood still reads first what has arrived meanwhile.
      setImmediate(() => {
        setImmediate(() => {
          if (!isAnswered) for (const client of [this.#client, this.#subscriber]) breakOff(client);
        });
      });
    }, silenceMs);
    try {
      return await answer;
    } finally {
      isAnswered = true;
      cancelTimer();
    }
  }

  async #check(): Promise<RedisProblem | null> {
    const client = this.#client;
    // The client goes on in database 0 where there is none of the number; asked once more, the server says so.
    if (client.options.db !== undefined && client.options.db !== 0) await client.select(client.options.db);
    const facts = await checkServer(
      {
        info: () => client.info('server'),
        // One by one: before 7.0 a server takes one name only.
        config: async (names) => {
          const replies = await Promise.all(names.map((name) => client.call('CONFIG', 'GET', name)));
          return new Map(replies.flatMap((reply) => [...pairsOf(reply)]));
        },
      },
      this.options.durability,
    );
    if ('message' in facts) return facts;
    if (!(await this.#ownsKeys())) {
      return { message: 'the keys of this tenant hold the data of another tenant or program', isTemporary: false };
    }
    this.#facts = facts;
    return null;
  }

  /** Whether what lies under the tenant's keys was written for this tenant. */
  async #ownsKeys(): Promise<boolean> {
    const { owner } = this.options;
    const key = this.key('owner');
    await this.#client.setnx(key, owner);
    try {
      return (await this.#client.get(key)) === owner;
    } catch (error) {
      if (messageOf(error).startsWith('WRONGTYPE')) return false;
      throw error;
    }
  }

  #regain(): void {
    if (this.#isClosed || this.#state === 'ready') return;
    this.#hasBeenReady = true;
    this.#change('ready');
    this.options.onChange?.(null);
  }

  #lose(problem: RedisProblem): void {
    this.#steadySince = null;
    if (this.#isClosed || this.#state === 'lost') return;
    const wasReady = this.#state === 'ready';
    this.#change('lost');
    if (wasReady) this.options.onChange?.(problem);
  }

  #change(state: RedisState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** Closes the socket, where there is one; the client connects again by itself. */
function breakOff(client: Redis | null): void {
  const stream: { destroy(): void } | undefined = client?.stream;
  stream?.destroy();
}

/** Whether the server answered, though with an error: its own words begin with a word in capitals. */
function isAnswer(error: unknown): boolean {
  return /^(?!LOADING|CLUSTERDOWN|READONLY|MASTERDOWN)[A-Z]{3,} /.test(messageOf(error));
}

function isUnknownScript(error: unknown): boolean {
  return messageOf(error).startsWith('NOSCRIPT');
}

/** The answer of CONFIG GET: names and values in turn. */
function pairsOf(reply: unknown): ReadonlyMap<string, string> {
  const words = Array.isArray(reply) ? reply.map(String) : [];
  return new Map(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? ''] as const] : [])));
}
