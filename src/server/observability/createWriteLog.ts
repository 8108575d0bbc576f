import type { WriteObserver } from '../../writing/WriteObserver.js';
import type { Logger } from './createLogger.js';

/** Makes log lines of what is found out, or cannot be, about writes that the CRM did not confirm. */
export function createWriteLog(log: Logger): WriteObserver {
  return {
    settled: (event) => {
      log.info(event, 'write.settled');
    },
    staysUnknown: (event) => {
      log.warn(event, 'write.staysUnknown');
    },
    markerNotKept: () => {
      log.error(
        { setting: 'WOLKVOX_MARKER_FIELD' },
        'the CRM does not keep markers in this field: creations that get no answer stay UNKNOWN',
      );
    },
  };
}
