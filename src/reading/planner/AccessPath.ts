import type { InstantSpan, Search } from '../../model/search.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

/** One list that the CRM can give: the answer of a search, or the records created in a span of time. */
export type Scan<SearchField extends string = string> =
  | { readonly kind: 'search'; readonly search: Search<SearchField> }
  | ({ readonly kind: 'createdBetween' } & InstantSpan);

/**
 * One way to read a list: the predicate that is pushed down to the CRM, one scan for each of its values, and the residual
 * predicates, which are evaluated on the rows.
 */
export interface AccessPath<SearchField extends string = string> {
  /** The filter field of the predicate that is pushed down. */
  readonly field: string;
  /** Distinct; in the order of the records where the values tell it. */
  readonly scans: readonly Scan<SearchField>[];
  readonly residual: readonly Predicate[];
  /** Whether no two records share a value of the field, so that every scan has one row at most. */
  readonly isUnique: boolean;
}

/** A short text that is the same for scans that list the same. Holds the value searched for: not for logs. */
export function scanKey(scan: Scan): string {
  return scan.kind === 'search'
    ? `${scan.search.field} ${scan.search.value}`
    : `created ${scan.from.toISOString()} ${scan.to.toISOString()}`;
}
