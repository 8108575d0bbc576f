import { SlidingCount } from './SlidingCount.js';

/** Failures in ten seconds that open the breaker, when they are at least half of all attempts. */
const openingFailures = 10;
const openingShare = 0.5;
/** How long it stays open before each probe in turn; the last goes on. Health is noticed within five seconds. */
const openMs = [1_000, 2_000, 4_000] as const;
const longestOpenMs = Math.max(...openMs);
/** A probe that took all its time to fail is followed by the next one no sooner than this. */
const leastOpenMs = 250;

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly probeAt: number; readonly round: number }
  | { readonly kind: 'probing'; readonly since: number; readonly round: number };

/**
 * Leaves an endpoint alone that does nothing but fail: calls are refused at once, but for one probe at a time. One for
 * each endpoint, so that one that fails does not take the others with it.
 */
export class CircuitBreaker {
  #state: State = { kind: 'closed' };
  readonly #attempts: SlidingCount;
  readonly #failures: SlidingCount;

  constructor(
    private readonly now: () => number,
    private readonly onChange: (state: 'open' | 'closed') => void,
  ) {
    this.#attempts = new SlidingCount(now);
    this.#failures = new SlidingCount(now);
  }

  /** Milliseconds for which a call would be refused; 0 when it would be let through. Changes nothing. */
  refusedForMs(): number {
    switch (this.#state.kind) {
      case 'closed':
        return 0;
      case 'open': {
        const leftMs = this.#state.probeAt - this.now();
        // Longer than it ever stays open: the clock was set back.
        return leftMs > longestOpenMs ? 0 : Math.max(0, leftMs);
      }
      case 'probing':
        return leastOpenMs;
    }
  }

  /** Lets an attempt through, which then has to be recorded; 0, or milliseconds for which it is refused. */
  admit(): number {
    const refusedForMs = this.refusedForMs();
    if (refusedForMs === 0 && this.#state.kind === 'open') {
      this.#state = { kind: 'probing', since: this.now(), round: this.#state.round };
    }
    return refusedForMs;
  }

  /** The endpoint answered, be it with a refusal. */
  onSuccess(): void {
    this.#attempts.add();
    if (this.#state.kind === 'closed') return;
    this.#state = { kind: 'closed' };
    this.#attempts.clear();
    this.#failures.clear();
    this.onChange('closed');
  }

  /** The endpoint failed. A timeout weighs double: it held one of few places for seconds. */
  onFailure(weight: 1 | 2): void {
    const now = this.now();
    if (this.#state.kind === 'probing') {
      const round = this.#state.round + 1;
      const waitMs = openMs[Math.min(round, openMs.length - 1)] ?? 0;
      // Counted from the probe's start: the time it took to fail was a wait already.
      this.#state = { kind: 'open', round, probeAt: Math.max(this.#state.since + waitMs, now + leastOpenMs) };
      return;
    }
    if (this.#state.kind === 'open') return;
    this.#attempts.add(weight);
    this.#failures.add(weight);
    const failures = this.#failures.sum();
    if (failures < openingFailures || failures < openingShare * this.#attempts.sum()) return;
    this.#state = { kind: 'open', round: 0, probeAt: now + openMs[0] };
    this.onChange('open');
  }

  /** An attempt was let through and ended without telling anything about the endpoint, as when nobody waited for it. */
  onNothing(): void {
    if (this.#state.kind === 'probing') {
      this.#state = { kind: 'open', round: this.#state.round, probeAt: this.now() };
    }
  }
}
