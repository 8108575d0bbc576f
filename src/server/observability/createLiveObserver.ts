import { Fault } from '../../model/Fault.js';
import type { Logger } from './createLogger.js';
import { describeCause } from './createErrorLog.js';
import { describeError } from './describeError.js';
import type { ChangeKind, LookPurpose, Metrics } from './Metrics.js';

/** What the feed of changes tells while it works; the same as its observer, which this layer does not know by name. */
export interface LiveObserver {
  told(kind: ChangeKind): void;
  called(purpose: LookPurpose): void;
  lookFailed(purpose: LookPurpose, error: unknown): void;
}

/** Makes figures and log lines of how changes of cases are looked for. */
export function createLiveObserver(log: Logger, metrics: Metrics): LiveObserver {
  return {
    told: (kind) => {
      metrics.changeTold(kind);
    },
    called: (purpose) => {
      metrics.changesLookedFor(purpose);
    },
    lookFailed: (purpose, error) => {
      if (error instanceof Fault)
        log.warn({ purpose, code: error.code, ...describeCause(error.cause) }, 'live.failure');
      else log.error({ purpose, error: describeError(error) }, 'unexpected error');
    },
  };
}
