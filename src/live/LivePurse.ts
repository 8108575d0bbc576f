import type { Quota } from '../model/Quota.js';

export interface LivePurseOptions {
  /** The interval that is wished for, in milliseconds. */
  readonly intervalMs: number;
  /** The part of the day's quota that polls and re-reads may spend, from 0 to 1. */
  readonly quotaShare: number;
}

/** However many calls a day has, looks leave the CRM to others most of the time. */
const leastMsPerCall = 50;

/**
 * Counts what polls and re-reads spend, and says how often they may be made: at most a share of the day's calls, spread
 * evenly over what is left of the day. Where nobody knows how many calls a day has, as often as is wished for.
 */
export class LivePurse {
  #spent = 0;
  #resetsAt: number | null = null;

  constructor(private readonly options: LivePurseOptions) {}

  /** Counts a call that was sent. */
  count(quota: Quota): void {
    this.#startNewDay(quota);
    this.#spent += 1;
  }

  /** Whether one more call may be sent today. */
  mayCall(quota: Quota): boolean {
    return this.#left(quota) >= 1;
  }

  /**
   * How long a round of so many calls may take, in milliseconds, so that the rounds of the day keep to the share: never
   * shorter than is wished for, and until the end of the day where nothing is left.
   */
  intervalMs(quota: Quota, now: number, callsPerRound: number): number {
    const left = this.#left(quota);
    const restOfDayMs = quota.resetsAt === null ? Infinity : Math.max(0, quota.resetsAt.getTime() - now);
    const wishedMs = Math.max(this.options.intervalMs, callsPerRound * leastMsPerCall);
    if (left === Infinity || restOfDayMs === Infinity) return wishedMs;
    const evenMs = left < 1 ? restOfDayMs : (restOfDayMs * Math.max(1, callsPerRound)) / left;
    return Math.max(wishedMs, Math.ceil(Math.min(evenMs, restOfDayMs)));
  }

  #left(quota: Quota): number {
    this.#startNewDay(quota);
    if (quota.limit === null) return Infinity;
    // Binary fractions make 6.999999999999999 of 70 × 0.1.
    return Math.floor(quota.limit * this.options.quotaShare + 1e-9) - this.#spent;
  }

  /** The day of the quota turns when its count starts again, not when it is learnt better when that will be. */
  #startNewDay({ resetsAt }: Quota): void {
    const next = resetsAt?.getTime() ?? null;
    if (this.#resetsAt !== null && next !== null && next - this.#resetsAt >= halfDayMs) this.#spent = 0;
    this.#resetsAt = next ?? this.#resetsAt;
  }
}

const halfDayMs = 43_200_000;
