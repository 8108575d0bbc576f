import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import type { Quota } from '../../model/Quota.js';
import type { WriteReserve } from '../../model/WriteReserve.js';
import type { CallLane, SharedQuota } from '../../store/SharedLimits.js';
import type { TenantZone } from '../TenantZone.js';
import { reservedCalls } from './reservedCalls.js';
import { nextReset } from './resets.js';

export interface QuotaMirrorOptions {
  /** Calls a day as configured; null to go by what the CRM tells. */
  readonly dailyQuota: number | null;
  readonly writeReserve: WriteReserve;
  readonly zone: TenantZone;
  readonly clock: Clock;
}

/** What this process knows of the day's calls of all processes: as the store said last. */
export class QuotaMirror {
  #known: SharedQuota;

  constructor(private readonly options: QuotaMirrorOptions) {
    this.#known = emptyDay(options.zone.nextMidnight(options.clock.now()).getTime());
  }

  update(quota: SharedQuota): void {
    this.#known = quota;
  }

  get isSpent(): boolean {
    return this.#today().isSpent;
  }

  set isSpent(isSpent: boolean) {
    this.#known = { ...this.#today(), isSpent };
  }

  get resetsAt(): Date {
    return new Date(this.#today().resetsAt);
  }

  now(): Quota {
    const { used, limit: told, resetsAt, isConfirmed, isSpent } = this.#today();
    const { dailyQuota, writeReserve } = this.options;
    const limit = dailyQuota ?? told;
    return {
      limit,
      used,
      remaining: isSpent ? 0 : limit === null ? null : Math.max(0, limit - used),
      resetsAt: new Date(resetsAt),
      isEstimate: !isConfirmed,
      reservedForWrites: reservedCalls(writeReserve, limit),
    };
  }

  /** Why no call may be made, going by what is known here and by calls that only this process knows of; null when one may. */
  refusal(lane: CallLane, uncounted: number): Fault | null {
    const { limit, used, remaining, reservedForWrites } = this.now();
    const kept = lane === 'read' ? reservedForWrites : 0;
    const isSpent = remaining === 0 || (limit !== null && used + uncounted + 1 > limit - kept);
    return isSpent ? new Fault('QUOTA_EXHAUSTED', { resetsAt: this.resetsAt }) : null;
  }

  #today(): SharedQuota {
    const now = this.options.clock.now();
    if (now >= this.#known.resetsAt) this.#known = emptyDay(nextReset(this.options.zone, this.#known.resetsAt, now));
    return this.#known;
  }
}

function emptyDay(resetsAt: number): SharedQuota {
  return { used: 0, limit: null, resetsAt, isConfirmed: false, isSpent: false };
}
