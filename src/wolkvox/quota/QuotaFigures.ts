/** What tokenInformation tells. */
export interface QuotaFigures {
  readonly limit: number;
  readonly used: number;
  readonly hoursToReset: number | null;
}
