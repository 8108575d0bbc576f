import type { FailureClass } from './classify.js';

/** How one attempt ended. */
export type AttemptOutcome = 'answered' | 'empty' | FailureClass;

/** Told what happens between this process and the CRM, for logs and metrics. Never told values, ids or texts. */
export interface WolkvoxObserver {
  /** An attempt is about to be sent. `attempt` counts from 1 within one call. */
  callStarted(event: { readonly endpoint: string; readonly attempt: number }): void;
  /** The attempt ended. `ms` is the time from sending to the end of the body. */
  callFinished(event: {
    readonly endpoint: string;
    readonly attempt: number;
    readonly outcome: AttemptOutcome;
    readonly ms: number;
  }): void;
  /** A field had a form that could not be read; told at most once per field and hour. `path` is dotted, as on the wire. */
  fieldUnreadable(endpoint: string, path: string): void;
  /** An endpoint is left alone after too many failures, or is in use again. */
  breakerChanged(event: {
    readonly endpoint: string;
    /** The module, where the endpoint serves several. */
    readonly module: string | null;
    readonly state: 'open' | 'closed';
  }): void;
}

/** Watches nothing. */
export const silentObserver: WolkvoxObserver = {
  callStarted: () => undefined,
  callFinished: () => undefined,
  fieldUnreadable: () => undefined,
  breakerChanged: () => undefined,
};
