import type { CallContext } from '../model/CallContext.js';
import { CallFailure } from '../model/CallFailure.js';
import type { Clock } from '../model/Clock.js';
import { Fault } from '../model/Fault.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import { type DatedRow, judgeZone, type ZoneVerdict } from './judgeZone.js';
import { watchCalls } from './watchCalls.js';

/** What was seen of the CRM after the start. */
export interface StartupFinding {
  readonly isReachable: boolean;
  /** Tokens for other systems are refused by all that is read here, so that one that is accepted is an internal one. */
  readonly token: 'internal' | 'refused' | 'unknown';
  readonly zone: ZoneVerdict;
  /** Whether a call of its own was made for it. */
  readonly calls: 0 | 1;
  readonly fault: Fault | null;
}

export interface StartupCheckOptions {
  readonly clock: Clock;
  /** Whether a call is made where operations make none. */
  readonly mayCall: boolean;
  /** Remembers across restarts when a call was made for it. */
  readonly memory: CheckMemory;
  /** Told once. */
  readonly report: (finding: StartupFinding) => void;
}

/** Keeps an instant, in milliseconds since 1970. Neither method rejects. */
export interface CheckMemory {
  load(): Promise<number | null>;
  save(instant: number): Promise<void>;
}

/** For so long the calls of operations are watched for a row that tells the zone; then whatever was seen is told. */
const waitMs = 5_000;
/** A process that restarts again and again does not ask again and again. */
const askAgainMs = 3_600_000;
const timeoutMs = 10_000;
const spanMs = 30 * 86_400_000;

/**
 * Looks once after the start whether the CRM can be reached, accepts the token, and keeps its times in the zone that is
 * set. It watches the first calls of operations; where none comes within five seconds it may make one of its own, once an
 * hour at most.
 */
export class StartupCheck {
  readonly #options: StartupCheckOptions;
  #client: WolkvoxClient | null = null;
  #isReported = false;
  #hasBegun = false;
  /** A call was answered, with nothing to judge the zone by. */
  #isAnswered = false;
  /** The next answer is told, whatever it shows. */
  #isOverdue = false;
  #cancelTimer = (): void => undefined;
  readonly #stopping = new AbortController();

  constructor(options: StartupCheckOptions) {
    this.#options = options;
  }

  /** Makes a client whose calls are watched. */
  watch(client: WolkvoxClient): WolkvoxClient {
    this.#client = client;
    return watchCalls(client, {
      onStart: () => {
        this.#hasBegun = true;
      },
      onAnswer: (rows) => {
        this.#onAnswer(rows, 0);
      },
      onFailure: (error) => {
        this.#onFailure(error, 0);
      },
    });
  }

  start(): void {
    this.#cancelTimer = this.#options.clock.setTimer(() => {
      void this.#conclude();
    }, waitMs);
  }

  stop(): void {
    this.#isReported = true;
    this.#cancelTimer();
    this.#stopping.abort();
  }

  #isOver(): boolean {
    return this.#isReported;
  }

  async #conclude(): Promise<void> {
    if (this.#isOver()) return;
    if (this.#isAnswered) {
      this.#report({ isReachable: true, token: 'internal', zone: judgeZone([], 0), calls: 0, fault: null });
      return;
    }
    this.#isOverdue = true;
    const { clock, memory, mayCall } = this.#options;
    if (this.#hasBegun || !mayCall) return;
    const askedAt = await memory.load();
    const sinceMs = clock.now() - (askedAt ?? -Infinity);
    // A time that lies ahead is none that was remembered here.
    if (this.#isOver() || this.#client === null || (sinceMs >= 0 && sinceMs < askAgainMs)) return;
    await memory.save(clock.now());
    const call: CallContext = {
      deadlineAt: clock.now() + timeoutMs,
      signal: this.#stopping.signal,
      onCall: () => undefined,
    };
    const span = { from: new Date(clock.now() - spanMs), to: new Date(clock.now()) };
    try {
      const { rows } = await this.#client.listCasesCreatedBetween(span, { page: 1, limit: 1 }, call);
      this.#onAnswer(rows, 1);
    } catch (error) {
      this.#onFailure(error, 1);
    }
  }

  #onAnswer(rows: readonly (DatedRow | null)[], calls: 0 | 1): void {
    if (this.#isReported) return;
    this.#isAnswered = true;
    const zone = judgeZone(rows, this.#options.clock.now());
    // Another read may tell more before the time is over.
    if (zone.zone === 'unknown' && !this.#isOverdue) return;
    this.#report({ isReachable: true, token: 'internal', zone, calls, fault: null });
  }

  #onFailure(error: unknown, calls: 0 | 1): void {
    if (this.#isReported || this.#isAnswered) return;
    const details = error instanceof Fault && error.cause instanceof CallFailure ? error.cause.details : null;
    if (!(error instanceof Fault) || details === null) return;
    // Nothing was seen of the CRM: nobody called, or nobody waited for the answer.
    if (details.failure === 'notCalled' || details.failure === 'aborted') return;
    this.#report({
      isReachable: details.status !== null,
      token: details.failure === 'auth' ? 'refused' : 'unknown',
      zone: judgeZone([], 0),
      calls,
      fault: error,
    });
  }

  #report(finding: StartupFinding): void {
    this.#isReported = true;
    this.#cancelTimer();
    this.#options.report(finding);
  }
}
