import type { CallContext } from '../model/CallContext.js';
import type { Fault } from '../model/Fault.js';
import type { JsonObject } from '../model/Json.js';
import type {
  ActivityDraft,
  Attachment,
  CaseChanges,
  CaseDraft,
  ContactFields,
  PhoneDraft,
} from '../wolkvox/WolkvoxClient.js';

export type { ActivityDraft, Attachment, CaseChanges, CaseDraft, ContactFields, PhoneDraft };

/** The reasons for which a write can be refused below the resolvers; each becomes a `UserErrorCode`. */
export type RefusalCode =
  | 'NOT_FOUND'
  | 'STALE_OBJECT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'QUOTA_EXHAUSTED'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_RATE_LIMITED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_AUTH_FAILED'
  | 'OUTCOME_UNKNOWN';

/** What became of a write. Ids are null where the CRM left them blank. */
export type WriteResult =
  | {
      readonly outcome: 'APPLIED' | 'REPLAYED';
      readonly id: string | null;
      readonly caseNumber: string | null;
      /** Whether an operator said that the CRM has it, and as which record. */
      readonly settledByHand?: boolean;
    }
  | {
      readonly outcome: 'REJECTED' | 'UNKNOWN';
      readonly code: RefusalCode;
      readonly upstreamCode: string | null;
      /** When to try again, where that is known. */
      readonly fault: Fault | null;
      /** What names an UNKNOWN write in logs: the marker that a creation carries, by which it can be found in the CRM. */
      readonly ref?: string;
    };

/** The caller's name for one intent to write. */
export interface Intent {
  /** 1 to 128 printable characters. */
  readonly idempotencyKey: string;
  /** The mutation's input as the caller gave it, without the key: two inputs are equal when their meaning is. */
  readonly input: JsonObject;
}

/**
 * Writes once per intent, whatever fails. One for the whole process. A returned result is as durable as the store it
 * was made with. Rejects with a `Fault` SERVICE_UNAVAILABLE when the journal cannot be written; then nothing was sent.
 */
export interface Writer {
  createCase(intent: Intent, draft: CaseDraft, call: CallContext): Promise<WriteResult>;
  updateCase(
    intent: Intent,
    change: { readonly id: string; readonly changes: CaseChanges; readonly ifUnmodifiedSince: Date | null },
    call: CallContext,
  ): Promise<WriteResult>;
  createContact(intent: Intent, fields: ContactFields, call: CallContext): Promise<WriteResult>;
  updateContact(
    intent: Intent,
    change: { readonly id: string; readonly fields: ContactFields; readonly ifUnmodifiedSince: Date | null },
    call: CallContext,
  ): Promise<WriteResult>;
  createActivity(intent: Intent, draft: ActivityDraft, call: CallContext): Promise<WriteResult>;
  updateRecord(
    intent: Intent,
    change: {
      readonly module: string;
      readonly id: string;
      readonly fields: JsonObject;
      readonly attachments: readonly Attachment[];
    },
    call: CallContext,
  ): Promise<WriteResult>;
}
