import { randomBytes } from 'node:crypto';
import type {
  CallInFlight,
  CallLane,
  LimitsListener,
  LimitsReport,
  PlaceAnswer,
  SharedLimits,
  ToldFigures,
} from '../../SharedLimits.js';
import type { RedisConnection, RedisState } from '../connection/RedisConnection.js';
import { loadScript, type RedisScript } from '../connection/RedisScript.js';

const script = (name: string): RedisScript => loadScript(['limits.lua', name], import.meta.url);
const askForPlace = script('askForPlace.lua');
const endPlace = script('endPlace.lua');
const lookScript = script('look.lua');
const registerCalls = script('registerCalls.lua');
const pauseCalls = script('pauseCalls.lua');
const noteQuota = script('noteQuota.lua');

/** How long whoever waits has for taking up an offer; one who has died holds a place up for so long. */
const offerMs = 500;

export interface RedisLimitsOptions {
  readonly connection: RedisConnection;
  /** Calls in flight at most, of all processes. */
  readonly concurrency: number;
  /** Milliseconds between the starts of two calls at least. */
  readonly intervalMs: number;
  /** How long a place lasts. */
  readonly placeMs: number;
  /** Calls a day as configured; null to go by what the CRM tells. */
  readonly dailyQuota: number | null;
  readonly writeReserve: { readonly fraction: number } | { readonly calls: number };
  /** The next two resets of the quota that may be due, in milliseconds since the epoch. */
  readonly nextResets: () => readonly [number, number];
}

/**
 * The limits in Redis. Each change is one script on the server's clock; who waits is told by a message on the process's own
 * channel.
 */
export class RedisLimits implements SharedLimits {
  readonly #connection: RedisConnection;
  readonly #keys: readonly string[];
  readonly #process = randomBytes(6).toString('base64url');
  #count = 0;

  constructor(private readonly options: RedisLimitsOptions) {
    const { connection } = options;
    this.#connection = connection;
    this.#keys = ['places', 'waiting:writes', 'waiting:reads', 'state', 'quota'].map((name) =>
      connection.key(`calls:${name}`),
    );
  }

  get state(): 'ready' | 'returning' | 'away' {
    return stateOf(this.#connection.state);
  }

  newName(): string {
    this.#count += 1;
    return `${this.#process}:${String(this.#count)}`;
  }

  async ask(name: string, lane: CallLane, waitedMs: number): Promise<PlaceAnswer> {
    const { result, ...report } = await this.#run(askForPlace, name, lane, Math.max(0, Math.floor(waitedMs)));
    return { ...report, kind: result === 'granted' || result === 'spent' ? result : 'queued' };
  }

  end(name: string, wasCountedInVain: boolean): Promise<LimitsReport> {
    return this.#run(endPlace, name, wasCountedInVain ? 1 : 0);
  }

  look(): Promise<LimitsReport> {
    return this.#run(lookScript);
  }

  register(inFlight: readonly CallInFlight[], uncounted: number): Promise<LimitsReport> {
    const calls = inFlight.flatMap(({ name, remainingMs }) => [name, Math.ceil(remainingMs)]);
    return this.#run(registerCalls, uncounted, ...calls);
  }

  pause(forMs: number): Promise<LimitsReport> {
    return this.#run(pauseCalls, Math.ceil(forMs));
  }

  noteSpent(isSpent: boolean): Promise<LimitsReport> {
    return this.#run(noteQuota, isSpent ? 'spent' : 'answered');
  }

  noteFigures({ limit, used, usedWhenAsked, resetsAt }: ToldFigures): Promise<LimitsReport> {
    return this.#run(noteQuota, 'figures', limit, used, usedWhenAsked, resetsAt ?? '');
  }

  async claimQuestion(withinMs: number): Promise<boolean> {
    return (await this.#run(noteQuota, 'claim', withinMs)).result === 'claimed';
  }

  async listen(listener: LimitsListener): Promise<void> {
    const connection = this.#connection;
    connection.onStateChange((state) => {
      listener.onState(stateOf(state));
    });
    const offers = connection.subscribe(this.#channel(this.#process), (name) => {
      listener.onOffer(name);
    });
    const pauses = connection.subscribe(this.#channel('all'), (forMs) => {
      listener.onPause(Number(forMs));
    });
    await Promise.all([offers, pauses]);
  }

  #channel(name: string): string {
    return this.#connection.key(`calls:${name}`);
  }

  async #run(
    toRun: RedisScript,
    ...args: readonly (string | number)[]
  ): Promise<LimitsReport & { readonly result: string }> {
    const { concurrency, intervalMs, placeMs, dailyQuota, writeReserve, nextResets } = this.options;
    const [reserve, unit] =
      'calls' in writeReserve ? [writeReserve.calls, 'calls'] : [writeReserve.fraction, 'fraction'];
    const common = [concurrency, intervalMs, placeMs, offerMs, this.#channel(''), dailyQuota ?? '', reserve, unit];
    return parseAnswer(await this.#connection.run(toRun, this.#keys, [...common, ...nextResets(), ...args]));
  }
}

function stateOf(state: RedisState): 'ready' | 'returning' | 'away' {
  return state === 'lost' ? 'away' : state;
}

/** The answer of a script, as `answer` in limits.lua makes it. */
function parseAnswer(reply: unknown): LimitsReport & { readonly result: string } {
  const [result, wakeInMs, pausedForMs, used, limit, resetsAt, isConfirmed, isSpent] = Array.isArray(reply)
    ? reply.map(String)
    : [];
  return {
    result: result ?? '',
    wakeInMs: Number(wakeInMs) < 0 ? null : Number(wakeInMs),
    pausedForMs: Number(pausedForMs),
    quota: {
      used: Number(used),
      limit: limit === undefined || limit === '' ? null : Number(limit),
      resetsAt: Number(resetsAt),
      isConfirmed: isConfirmed === '1',
      isSpent: isSpent === '1',
    },
  };
}
