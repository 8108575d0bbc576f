import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import type { Quota } from '../../model/Quota.js';
import type { WriteReserve } from '../../model/WriteReserve.js';
import type { CallLane, LimitsReport, PlaceAnswer, SharedLimits } from '../../store/SharedLimits.js';
import type { QuotaFigures } from '../quota/QuotaFigures.js';
import { QuotaMirror } from '../quota/QuotaMirror.js';
import { resetIn } from '../quota/resets.js';
import type { TenantZone } from '../TenantZone.js';
import type { CallLimiter, Permit, QueueState, Ticket } from './CallLimiter.js';
import { CallQueue, dismiss } from './CallQueue.js';
import { PlacesHeld } from './PlacesHeld.js';
import { UnsharedCalls } from './UnsharedCalls.js';

/** How the limits are kept together with other processes. */
export interface SharedLimitsOptions {
  readonly limits: SharedLimits;
  /** How long a place lasts from when it was granted; longer than an attempt by `placeMarginMs`. */
  readonly placeMs: number;
  /** Calls in flight that this process may have while the others cannot be asked; 0 for none. */
  readonly lostConcurrency: number;
}

export interface SharedLimiterOptions {
  readonly shared: SharedLimitsOptions;
  readonly concurrency: number;
  readonly requestsPerSecond: number | null;
  readonly dailyQuota: number | null;
  readonly writeReserve: WriteReserve;
  readonly zone: TenantZone;
  readonly clock: Clock;
  /** Milliseconds that no change of the clock moves; for tests. */
  readonly steadyNow?: () => number;
}

/** By how much a place outlives the attempt that it is for: the way to the store and back, and what a busy process stands still. */
export const placeMarginMs = 1_500;
/** After so long on its way an answer grants nothing any more: the attempt would outlive its place. */
const latestAnswerMs = 1_000;
/** What is in flight is told again so often, for a store that forgot it. */
const tellAgainMs = 500;
const retryAfterMs = 2_000;

/** A place asked for. */
interface Asked {
  readonly lane: CallLane;
}

/**
 * The limits as processes keep them together. Who waits here asks for places there, as many at once as there can be; who
 * gets one is decided here when it is granted, so that the operations of this process take turns. While the others cannot be
 * asked, nobody helps himself: calls are refused, but for those that the operator allows (`UnsharedCalls`).
 */
export class SharedLimiter implements CallLimiter {
  readonly ready: Promise<void>;
  readonly #limits: SharedLimits;
  readonly #queue: CallQueue<Permit>;
  readonly #asked = new Map<string, Asked>();
  readonly #held: PlacesHeld;
  readonly #quota: QuotaMirror;
  readonly #unshared: UnsharedCalls;
  readonly #intervalMs: number;
  #pausedUntil = 0;
  #cancelLook: (() => void) | null = null;
  #cancelTelling: (() => void) | null = null;
  #isClosed = false;

  constructor(private readonly options: SharedLimiterOptions) {
    const { shared, clock, requestsPerSecond, steadyNow = () => performance.now() } = options;
    this.#limits = shared.limits;
    this.#queue = new CallQueue(clock);
    this.#held = new PlacesHeld(steadyNow);
    this.#quota = new QuotaMirror(options);
    this.#unshared = new UnsharedCalls({ ...options, ...shared, held: this.#held, quota: this.#quota, steadyNow });
    this.#intervalMs = requestsPerSecond === null ? 0 : 1_000 / requestsPerSecond;
    this.ready = shared.limits.listen({
      onOffer: (name) => {
        this.#onOffer(name);
      },
      onPause: (forMs) => {
        this.#onPause(forMs);
      },
      onState: (state) => {
        this.#onState(state);
      },
    });
    // What an earlier process of this place counted, and whether the table is new.
    if (this.#limits.state === 'ready') this.#register();
  }

  /** Of the shared count nothing is said before it was asked. */
  refusal(): null {
    return null;
  }

  enter(ticket: Ticket): Promise<Permit> {
    if (this.#limits.state !== 'ready' || this.#isClosed) return this.#unshared.enter(ticket);
    const now = this.options.clock.now();
    const refusal = this.#queue.refusal(ticket, {
      now,
      pausedUntil: this.#pausedUntil,
      nextStartAt: now,
      intervalMs: this.#intervalMs,
    });
    if (refusal !== null) return Promise.reject(refusal);
    const turn = this.#queue.join(ticket, now);
    this.#askForMore();
    return turn;
  }

