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
  /** Whether it ran along a plan that was made before, and not through the engine. */
  isPlanned: boolean;
  /** Codes of the errors reported, one per error. */
  codes: readonly string[];
  /** Whether an answer in the form of the contract was made. */
  isAnswered: boolean;
}
