import type { Context } from '../resolvers/Context.js';
import type { AnswerMediaType } from './http/acceptedMediaType.js';

/** What the host keeps count of while an operation runs. One object per operation, changed in place. */
export interface OperationRecord {
  readonly startedAt: number;
  kind: 'query' | 'mutation' | 'subscription' | null;
  /** The name the caller gave the operation, cut to a sane length. */
  name: string | null;
  /** Attempts sent toward the CRM. */
  upstreamCalls: number;
  /** Pages and records that were remembered. */
  cacheHits: number;
  /** Codes of the errors reported, one per error. */
  codes: readonly string[];
  /** Whether an answer in the form of the contract was made. */
  isAnswered: boolean;
}

/** The resolvers' context with what only the host looks at. */
export interface ServerContext extends Context {
  readonly requestId: string;
  /** The form of the answer that the caller takes. */
  readonly mediaType: AnswerMediaType;
  /** What the caller's token allows; null where no tokens are asked for. */
  readonly scopes: ReadonlySet<string> | null;
  readonly record: OperationRecord;
}
