import { Fault } from './Fault.js';

/** Whether a page in memory still answers: it is fresh, no write made it invalid, and it was not dropped for others. */
export interface PageLease {
  /** `now` in milliseconds since the epoch. */
  isFresh(now: number): boolean;
}

/**
 * What a call toward the CRM has to know about the operation it serves. One per GraphQL operation, handed down
 * unchanged from the host to the transport.
 */
export interface CallContext {
  /** When the operation has to be answered: milliseconds since the epoch, on the clock the host was given. */
  readonly deadlineAt: number;
  /** Aborted when nobody waits for the answer any more. Reads stop; writes that were sent go on. */
  readonly signal: AbortSignal;
  /** Told once for every attempt that was sent toward the CRM. */
  readonly onCall: (endpoint: string) => void;
  /** Told once for every page or record that was remembered, so that no call was needed for it. */
  readonly onCacheHit?: () => void;
  /** Told for every page that was read how long it is held, null for one that is not held: whoever keeps what was made of pages asks it. */
  readonly onPage?: (lease: PageLease | null) => void;
  /** Whom the call serves, when that is not whoever holds this context: those who wait in the queue take turns. */
  readonly owner?: object;
  /** Names the operation in logs. */
  readonly requestId?: string;
  /** Whether a read is a step of a write: then it goes before other reads and may spend what is kept for writes. */
  readonly isStepOfWrite?: boolean;
  /** Whether other replicas may have written what nobody here can know of: what is remembered is then told as stale. */
  readonly mayBeOutdated?: boolean;
  /** Whether the same is asked again before long whatever comes of it: then an attempt that fails is not repeated. */
  readonly isRepeatedAnyway?: boolean;
}

/**
 * Why a signal was raised, where its operation has been answered: nothing more is begun for it. A call under way may
 * end, because the CRM works on it all the same and would count another one beside it.
 */
export const answered = new Fault('SERVICE_UNAVAILABLE');
