import type { UserError, UserErrorCode } from '../../../__generated__/resolvers.js';

/** What is said about each refusal: fixed words that repeat neither a value of the caller nor a text of the CRM. */
const messages: Readonly<Record<UserErrorCode, string>> = {
  INVALID_INPUT: 'This argument cannot be accepted.',
  SOLUTION_REQUIRED: 'This status closes the case, so a solution has to be given.',
  ATTACHMENT_INVALID: 'The attachment is empty, or its name or media type cannot be accepted.',
  ATTACHMENT_TOO_LARGE: 'At most 5 attachments of at most 2 MB each can be sent.',
  MODULE_NOT_ALLOWED: 'This module is not among those that may be written.',
  NOT_FOUND: 'The record to change does not exist.',
  STALE_OBJECT: 'The record was changed in the meantime; read it again and decide anew.',
  IDEMPOTENCY_KEY_REUSED: 'This key was used before with another input; a new intent needs a new key.',
  IDEMPOTENCY_IN_PROGRESS: 'A write with this key is under way; ask again in a moment with the same key.',
  QUOTA_EXHAUSTED: "The CRM's daily quota of calls is spent; nothing was written.",
  UPSTREAM_REJECTED: 'The CRM refused the write; check that the users, names and records it refers to exist there.',
  UPSTREAM_RATE_LIMITED: 'The CRM takes no more calls for the moment; nothing was written.',
  UPSTREAM_UNAVAILABLE: 'The CRM could not be reached; nothing was written.',
  UPSTREAM_AUTH_FAILED: "The CRM does not accept the service's token; nothing was written.",
  OUTCOME_UNKNOWN: 'Nobody can tell yet whether the CRM applied the write; ask again with the same key.',
};

/**
 * One reason for not writing, with its message from the fixed catalogue. `field` is the path of the argument from the
 * root field on, such as `["input", "solution"]`, or null.
 */
export function userError(
  code: UserErrorCode,
  field: readonly string[] | null,
  upstreamCode: string | null = null,
): UserError {
  return { code, message: messages[code], field, upstreamCode };
}
