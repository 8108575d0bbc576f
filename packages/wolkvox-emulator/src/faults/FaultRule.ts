import type { Fault } from './Fault.js';

/** Which calls a rule is for; what is not given matches all. Texts compare exactly. */
export interface FaultMatch {
  /** Such as `cases/queryCases`. */
  readonly endpoint?: string;
  /** `write` is a create or an update. */
  readonly kind?: 'read' | 'write' | 'create' | 'update';
  readonly module?: string;
  readonly field?: string;
  readonly value?: string;
  readonly page?: number;
  /** Text that the JSON of the call's body contains. */
  readonly contains?: string;
  /** Only the nth of the calls that meet all of the above, from 1. */
  readonly nth?: number;
  /** Not the first so many of them. */
  readonly after?: number;
  /** By chance, from 0 to 1; the script's seed makes it repeatable. */
  readonly probability?: number;
}

/** One line of a fault script. */
export interface FaultRule {
  readonly match?: FaultMatch;
  /** How many calls it meets; default 1, null for no end. */
  readonly times?: number | null;
  readonly fault: Fault;
  /** Milliseconds to wait before the fault shows. */
  readonly delayMs?: number;
  /**
   * Whether a write is stored before the fault shows. By default it is where the fault is built on the real answer
   * and is not where the fault replaces it.
   */
  readonly commit?: boolean;
  /** Stores a write only so many milliseconds after the call: the caller has long been told something else. */
  readonly commitAfterMs?: number;
}

/** A call as rules see it. */
export interface MatchableCall {
  readonly endpoint: string;
  readonly kind: 'read' | 'create' | 'update';
  readonly module: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly page: number | null;
  /** The JSON of its body; a function, since few rules look. */
  readonly bodyText: () => string;
}
