import type { RecoveryObserver } from './recovery/RecoveryObserver.js';

/** Told what becomes of writes, for logs and metrics. Never told values, ids, keys or texts. */
export interface WriteObserver extends RecoveryObserver {
  /** The tenant does not keep the marker in the field that is set for it. Told once at most. */
  markerNotKept(): void;
}

/** Watches nothing. */
export const silentWriteObserver: WriteObserver = {
  settled: () => undefined,
  staysUnknown: () => undefined,
  markerNotKept: () => undefined,
};
