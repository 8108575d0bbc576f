import type { CaseChangeKind } from './LiveCases.js';

/** What a call of the feed is for. */
export type LookPurpose = 'poll' | 'reread' | 'readBack';

/** Told what the feed does, for logs and metrics; the only way in which it reports. */
export interface LiveObserver {
  /** A change or a gap was put in the log. */
  told(kind: CaseChangeKind): void;
  /** A call was sent. */
  called(purpose: LookPurpose): void;
  /** A look failed, with a `Fault` unless something is broken. */
  lookFailed(purpose: LookPurpose, error: unknown): void;
}

/** Watches nothing. */
export const silentLiveObserver: LiveObserver = {
  told: () => undefined,
  called: () => undefined,
  lookFailed: () => undefined,
};
