import type { EndedWrite, WriteObserver } from '../../writing/WriteObserver.js';
import { describeCause } from './createErrorLog.js';
import type { Logger } from './createLogger.js';
import type { Metrics } from './Metrics.js';

/**
 * Counts what becomes of each write, and makes log lines of those that the CRM did not simply accept: what a caller is told
 * as data would otherwise be known to the caller only.
 */
export function createWriteObserver(log: Logger, metrics: Pick<Metrics, 'writeEnded'>): WriteObserver {
  return {
    ended: (write) => {
      metrics.writeEnded(write.result?.outcome ?? 'FAILED');
      logWrite(log, write);
    },
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

/** A warning where the service could not do what it was asked; a refusal that is about the input is worth a line. */
function logWrite(log: Logger, { mutation, requestId, result }: EndedWrite): void {
  if (result === null) return;
  if (!('fault' in result)) {
    if (result.settledByHand === true)
      log.info({ mutation, requestId, outcome: result.outcome, settledByHand: true }, 'write');
    return;
  }
  const { outcome, code, upstreamCode, fault, ref } = result;
  const line = { mutation, requestId, outcome, code, upstreamCode, ref, ...describeCause(fault?.cause) };
  if (outcome === 'UNKNOWN' || fault !== null) log.warn(line, 'write');
  else log.info(line, 'write');
}
