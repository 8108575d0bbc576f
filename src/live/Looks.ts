import { setMaxListeners } from 'node:events';
import type { CallContext } from '../model/CallContext.js';
import type { Clock } from '../model/Clock.js';
import type { Quota } from '../model/Quota.js';
import type { LiveObserver, LookPurpose } from './LiveObserver.js';
import { LivePurse, type LivePurseOptions } from './LivePurse.js';

export interface LooksOptions extends LivePurseOptions {
  readonly quota: () => Quota;
  readonly clock: Pick<Clock, 'now'>;
  readonly observer: LiveObserver;
}

/** A look that takes longer has failed. */
const callBudgetMs = 8_000;

/** The calls of the feed: what each is given, what it counts toward, and whether it may be made. */
export class Looks {
  readonly #purse: LivePurse;
  readonly #stopped = new AbortController();

  constructor(private readonly options: LooksOptions) {
    this.#purse = new LivePurse(options);
    // As many listen to it as cases are read at a time.
    setMaxListeners(0, this.#stopped.signal);
  }

  get isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  /** Whether the share of the quota has room for one more look. */
  mayCall(): boolean {
    return this.#purse.mayCall(this.options.quota());
  }

  /** How long a round of so many looks takes, in milliseconds. */
  intervalMs(callsPerRound: number): number {
    return this.#purse.intervalMs(this.options.quota(), this.options.clock.now(), callsPerRound);
  }

  /**
   * For a look. It is not repeated within the client, since it comes again by itself. What is read back after a write is
   * what subscribers are sent, a part of the write's price, and not counted toward the share of the looks.
   */
  callFor(purpose: LookPurpose, onSent: () => void = () => undefined): CallContext {
    return {
      ...this.call(),
      isRepeatedAnyway: true,
      onCall: () => {
        if (purpose !== 'readBack') this.#purse.count(this.options.quota());
        this.options.observer.called(purpose);
        onSent();
      },
    };
  }

  /** For a read on behalf of whoever was told of a case. */
  call(): CallContext {
    const deadlineAt = this.options.clock.now() + callBudgetMs;
    return { deadlineAt, signal: this.#stopped.signal, onCall: () => undefined, owner: this };
  }

  /** Ends what is under way; no more calls are made. */
  stop(): void {
    this.#stopped.abort();
  }
}
