import type { Clock } from '../../model/Clock.js';
import type { Fault } from '../../model/Fault.js';
import type { QueueState, Ticket } from './CallLimiter.js';
import { CallQueue } from './CallQueue.js';
import type { Waiter } from './Lane.js';

export interface GateOptions {
  /** Calls in flight at most, ever. */
  readonly concurrency: number;
  /** Calls started in a second at most, evenly spaced; null for no limit. */
  readonly requestsPerSecond: number | null;
  readonly clock: Clock;
}

/** Of this many starts in a row one is a read's, if any waits: writes go first, but not alone. */
const writesInARow = 3;

/**
 * The one way to the CRM: keeps the number of calls in flight, spaces their starts and stops them all for a while when
 * the CRM asks for it. Writes go before reads.
 */
export class Gate {
  #inFlight = 0;
  #nextStartAt = 0;
  #pausedUntil = 0;
  #latest = 0;
  #writesStarted = 0;
  #cancelWakeUp: (() => void) | null = null;
  readonly #queue: CallQueue<() => void>;
  readonly #intervalMs: number;

  constructor(private readonly options: GateOptions) {
    this.#queue = new CallQueue(options.clock);
    this.#intervalMs = options.requestsPerSecond === null ? 0 : 1_000 / options.requestsPerSecond;
  }

  /** How long the whole host is still left alone, in milliseconds. */
  pausedForMs(): number {
    const now = this.#now();
    return Math.max(0, this.#pausedUntil - now);
  }

  /** For whoever watches. */
  queue(): QueueState {
    const oldestWaitMs = this.#queue.oldestWaitMs(this.#now());
    return { inFlight: this.#inFlight, waiting: this.#queue.length, oldestWaitMs };
  }

  /** Starts nothing for a while. Those whose time is over before that are told at once. */
  pause(forMs: number): void {
    const now = this.#now();
    this.#pausedUntil = Math.max(this.#pausedUntil, now + forMs);
    this.#queue.dismissBefore(this.#pausedUntil, now);
    this.#startNext();
  }

  /**
   * Waits for its turn; the returned function gives it back and has to be called. Rejects with a `Fault` when the turn
   * would come too late or nobody waits any more.
   */
  enter(ticket: Ticket): Promise<() => void> {
    const now = this.#now();
    const refusal = this.#queue.refusal(ticket, {
      now,
      pausedUntil: this.#pausedUntil,
      nextStartAt: this.#nextStartAt,
      intervalMs: this.#intervalMs,
    });
    if (refusal !== null) return Promise.reject(refusal);
    const turn = this.#queue.join(ticket, now);
    this.#startNext();
    return turn;
  }

  /** Tells everybody who waits that no turn will come. */
  dismissAll(fault: Fault): void {
    this.#queue.dismissAll(fault);
  }

  /** The time. Where the clock was set back, the starts to come move back with it: nobody waits for the old time. */
  #now(): number {
    const now = this.options.clock.now();
    const setBackMs = Math.max(0, this.#latest - now);
    this.#nextStartAt -= setBackMs;
    this.#pausedUntil -= setBackMs;
    this.#latest = now;
    return now;
  }

  #startNext(): void {
    while (this.#inFlight < this.options.concurrency) {
      const next = this.#next();
      if (next === undefined) return;
      const now = this.#now();
      const startAt = Math.max(this.#pausedUntil, this.#nextStartAt);
      if (now < startAt) {
        this.#wakeUpIn(startAt - now);
        return;
      }
      this.#start(next, now);
    }
  }

  #next(): Waiter<() => void> | undefined {
    const write = this.#queue.writes.first();
    const read = this.#queue.reads.first();
    return write !== undefined && (read === undefined || this.#writesStarted < writesInARow) ? write : read;
  }

  #start(waiter: Waiter<() => void>, now: number): void {
    this.#writesStarted = this.#queue.writes.first() === waiter ? this.#writesStarted + 1 : 0;
    waiter.leave();
    this.#inFlight += 1;
    this.#nextStartAt = now + this.#intervalMs;
    let isIn = true;
    waiter.start(() => {
      if (!isIn) return;
      isIn = false;
      this.#inFlight -= 1;
      this.#startNext();
    });
  }

  #wakeUpIn(delayMs: number): void {
    this.#cancelWakeUp?.();
    this.#cancelWakeUp = this.options.clock.setTimer(() => {
      this.#cancelWakeUp = null;
      this.#startNext();
    }, delayMs);
  }
}
