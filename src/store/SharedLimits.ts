/** Reads and writes wait apart: writes go first. */
export type CallLane = 'read' | 'write';

/** The day's calls of all processes together. */
export interface SharedQuota {
  readonly used: number;
  /** Calls a day as the CRM told; null where it did not. */
  readonly limit: number | null;
  /** When the count starts again: milliseconds since the epoch. */
  readonly resetsAt: number;
  /** Whether the CRM itself told the figures since the last reset. */
  readonly isConfirmed: boolean;
  /** Whether the CRM said that nothing is left, and has not answered a call since. */
  readonly isSpent: boolean;
}

/** How things stand for all processes. */
export interface LimitsReport {
  /** How long the CRM is still left alone, in milliseconds. */
  readonly pausedForMs: number;
  /** In how many milliseconds a place may become free without anybody giving one back; null where nobody waits. */
  readonly wakeInMs: number | null;
  readonly quota: SharedQuota;
}

/**
 * What came of asking for a place. `granted`: the call may be made, and is counted. `queued`: an offer comes later. `spent`:
 * the day's calls of this lane are used up.
 */
export interface PlaceAnswer extends LimitsReport {
  readonly kind: 'granted' | 'queued' | 'spent';
}

/** A call in flight, and for how many milliseconds it may still last. */
export interface CallInFlight {
  readonly name: string;
  readonly remainingMs: number;
}

/** What is told without being asked for. */
export interface LimitsListener {
  /** A place is there for the call of this name. It has to be asked for again at once, or given back. */
  onOffer(name: string): void;
  /** The CRM is to be left alone for so long. */
  onPause(forMs: number): void;
  /**
   * `ready`: calls can be asked for. `returning`: it can be reached again; what is in flight is to be registered, and
   * nothing begun. `away`: it cannot be reached, and every method rejects.
   */
  onState(state: 'ready' | 'returning' | 'away'): void;
}

/** What the CRM told about the day's calls. */
export interface ToldFigures {
  readonly limit: number;
  readonly used: number;
  /** What had been counted here when it was asked. */
  readonly usedWhenAsked: number;
  /** When the count starts again, in milliseconds since the epoch; null where it did not say. */
  readonly resetsAt: number | null;
}

/**
 * The limits that all processes of a tenant keep together: calls in flight, their pace, the pause that the CRM asked for,
 * and the day's calls. Every method rejects with `StoreUnavailable`, or with the store's own error, where it fails.
 *
 * A place lasts `placeMs` from the moment at which it is granted, whether it is given back or not, and is never renewed:
 * whoever has one makes sure that its call has ended by then.
 */
export interface SharedLimits {
  readonly state: 'ready' | 'returning' | 'away';
  /** A name for a call, never used before. */
  newName(): string;
  /** Asks for a place, or takes up an offer of one. `waitedMs` decides who comes first in a lane. */
  ask(name: string, lane: CallLane, waitedMs: number): Promise<PlaceAnswer>;
  /** Gives a place back, declines an offer or stops waiting. `wasCountedInVain`: it was granted, and no call was made. */
  end(name: string, wasCountedInVain: boolean): Promise<LimitsReport>;
  /** Lets what has become free by itself be offered. */
  look(): Promise<LimitsReport>;
  /** Tells what is in flight, where the store may not know it, and how many calls were made that it did not count. */
  register(inFlight: readonly CallInFlight[], uncounted: number): Promise<LimitsReport>;
  pause(forMs: number): Promise<LimitsReport>;
  /** The CRM says that nothing is left, or answers calls again. */
  noteSpent(isSpent: boolean): Promise<LimitsReport>;
  noteFigures(figures: ToldFigures): Promise<LimitsReport>;
  /** Whether this process should ask the CRM for the figures: they are not known, and nobody asked within the time. */
  claimQuestion(withinMs: number): Promise<boolean>;
  /** From now on the listener is told; one at most. Resolves when offers arrive, or the store is away. Never rejects. */
  listen(listener: LimitsListener): Promise<void>;
}
