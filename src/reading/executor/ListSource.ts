import type { PageRequest } from '../../model/search.js';
import type { SourcedPage } from '../PageReader.js';
import type { Catalogue } from '../catalogue/FilterField.js';
import type { Scan } from '../planner/AccessPath.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

/** A page of a list. */
export type ListedPage<T> = SourcedPage<T> & {
  /** Whether nobody could tell that the CRM lists by what it was asked for: rows may be missing. */
  readonly isUnproven?: boolean;
  /** Whether its rows contradict what the tenant declares. */
  readonly isContradicted?: boolean;
};

/** One kind of list as one operation reads it: its pages, and what there is to know of its rows. */
export interface ListSource<SearchField extends string, T> {
  readonly catalogue: Catalogue<T, SearchField>;
  /**
   * Reads one page of a scan. Rejects with a `Fault`. A list that `goesOn` from a cursor has no other path, so this one is
   * not abandoned then.
   */
  fetch(scan: Scan<SearchField>, page: PageRequest, goesOn: boolean): Promise<ListedPage<T> | PathAbandoned>;
  /** Whether rows carry the field whenever they have a value for it. */
  isCarried(field: string): boolean;
  /** Whether a row leaves a predicate open that nothing but a search by its field can tell; remembers which. */
  leavesOpen(row: T, predicates: readonly Predicate[]): boolean;
  /** Whether rows were found to leave predicates on this field open in that way. */
  isUncarried(field: string): boolean;
  /** The row with all that predicates can be about, and the calls it took; for rows that leave some open. */
  complete(row: T): Promise<{ readonly row: T; readonly calls: number }>;
  /** Learns from the rows of a page that came in the CRM's order; whether they contradict what was taken for it. */
  noteRowOrder(ids: readonly string[]): boolean;
}

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
