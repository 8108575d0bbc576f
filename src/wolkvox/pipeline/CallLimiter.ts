import type { Fault } from '../../model/Fault.js';
import type { Quota } from '../../model/Quota.js';
import type { CallLane } from '../../store/SharedLimits.js';
import type { QuotaFigures } from '../quota/QuotaFigures.js';

/** A call that wants to be made. */
export interface Ticket {
  readonly lane: CallLane;
  /** Whom the call serves. Those who wait take turns, so that a large operation does not hold up small ones. */
  readonly owner: object;
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** The calls under way and those that wait for their turn. */
export interface QueueState {
  readonly inFlight: number;
  readonly waiting: number;
  /** For how many milliseconds the one that waits longest has waited; 0 when none does. */
  readonly oldestWaitMs: number;
}

/** Permission to make one call now, which is counted among those in flight and those of the day. */
export interface Permit {
  /** Has to be called when the call is over, once. `wasSent`: whether it was made at all. */
  end(wasSent: boolean): void;
}

/** Keeps the limits of the CRM: calls in flight, their pace, the pause that it asked for, and the day's calls. */
export interface CallLimiter {
  /** Resolved when the count of earlier processes is known. */
  readonly ready: Promise<void>;
  /** Why no call of a lane may be sent now, as far as it can be said at once; null when one may. Changes nothing. */
  refusal(lane: CallLane): Fault | null;
  /** Waits for permission. Rejects with a `Fault` when it would come too late or nobody waits any more. */
  enter(ticket: Ticket): Promise<Permit>;
  /** Starts nothing for a while. */
  pause(forMs: number): void;
  /** How long the whole host is still left alone, in milliseconds. */
  pausedForMs(): number;
  /** The CRM says that nothing is left of the day's calls. */
  onSpent(): void;
  /** The CRM has answered a call. */
  onAnswered(): void;
  /** Whether the CRM should be asked for the day's figures, as far as it can be said at once. */
  lacksLimit(): boolean;
  /** Whether this process is to ask: of several at once one is. */
  claimQuestion(withinMs: number): Promise<boolean>;
  /** Takes over the CRM's own figures. `usedWhenAsked` is what was counted here when they were asked for. */
  confirm(figures: QuotaFigures, usedWhenAsked: number): void;
  /** The day's calls, as known here. */
  quota(): Quota;
  /** The day's calls, as known to all processes. */
  latestQuota(): Promise<Quota>;
  /** For whoever watches. */
  queue(): QueueState;
  /** Saves what has not been saved yet; nothing is asked for any more. */
  close(): Promise<void>;
}
