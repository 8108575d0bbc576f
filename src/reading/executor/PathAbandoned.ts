/** Why an access path was given up: another one, or another way to read it, may lead to the answer. */
export type AbandonReason =
  /** The CRM's list of a span of time cannot be used: it is refused, holds parts of records, or goes by another date. */
  | 'dates'
  /** Rows do not carry what a residual predicate is about: it has to be searched for. */
  | 'fields'
  /** Rows came in another order than the CRM was taken to list in. */
  | 'order'
  /** Rows come in no order, so none can be asked for. */
  | 'noOrder';

/** The result of reading by an access path that does not lead to the answer. Never leaves reading. */
export interface PathAbandoned {
  readonly abandoned: AbandonReason;
  /** Calls spent on the page that showed it. */
  readonly calls: number;
  /** What the CRM answered instead, where it refused. */
  readonly cause?: unknown;
}

/** Whether a result says that a path was abandoned. */
export function isAbandoned(result: object | null): result is PathAbandoned {
  return result !== null && 'abandoned' in result;
}
