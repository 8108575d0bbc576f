import { setMaxListeners } from 'node:events';
import { answered, type CallContext } from '../../model/CallContext.js';
import { Fault } from '../../model/Fault.js';

/** How a shared read ended for one of those who waited for it. */
export type FlightOutcome<T> = { readonly calls: number } & (
  { readonly value: T; readonly fault: null } | { readonly value: null; readonly fault: unknown }
);

/**
 * One read of the CRM with everybody who waits for it. It has the latest deadline of those who joined and is stopped
 * when all of them have left, so that nobody's impatience is another's failure. What it cost is told to one of them.
 */
export class Flight<T extends { readonly calls: number }> {
  /** The deadline of who began it: a turn was waited for no longer than that. */
  readonly firstDeadlineAt: number;
  readonly #joined = new Set<CallContext>();
  readonly #controller = new AbortController();
  readonly #own: CallContext;
  #deadlineAt: number;
  #askedAt: number;
  #calls = 0;
  #isTold = false;
  #result: Promise<T> | null = null;

  /** Nothing is read before the first one joins. */
  constructor(
    first: CallContext,
    clock: { readonly now: () => number },
    private readonly read: (call: CallContext) => Promise<T>,
  ) {
    this.firstDeadlineAt = first.deadlineAt;
    this.#deadlineAt = first.deadlineAt;
    this.#askedAt = clock.now();
    // A look-up of many records makes many calls, and each of them listens.
    setMaxListeners(0, this.#controller.signal);
    const deadlineAt = (): number => this.#deadlineAt;
    this.#own = {
      get deadlineAt() {
        return deadlineAt();
      },
      signal: this.#controller.signal,
      onCall: (endpoint) => {
        if (this.#calls === 0) this.#askedAt = clock.now();
        this.#calls += 1;
        for (const payer of this.#joined) {
          payer.onCall(endpoint);
          return;
        }
      },
      // In the queue it stands with the operation that began it, which else would stand there once for every read.
      owner: first.owner ?? first,
    };
  }

  /**
   * When the CRM was first asked, in milliseconds since the epoch; before that, when the flight began. Nothing that was
   * changed later need be in the answer.
   */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** Whether it can still be joined: it was not given up. */
  get isOpen(): boolean {
    return !this.#controller.signal.aborted;
  }

  /** Waits for the read, as long as the caller's signal lets it. Never rejects. */
  join(call: CallContext): Promise<FlightOutcome<T>> {
    return new Promise((resolve) => {
      // An object of its own, because one operation may join more than once.
      const joiner: CallContext = { ...call };
      const leave = (): boolean => {
        call.signal.removeEventListener('abort', onAbort);
        return this.#joined.delete(joiner);
      };
      const onAbort = (): void => {
        leave();
        const isLast = this.#joined.size === 0;
        const isLeftToEnd = call.signal.reason === answered && this.#calls > 0;
        if (isLast && !isLeftToEnd) this.#controller.abort();
        resolve({ value: null, fault: faultOf(call.signal), calls: isLast ? this.#takeCalls() : 0 });
      };
      this.#joined.add(joiner);
      this.#deadlineAt = Math.max(this.#deadlineAt, call.deadlineAt);
      if (call.signal.aborted) {
        onAbort();
        return;
      }
      call.signal.addEventListener('abort', onAbort, { once: true });
      this.#result ??= this.read(this.#own);
      this.#result.then(
        (value) => {
          // Its own count is the better one where the answer has it.
          this.#calls = value.calls;
          if (leave()) resolve({ value, fault: null, calls: this.#takeCalls() });
        },
        (fault: unknown) => {
          if (leave()) resolve({ value: null, fault, calls: this.#takeCalls() });
        },
      );
    });
  }

  /** What it cost so far; told once. */
  #takeCalls(): number {
    const calls = this.#isTold ? 0 : this.#calls;
    this.#isTold = true;
    return calls;
  }
}

function faultOf({ reason }: AbortSignal): Fault {
  return reason instanceof Fault ? reason : new Fault('UPSTREAM_TIMEOUT');
}

/** Whether a flight ended because the time of who began it ran out, while this caller has more of it. */
export function isWorthAnother(
  fault: unknown,
  { firstDeadlineAt }: { readonly firstDeadlineAt: number },
  { deadlineAt, signal }: Pick<CallContext, 'deadlineAt' | 'signal'>,
  now: number,
): boolean {
  const isLate = fault instanceof Fault && fault.code === 'UPSTREAM_TIMEOUT' && now >= firstDeadlineAt;
  return isLate && !signal.aborted && deadlineAt > now && deadlineAt > firstDeadlineAt;
}