  pause(forMs: number): void {
    this.#onPause(forMs);
    this.#tell(() => this.#limits.pause(forMs));
  }

  pausedForMs(): number {
    return Math.max(0, this.#pausedUntil - this.options.clock.now());
  }

  onSpent(): void {
    this.#quota.isSpent = true;
    this.#tell(() => this.#limits.noteSpent(true));
  }

  onAnswered(): void {
    if (!this.#quota.isSpent) return;
    this.#quota.isSpent = false;
    this.#tell(() => this.#limits.noteSpent(false));
  }

  lacksLimit(): boolean {
    return this.#limits.state === 'ready' && this.#quota.now().limit === null;
  }

  async claimQuestion(withinMs: number): Promise<boolean> {
    return this.#limits.claimQuestion(withinMs).catch(() => false);
  }

  confirm({ limit, used, hoursToReset }: QuotaFigures, usedWhenAsked: number): void {
    const { zone, clock } = this.options;
    const resetsAt = hoursToReset === null ? null : resetIn(zone, hoursToReset, clock.now());
    this.#tell(() => this.#limits.noteFigures({ limit, used, usedWhenAsked, resetsAt }));
  }

  quota(): Quota {
    return this.#quota.now();
  }

  async latestQuota(): Promise<Quota> {
    if (this.#limits.state === 'ready') await this.#look();
    return this.#quota.now();
  }

  queue(): QueueState {
    const unshared = this.#unshared.queue();
    return {
      inFlight: this.#held.size,
      waiting: this.#queue.length + unshared.waiting,
      oldestWaitMs: Math.max(this.#queue.oldestWaitMs(this.options.clock.now()), unshared.oldestWaitMs),
    };
  }

  /** Stops waiting for places. Resolves when all that was given back is known to the store, or it is away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelLook?.();
    this.#cancelTelling?.();
    this.#queue.dismissAll(unavailable());
    const names = [...this.#asked.keys()];
    this.#asked.clear();
    await Promise.allSettled([...names.map((name) => this.#limits.end(name, false)), this.#held.settled()]);
  }

  /** Asks for as many places of a lane as calls wait in it, and as there can be. */
  #askForMore(): void {
    for (const lane of ['write', 'read'] as const) {
      const wanted = Math.min(this.#laneOf(lane).length, this.options.concurrency);
      for (let asked = this.#countAsked(lane); asked < wanted; asked += 1) {
        const name = this.#limits.newName();
        const entry = { lane };
        this.#asked.set(name, entry);
        void this.#ask(name, entry);
      }
    }
  }

  async #ask(name: string, asked: Asked): Promise<void> {
    const { lane } = asked;
    const waitedMs = this.options.clock.now() - (this.#laneOf(lane).first()?.since ?? Infinity);
    const placeEndsAt = this.#held.endOf(this.options.shared.placeMs);
    const latestAt = this.#held.endOf(latestAnswerMs);
    let answer: PlaceAnswer;
    try {
      answer = await this.#limits.ask(name, lane, Math.max(0, waitedMs));
    } catch (cause) {
      this.#asked.delete(name);
      // Where the store is away everybody who waits has been told; where it failed, one is.
      const waiter = this.#laneOf(lane).first();
      if (waiter !== undefined) dismiss(waiter, unavailable(cause));
      if (this.#limits.state === 'ready') this.#askForMore();
      return;
    }
    this.#takeIn(answer);
    // In the meantime the store was away, and what was asked for is void.
    if (this.#asked.get(name) !== asked) {
      if (answer.kind === 'granted') this.#giveBack(name, true);
      return;
    }
    switch (answer.kind) {
      case 'queued':
        return;
      case 'spent': {
        this.#asked.delete(name);
        const waiter = this.#laneOf(lane).first();
        if (waiter !== undefined) dismiss(waiter, new Fault('QUOTA_EXHAUSTED', { resetsAt: this.#quota.resetsAt }));
        break;
      }
      case 'granted':
        this.#asked.delete(name);
        if (this.#held.isOver(latestAt)) this.#giveBack(name, true);
        else this.#start(name, lane, placeEndsAt);
    }
    this.#askForMore();
  }

  #start(name: string, lane: CallLane, placeEndsAt: number): void {
    const waiter = this.#laneOf(lane).first();
    if (waiter === undefined) {
      this.#giveBack(name, true);
      return;
    }
    this.#held.add(name, placeEndsAt);
    this.#planTelling();
    waiter.leave();
    waiter.start({
      end: (wasSent) => {
        if (this.#held.delete(name)) this.#giveBack(name, !wasSent);
      },
    });
  }

  #onOffer(name: string): void {
    const asked = this.#asked.get(name);
    if (asked !== undefined && this.#laneOf(asked.lane).length > 0) {
      void this.#ask(name, asked);
      return;
    }
    this.#asked.delete(name);
    this.#giveBack(name, false);
  }

  #giveBack(name: string, wasCountedInVain: boolean): void {
    const ending = this.#limits.end(name, wasCountedInVain).then((report) => {
      this.#takeIn(report);
    });
    this.#held.giveBack(name, wasCountedInVain, ending);
  }

  #onPause(forMs: number): void {
    const now = this.options.clock.now();
    this.#pausedUntil = Math.max(this.#pausedUntil, now + forMs);
    this.#queue.dismissBefore(this.#pausedUntil, now);
  }

  #onState(state: SharedLimits['state']): void {
    switch (state) {
      case 'away':
        this.#cancelLook?.();
        this.#asked.clear();
        this.#queue.dismissAll(unavailable());
        this.#unshared.begin();
        return;
      case 'returning':
        this.#unshared.stop();
        this.#register();
        return;
      case 'ready':
        this.#unshared.stop();
        this.#register();
    }
  }

  /** Tells what is in flight, and gives back what could not be given back before. */
  #register(): void {
    const uncounted = this.#unshared.takeUncounted();
    this.#limits.register(this.#held.inFlight(), uncounted).then(
      (report) => {
        this.#takeIn(report);
      },
      () => {
        this.#unshared.uncounted += uncounted;
      },
    );
    for (const { name, wasCountedInVain } of this.#held.takeOwed()) this.#giveBack(name, wasCountedInVain);
  }

  /** While calls are in flight they are told again and again: a store that was emptied does not know of them. */
  #planTelling(): void {
    if (this.#cancelTelling !== null || this.#isClosed) return;
    this.#cancelTelling = this.options.clock.setTimer(() => {
      this.#cancelTelling = null;
      if (this.#held.size === 0) return;
      if (this.#limits.state === 'ready') this.#register();
      this.#planTelling();
    }, tellAgainMs);
  }

  #tell(send: () => Promise<LimitsReport>): void {
    send().then(
      (report) => {
        this.#takeIn(report);
      },
      // Lost with the store: the CRM will say it again.
      () => undefined,
    );
  }

  async #look(): Promise<void> {
    try {
      this.#takeIn(await this.#limits.look());
    } catch {
      // Whoever waits was told when the store went away.
    }
  }

  #takeIn({ pausedForMs, wakeInMs, quota }: LimitsReport): void {
    this.#quota.update(quota);
    if (pausedForMs > 0) this.#onPause(pausedForMs);
    this.#cancelLook?.();
    this.#cancelLook = null;
    if (wakeInMs === null || this.#isClosed) return;
    this.#cancelLook = this.options.clock.setTimer(() => {
      this.#cancelLook = null;
      // Whoever heard last that somebody waits looks after it: those who wait do not hear of an offer that nobody takes up.
      if (this.#limits.state === 'ready') void this.#look();
    }, wakeInMs);
  }

  #laneOf(lane: CallLane) {
    return lane === 'write' ? this.#queue.writes : this.#queue.reads;
  }

  #countAsked(lane: CallLane): number {
    let count = 0;
    for (const asked of this.#asked.values()) if (asked.lane === lane) count += 1;
    return count;
  }
}

function unavailable(cause?: unknown): Fault {
  return new Fault('SERVICE_UNAVAILABLE', { retryAfterMs, cause });
}
