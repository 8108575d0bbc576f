import type { Fault } from '../../model/Fault.js';
import { describeCause } from './createErrorLog.js';
import type { Logger } from './createLogger.js';

/** What a look at the CRM after the start has shown; the same as that layer's finding, which is not known here by name. */
export interface StartupReport {
  readonly isReachable: boolean;
  readonly token: string;
  readonly zone: { readonly zone: string; readonly offByMinutes: number | null };
  readonly calls: number;
  readonly fault: Fault | null;
}

/** Makes the one line of the log that tells what was seen of the CRM after the start. */
export function createStartupLog(log: Logger, timeZone: string): (report: StartupReport) => void {
  return ({ isReachable, token, zone, calls, fault }) => {
    const line = {
      reachable: isReachable,
      token,
      timeZone,
      zone: zone.zone,
      ...(zone.offByMinutes !== null && { offByMinutes: zone.offByMinutes, setting: 'WOLKVOX_TIME_ZONE' }),
      calls,
      ...(fault !== null && { code: fault.code, ...describeCause(fault.cause) }),
    };
    if (fault === null && zone.zone !== 'differs') log.info(line, 'startup check');
    else log.warn(line, 'startup check');
  };
}
