import type { Loaders } from '../loaders/Loaders.js';

/** What an operation may cost in calls to the CRM while nothing of it is remembered, as a whole and by field. */
export interface OperationPrice {
  readonly minUpstreamCalls: number;
  readonly maxUpstreamCalls: number;
  /** Every field that may cost a call, in the order of the document. */
  readonly fields: readonly FieldPrice[];
}

/** The part of a price that one field is the cause of, for all the rows that lists above it may have. */
export interface FieldPrice {
  /** The response keys that lead to the field, such as `cases.nodes.activities`. */
  readonly path: string;
  readonly minUpstreamCalls: number;
  readonly maxUpstreamCalls: number;
}

/** An operation whose price is asked for, as a caller would send it. */
export interface OperationToPrice {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** Prices an operation without running it. Throws what the operation itself would be refused with. */
export type PriceOperation = (operation: OperationToPrice, loaders: Loaders) => OperationPrice;
