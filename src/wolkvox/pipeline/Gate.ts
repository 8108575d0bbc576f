import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import { Lane } from './Lane.js';
import type { Waiter } from './Lane.js';

export interface GateOptions {
  /** Calls in flight at most, ever. */
  readonly concurrency: number;
  /** Calls started in a second at most, evenly spaced; null for no limit. */
  readonly requestsPerSecond: number | null;
  readonly clock: Clock;
}

export interface Ticket {
  readonly lane: 'read' | 'write';
  /** Whom the call serves. Those who wait take turns, so that a large operation does not hold up small ones. */
  readonly owner: object;
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** The calls under way and those that wait for their turn. */
export interface QueueState {
  readonly inFlight: number;
  readonly waiting: number;
  /** For how many milliseconds the one that waits longest has waited; 0 when none does. */
  readonly oldestWaitMs: number;
}

const maxQueueLength = 1_000;
/** Waiting longer than this is pointless, whatever the deadline. */
const maxQueueMs = 30_000;
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
  readonly #reads = new Lane();
  readonly #writes = new Lane();
  readonly #intervalMs: number;

  constructor(private readonly options: GateOptions) {
    this.#intervalMs = options.requestsPerSecond === null ? 0 : 1_000 / options.requestsPerSecond;
  }

  /** How long the whole host is still left alone, in milliseconds. */
  pausedForMs(): number {
    const now = this.#now();
    return Math.max(0, this.#pausedUntil - now);
  }

  /** For whoever watches. */
  queue(): QueueState {
    const waiters = [...this.#reads.all(), ...this.#writes.all()];
    const now = this.#now();
    const oldestWaitMs = waiters.reduce((most, { since }) => Math.max(most, now - since), 0);
    return { inFlight: this.#inFlight, waiting: waiters.length, oldestWaitMs };
  }

  /** Starts nothing for a while. Those whose time is over before that are told at once. */
  pause(forMs: number): void {
    const now = this.#now();
    this.#pausedUntil = Math.max(this.#pausedUntil, now + forMs);
    for (const lane of [this.#reads, this.#writes]) {
      for (const waiter of lane.all()) {
        if (waiter.deadlineAt <= this.#pausedUntil) this.#dismiss(waiter, this.#pausedFault());
      }
    }
    this.#startNext();
  }

  /**
   * Waits for its turn; the returned function gives it back and has to be called. Rejects with a `Fault` when the turn
   * would come too late or nobody waits any more.
   */
  enter(ticket: Ticket): Promise<() => void> {
    const { clock } = this.options;
    const now = this.#now();
    if (ticket.signal.aborted || ticket.deadlineAt <= now) return Promise.reject(new Fault('UPSTREAM_TIMEOUT'));
    if (ticket.deadlineAt <= this.#pausedUntil) return Promise.reject(this.#pausedFault());
    const lane = ticket.lane === 'write' ? this.#writes : this.#reads;
    const ahead = this.#writes.length + (ticket.lane === 'write' ? 0 : this.#reads.length);
    const earliestStartAt = Math.max(now, this.#pausedUntil, this.#nextStartAt) + ahead * this.#intervalMs;
    if (ahead >= maxQueueLength || earliestStartAt >= ticket.deadlineAt) {
      return Promise.reject(new Fault('OVERLOADED', { retryAfterMs: Math.max(1_000, earliestStartAt - now) }));
    }
    return new Promise((resolve, reject) => {
      const isShort = ticket.deadlineAt <= now + maxQueueMs;
      const { owner, deadlineAt } = ticket;
      const waiter: Waiter = { owner, deadlineAt, since: now, start: resolve, reject, leave };
      const cancelTimer = clock.setTimer(
        () => {
          this.#dismiss(waiter, new Fault(isShort ? 'UPSTREAM_TIMEOUT' : 'OVERLOADED', { retryAfterMs: 1_000 }));
        },
        isShort ? ticket.deadlineAt - now : maxQueueMs,
      );
      const onAbort = (): void => {
        this.#dismiss(waiter, new Fault('UPSTREAM_TIMEOUT'));
      };
      ticket.signal.addEventListener('abort', onAbort);
      function leave(): void {
        lane.remove(waiter);
        cancelTimer();
        ticket.signal.removeEventListener('abort', onAbort);
      }
      lane.add(waiter);
      this.#startNext();
    });
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

  #dismiss(waiter: Waiter, fault: Fault): void {
    waiter.leave();
    waiter.reject(fault);
  }

  #pausedFault(): Fault {
    return new Fault('UPSTREAM_RATE_LIMITED', { retryAfterMs: this.pausedForMs() });
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

  #next(): Waiter | undefined {
    const write = this.#writes.first();
    const read = this.#reads.first();
    return write !== undefined && (read === undefined || this.#writesStarted < writesInARow) ? write : read;
  }

  #start(waiter: Waiter, now: number): void {
    this.#writesStarted = this.#writes.first() === waiter ? this.#writesStarted + 1 : 0;
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
