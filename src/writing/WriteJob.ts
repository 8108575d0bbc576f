import type { WriteEffect } from '../model/WriteEffect.js';
import type { CallContext } from '../model/CallContext.js';
import type { WriteVerdict } from '../wolkvox/WolkvoxClient.js';
import type { RecoveryEvidence } from './journal/RecoveryEvidence.js';
import type { JournalCipher } from './journal/JournalCipher.js';
import type { Intent, RefusalCode } from './Writer.js';

/** One write, as the journal needs to know it: what it is called, how to look for it and how to make it. */
export interface WriteJob {
  /** The root field; keys of different mutations do not meet. */
  readonly mutation: string;
  readonly intent: Intent;
  /** The id of the record to change; null for a creation, whose id only the CRM knows. */
  readonly knownId: string | null;
  /** What to look for later; null where the CRM lets nothing be read. */
  readonly evidence: (marker: string, cipher: JournalCipher) => RecoveryEvidence | null;
  /** What the write may change in the CRM. */
  readonly effect: WriteEffect;
  /** A look before sending that may refuse; null when there is nothing to look at. Rejects with a `Fault` only. */
  readonly check: ((call: CallContext) => Promise<RefusalCode | null>) | null;
  readonly send: (marker: string, call: CallContext) => Promise<WriteVerdict>;
}
