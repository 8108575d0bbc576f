import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import type { Quota } from '../../model/Quota.js';
import type { WriteReserve } from '../../model/WriteReserve.js';
import type { QuotaStore } from '../../store/QuotaStore.js';
import type { TenantZone } from '../TenantZone.js';
import type { QuotaFigures } from './QuotaFigures.js';
import { reservedCalls } from './reservedCalls.js';
import { nextReset, resetIn } from './resets.js';

export interface QuotaLedgerOptions {
  /** Calls a day as configured; null to learn them from the CRM. */
  readonly dailyQuota: number | null;
  readonly writeReserve: WriteReserve;
  readonly zone: TenantZone;
  readonly clock: Clock;
  readonly store: QuotaStore | null;
}

const hourMs = 3_600_000;
const probeIntervalMs = 60_000;
const saveIntervalMs = 1_000;

/**
 * Counts every call of the day, whoever made it in this process, and keeps reads from spending what writes need. The
 * count starts again at the tenant's midnight, unless the CRM told another hour.
 */
export class QuotaLedger {
  #used = 0;
  #limit: number | null;
  #resetsAt: number;
  #isConfirmed = false;
  /** Set while the CRM says that nothing is left, to the time of the latest call that was let through regardless. */
  #spentProbeAt: number | null = null;
  #isSavePlanned = false;
  readonly #options: QuotaLedgerOptions;
  /** Resolved when the count of an earlier process has been added. */
  readonly ready: Promise<void>;

  constructor(options: QuotaLedgerOptions) {
    this.#options = options;
    this.#limit = options.dailyQuota;
    this.#resetsAt = options.zone.nextMidnight(options.clock.now()).getTime();
    this.ready = this.#load();
  }

  /** Why a call may not be sent now; null when it may. Changes nothing. */
  refusal(lane: 'read' | 'write'): Fault | null {
    const now = this.#options.clock.now();
    this.#startNewDay(now);
    const isSpentHere = this.#limit !== null && this.#used + 1 > this.#limit - (lane === 'read' ? this.#reserved() : 0);
    // Either way: a clock that was set back must not put the next probe off.
    const isSpentThere = this.#spentProbeAt !== null && Math.abs(now - this.#spentProbeAt) < probeIntervalMs;
    if (!isSpentHere && !isSpentThere) return null;
    return new Fault('QUOTA_EXHAUSTED', { resetsAt: new Date(this.#resetsAt) });
  }

  /** Counts a call that is about to be sent. Call it in the turn of the event loop in which `refusal` said null. */
  count(): void {
    this.#used += 1;
    if (this.#spentProbeAt !== null) this.#spentProbeAt = this.#options.clock.now();
    this.#planSave();
  }

  /** Takes back a count: nothing was sent after all. */
  uncount(): void {
    this.#used = Math.max(0, this.#used - 1);
  }

  /** The CRM says that nothing is left. Believed until it answers a call again or the day is over. */
  onSpent(): void {
    this.#spentProbeAt = this.#options.clock.now();
    this.#planSave();
  }

  onAnswered(): void {
    this.#spentProbeAt = null;
  }

  /** Whether the CRM should be asked for the figures. */
  lacksLimit(): boolean {
    return this.#limit === null;
  }

  /** Takes over the CRM's own figures. `usedWhenAsked` is what was counted here when they were asked for. */
  confirm(figures: QuotaFigures, usedWhenAsked: number): void {
    const now = this.#options.clock.now();
    this.#limit = figures.limit;
    this.#used = Math.max(this.#used, figures.used + this.#used - usedWhenAsked);
    this.#isConfirmed = true;
    if (figures.hoursToReset !== null) this.#resetsAt = resetIn(this.#options.zone, figures.hoursToReset, now);
    this.#planSave();
  }

  quota(): Quota {
    this.#startNewDay(this.#options.clock.now());
    const limit = this.#limit;
    const isSpent = this.#spentProbeAt !== null;
    return {
      limit,
      used: this.#used,
      remaining: isSpent ? 0 : limit === null ? null : Math.max(0, limit - this.#used),
      resetsAt: new Date(this.#resetsAt),
      isEstimate: !this.#isConfirmed,
      reservedForWrites: this.#reserved(),
    };
  }

  /** Saves what has not been saved yet. */
  async close(): Promise<void> {
    await this.ready;
    await this.#save();
  }

  #reserved(): number {
    return reservedCalls(this.#options.writeReserve, this.#limit);
  }

  #startNewDay(now: number): void {
    if (now < this.#resetsAt) return;
    this.#used = 0;
    this.#isConfirmed = false;
    this.#spentProbeAt = null;
    // The CRM may grant another number of calls from one day to the next.
    this.#limit = this.#options.dailyQuota;
    this.#resetsAt = nextReset(this.#options.zone, this.#resetsAt, now);
  }

  async #load(): Promise<void> {
    const { store, clock } = this.#options;
    const saved = (await store?.load()) ?? null;
    if (saved === null) return;
    const now = clock.now();
    if (saved.resetsAt <= now || saved.resetsAt > now + 25 * hourMs) return;
    this.#limit ??= saved.limit;
    this.#used += saved.used;
    this.#resetsAt = saved.resetsAt;
    this.#isConfirmed = saved.isConfirmed;
    // A probe is due at once: the process may have been down for long.
    if (saved.isSpent) this.#spentProbeAt = now - probeIntervalMs;
  }

  #planSave(): void {
    if (this.#options.store === null || this.#isSavePlanned) return;
    this.#isSavePlanned = true;
    this.#options.clock.setTimer(() => {
      void this.#save();
    }, saveIntervalMs);
  }

  async #save(): Promise<void> {
    this.#isSavePlanned = false;
    await this.ready;
    await this.#options.store?.save({
      resetsAt: this.#resetsAt,
      used: this.#used,
      limit: this.#options.dailyQuota === null ? this.#limit : null,
      isConfirmed: this.#isConfirmed,
      isSpent: this.#spentProbeAt !== null,
    });
  }
}
