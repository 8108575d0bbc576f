import type { Clock } from '../../model/Clock.js';
import type { WolkvoxObserver } from '../Observer.js';
import { AttemptLatency } from './AttemptLatency.js';
import { CircuitBreaker } from './CircuitBreaker.js';

/** An attempt with less time than this is not begun, however fast answers are. */
const leastAttemptMs = 50;
/** With so much time an attempt had a fair chance, where nobody knows how long answers take. */
const fairAttemptMs = 1_000;
/** An attempt that had this many times as long as answers take had a fair chance. */
const fairFactor = 3;

/** What is known of one script of the CRM, for one module where it serves several. */
export class EndpointHealth {
  readonly breaker: CircuitBreaker;
  readonly latency: AttemptLatency;
  readonly #attemptTimeoutMs: number;

  constructor(options: {
    readonly clock: Clock;
    readonly attemptTimeoutMs: number;
    readonly onChange: (state: 'open' | 'closed') => void;
  }) {
    const now = (): number => options.clock.now();
    this.breaker = new CircuitBreaker(now, options.onChange);
    this.latency = new AttemptLatency(now);
    this.#attemptTimeoutMs = options.attemptTimeoutMs;
  }

  /** Whether an attempt that has this much time can be expected to end with an answer. */
  readonly isWorthAnAttempt = (remainingMs: number): boolean =>
    remainingMs >= Math.min(this.#attemptTimeoutMs, Math.max(leastAttemptMs, this.latency.typicalMs()));

  /**
   * Whether an attempt that got no answer in this time says something about the CRM. One that was cut short by the
   * deadline of its operation says something about the operation.
   */
  readonly hadFairChance = (grantedMs: number): boolean => {
    const fairMs = Math.max(fairAttemptMs, fairFactor * this.latency.typicalMs());
    return grantedMs >= Math.min(this.#attemptTimeoutMs, fairMs);
  };
}

/** The health of every script, by module: one module that fails does not take the others with it. */
export class EndpointHealthMap {
  readonly #byKey = new Map<string, EndpointHealth>();

  constructor(
    private readonly options: {
      readonly clock: Clock;
      readonly attemptTimeoutMs: number;
      readonly observer: WolkvoxObserver;
    },
  ) {}

  get(endpoint: string, module: string | null): EndpointHealth {
    const key = `${endpoint} ${module ?? ''}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const { clock, attemptTimeoutMs, observer } = this.options;
    const onChange = (state: 'open' | 'closed'): void => {
      observer.breakerChanged({ endpoint, module, state });
    };
    const health = new EndpointHealth({ clock, attemptTimeoutMs, onChange });
    this.#byKey.set(key, health);
    return health;
  }
}
