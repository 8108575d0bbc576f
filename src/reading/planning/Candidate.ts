import type { InstantSpan, Search } from '../../model/search.js';
import type { Condition } from './conditions.js';

/** One list that the CRM can give: the answer of a search, or the records created in a span of time. */
export type Source<Field extends string = string> =
  { readonly kind: 'search'; readonly search: Search<Field> } | ({ readonly kind: 'createdBetween' } & InstantSpan);

/**
 * One way to read a list: the condition whose records the CRM is asked for, one source for each of its values, and
 * what is left to evaluate on the rows.
 */
export interface Candidate<Field extends string = string> {
  /** The filter field that the CRM evaluates. */
  readonly field: string;
  /** Distinct; in the order of the records where the values tell it. */
  readonly sources: readonly Source<Field>[];
  readonly residual: readonly Condition[];
  /** Whether no two records share a value of the field, so that every source has one row at most. */
  readonly isUnique: boolean;
}

/** A short text that is the same for sources that list the same. Holds the value searched for: not for logs. */
export function sourceKey(source: Source): string {
  return source.kind === 'search'
    ? `${source.search.field} ${source.search.value}`
    : `created ${source.from.toISOString()} ${source.to.toISOString()}`;
}
