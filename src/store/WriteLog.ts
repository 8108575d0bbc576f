import type { WriteEffect } from '../model/WriteEffect.js';

/** The writes that processes acknowledged, in order: what each of them has to know before it answers from memory. */
export interface WriteLog {
  /**
   * What other processes wrote since this was asked last. A single `anything` stands for what is not known any more. Rejects
   * while the log cannot be read.
   */
  catchUp(): Promise<readonly WriteEffect[]>;
  /**
   * Adds a write of this process. When it resolves, every process that catches up afterwards sees it. Where the log cannot be
   * written it rejects, and the write is added as soon as it can.
   */
  add(effect: WriteEffect): Promise<void>;
}
