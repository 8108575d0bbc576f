/** The day's count of calls, as it outlives the process. */
export interface QuotaSnapshot {
  /** When the count starts again: milliseconds since the epoch. */
  readonly resetsAt: number;
  readonly used: number;
  /** Calls a day as the CRM told; null where it was not asked. */
  readonly limit: number | null;
  /** Whether the CRM itself told the figures since the last reset. */
  readonly isConfirmed: boolean;
  /** Whether the CRM said that nothing is left. */
  readonly isSpent: boolean;
}

/** Keeps the count. Neither method rejects: a count that cannot be kept is started anew, which harms nobody. */
export interface QuotaStore {
  load(): Promise<QuotaSnapshot | null>;
  save(snapshot: QuotaSnapshot): Promise<void>;
}
