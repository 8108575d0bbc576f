import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import type { Ticket } from './CallLimiter.js';
import { Lane, type Waiter } from './Lane.js';

const maxQueueLength = 1_000;
/** Waiting longer than this is pointless, whatever the deadline. */
const maxQueueMs = 30_000;

/** What decides whether waiting makes sense: when the next call may start, and how far apart the starts are. */
export interface Pace {
  readonly now: number;
  readonly pausedUntil: number;
  readonly nextStartAt: number;
  readonly intervalMs: number;
}

/** The calls that wait for their turn, in two lanes. Whoever waits too long, or is not waited for any more, leaves. */
export class CallQueue<Turn> {
  readonly reads = new Lane<Turn>();
  readonly writes = new Lane<Turn>();

  constructor(private readonly clock: Clock) {}

  get length(): number {
    return this.reads.length + this.writes.length;
  }

  /** For how many milliseconds the one that waits longest has waited; 0 when none does. */
  oldestWaitMs(now: number): number {
    return this.#all().reduce((most, { since }) => Math.max(most, now - since), 0);
  }

  /** Why it makes no sense to wait; null when it does. */
  refusal(ticket: Ticket, { now, pausedUntil, nextStartAt, intervalMs }: Pace): Fault | null {
    if (ticket.signal.aborted || ticket.deadlineAt <= now) return new Fault('UPSTREAM_TIMEOUT');
    if (ticket.deadlineAt <= pausedUntil) return pausedFault(pausedUntil - now);
    const ahead = this.writes.length + (ticket.lane === 'write' ? 0 : this.reads.length);
    const earliestStartAt = Math.max(now, pausedUntil, nextStartAt) + ahead * intervalMs;
    if (ahead < maxQueueLength && earliestStartAt < ticket.deadlineAt) return null;
    return new Fault('OVERLOADED', { retryAfterMs: Math.max(1_000, earliestStartAt - now) });
  }

  /** Waits for a turn. Rejects with a `Fault` when it would come too late or nobody waits any more. */
  join(ticket: Ticket, now: number): Promise<Turn> {
    const lane = ticket.lane === 'write' ? this.writes : this.reads;
    return new Promise((resolve, reject) => {
      const isShort = ticket.deadlineAt <= now + maxQueueMs;
      const { owner, deadlineAt } = ticket;
      const waiter: Waiter<Turn> = { owner, deadlineAt, since: now, start: resolve, reject, leave };
      const cancelTimer = this.clock.setTimer(
        () => {
          dismiss(waiter, new Fault(isShort ? 'UPSTREAM_TIMEOUT' : 'OVERLOADED', { retryAfterMs: 1_000 }));
        },
        isShort ? ticket.deadlineAt - now : maxQueueMs,
      );
      const onAbort = (): void => {
        dismiss(waiter, new Fault('UPSTREAM_TIMEOUT'));
      };
      ticket.signal.addEventListener('abort', onAbort);
      function leave(): void {
        lane.remove(waiter);
        cancelTimer();
        ticket.signal.removeEventListener('abort', onAbort);
      }
      lane.add(waiter);
    });
  }

  /** Tells those whose time is over before the pause is. */
  dismissBefore(pausedUntil: number, now: number): void {
    for (const waiter of this.#all()) {
      if (waiter.deadlineAt <= pausedUntil) dismiss(waiter, pausedFault(pausedUntil - now));
    }
  }

  /** Tells everybody that no turn will come. */
  dismissAll(fault: Fault): void {
    for (const waiter of this.#all()) dismiss(waiter, fault);
  }

  #all(): readonly Waiter<Turn>[] {
    return [...this.reads.all(), ...this.writes.all()];
  }
}

/** Tells one who waits that no turn will come. */
export function dismiss(waiter: Waiter<never>, fault: Fault): void {
  waiter.leave();
  waiter.reject(fault);
}

function pausedFault(forMs: number): Fault {
  return new Fault('UPSTREAM_RATE_LIMITED', { retryAfterMs: forMs });
}
