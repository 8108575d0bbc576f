import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import type { SharedLimits } from '../../store/SharedLimits.js';
import type { QuotaMirror } from '../quota/QuotaMirror.js';
import type { Permit, QueueState, Ticket } from './CallLimiter.js';
import { Gate } from './Gate.js';
import type { PlacesHeld } from './PlacesHeld.js';

export interface UnsharedCallsOptions {
  readonly limits: SharedLimits;
  /** Calls in flight that this process may have; 0 for none. */
  readonly lostConcurrency: number;
  readonly placeMs: number;
  readonly concurrency: number;
  readonly requestsPerSecond: number | null;
  readonly held: PlacesHeld;
  readonly quota: QuotaMirror;
  readonly clock: Clock;
  readonly steadyNow: () => number;
}

const retryAfterMs = 2_000;

/**
 * The calls that a process may make while it cannot ask the others: as many at once as the operator allows, at the share of
 * the pace that goes with them, and not before every place granted until then has ended.
 */
export class UnsharedCalls {
  /** Calls that were made and that the shared count does not know. */
  uncounted = 0;
  #gate: Gate | null = null;
  #since: number;

  constructor(private readonly options: UnsharedCallsOptions) {
    this.#since = options.steadyNow();
  }

  /** The store is away from now on. */
  begin(): void {
    this.#since = this.options.steadyNow();
  }

  /** The store can be reached again: nothing more is begun here. */
  stop(): void {
    this.#gate?.dismissAll(unavailable());
    this.#gate = null;
  }

  async enter(ticket: Ticket): Promise<Permit> {
    const { limits, lostConcurrency, placeMs, steadyNow, held, quota } = this.options;
    const isAllowed = limits.state === 'away' && lostConcurrency > 0 && steadyNow() - this.#since >= placeMs;
    if (!isAllowed) throw unavailable();
    this.#gate ??= this.#createGate();
    const release = await this.#gate.enter(ticket);
    const refusal = quota.refusal(ticket.lane, this.uncounted);
    if (refusal !== null) {
      release();
      throw refusal;
    }
    const name = limits.newName();
    held.add(name, held.endOf(placeMs));
    this.uncounted += 1;
    return {
      end: (wasSent) => {
        if (!held.delete(name)) return;
        if (!wasSent) this.uncounted -= 1;
        // It was registered when the store came back.
        if (limits.state !== 'away')
          held.giveBack(
            name,
            false,
            limits.end(name, false).then(() => undefined),
          );
        release();
      },
    };
  }

  /** How many calls the shared count does not know; it is told now. */
  takeUncounted(): number {
    const { uncounted } = this;
    this.uncounted = 0;
    return uncounted;
  }

  queue(): QueueState {
    return this.#gate?.queue() ?? { inFlight: 0, waiting: 0, oldestWaitMs: 0 };
  }

  #createGate(): Gate {
    const { lostConcurrency, concurrency, requestsPerSecond, clock } = this.options;
    const share = Math.min(1, lostConcurrency / concurrency);
    return new Gate({
      concurrency: lostConcurrency,
      requestsPerSecond: requestsPerSecond === null ? null : requestsPerSecond * share,
      clock,
    });
  }
}

function unavailable(): Fault {
  return new Fault('SERVICE_UNAVAILABLE', { retryAfterMs });
}
