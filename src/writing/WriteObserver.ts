import type { RecoveryObserver } from './recovery/RecoveryObserver.js';
import type { Writer, WriteResult } from './Writer.js';

/** A write whose caller has been answered. */
export interface EndedWrite {
  readonly mutation: keyof Writer;
  /** The caller's name for the request. */
  readonly requestId: string | undefined;
  /** What the caller was told; null where the journal could not take the write. */
  readonly result: WriteResult | null;
}

/** Told what becomes of writes, for logs and metrics; the only way in which the writer reports. */
export interface WriteObserver extends RecoveryObserver {
  /** Called once for each call of the writer. */
  ended(write: EndedWrite): void;
  /** The tenant does not keep the marker in the field that is set for it. Told once at most. */
  markerNotKept(): void;
}

/** Watches nothing. */
export const silentWriteObserver: WriteObserver = {
  ended: () => undefined,
  settled: () => undefined,
  staysUnknown: () => undefined,
  markerNotKept: () => undefined,
};
