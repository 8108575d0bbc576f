/** The day's allowance of calls, as counted here. */
export interface Quota {
  readonly limit: number | null;
  readonly used: number;
  readonly remaining: number | null;
  readonly resetsAt: Date | null;
  readonly isEstimate: boolean;
  readonly reservedForWrites: number;
}
