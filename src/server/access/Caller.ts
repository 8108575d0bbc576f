/** What a verified token allows. */
export type Scopes = ReadonlySet<string>;

/** Who asks, as far as it matters. */
export interface Caller {
  /** What the caller's token allows; null where no tokens are asked for. */
  readonly scopes: Scopes | null;
}
