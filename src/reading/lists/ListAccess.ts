import type { PageRequest } from '../../model/search.js';
import type { Source } from '../planning/Candidate.js';
import type { Condition } from '../planning/conditions.js';
import type { Verdict } from '../planning/judgeRow.js';
import type { SourcedPage } from '../PageReader.js';

/** A page of a list. */
export type ListedPage<T> = SourcedPage<T> & {
  /** Whether nobody could tell that the CRM lists by what it was asked for: rows may be missing. */
  readonly isUnproven?: boolean;
};

/** How one kind of list is read for one operation: its pages, and what makes a row part of it. */
export interface ListAccess<Field extends string, T> {
  /**
   * Reads one page of a source. Rejects with a `Fault`, and with `WayGivenUp` where another way should be tried, unless the
   * list `goesOn` from a cursor and thus has no other.
   */
  fetch(source: Source<Field>, page: PageRequest, goesOn: boolean): Promise<ListedPage<T>>;
  /** Whether a row can be an answer to what was searched for at all. */
  isWanted(row: T, source: Source<Field>): boolean;
  judge(row: T, conditions: readonly Condition[]): Verdict;
  /** Whether a row that `judge` cannot tell about leaves open what nobody but the CRM's search can tell. */
  leavesOpen(row: T, conditions: readonly Condition[]): boolean;
  /** Whether rows were found to leave conditions on this field open in that way. */
  isUntold(field: string): boolean;
  /** The row with all that conditions can be about, and the calls it took; for rows that `judge` cannot tell about. */
  complete(row: T): Promise<{ readonly row: T; readonly calls: number }>;
}
