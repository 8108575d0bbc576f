import type { ActivityRecord } from './ActivityRecord.js';
import type { CaseRecord } from './CaseRecord.js';
import type { GestionRecord } from './GestionRecord.js';

/** Where an answer comes from: the CRM, memory while it was fresh, or memory because the CRM could not answer. */
export type Freshness = 'LIVE' | 'CACHED' | 'STALE';
/** What may be wrong with a list that is answered all the same. */
export type ResultWarningCode =
  'SCAN_LIMIT_REACHED' | 'LIST_CHANGED_DURING_PAGING' | 'SERVED_STALE' | 'ROW_UNREADABLE' | 'FIELD_UNREADABLE';

/** The most rows that one list field answers. */
export const maxFirst = 100;

/** The order in which a list is asked for: by the creation of its records. */
export type ListOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** A window asked for on a list: `first` from 1 to `maxFirst`, and either a cursor or an offset or neither. */
export interface ListWindow {
  readonly first: number;
  readonly after: string | null;
  readonly offset: number | null;
  /** Null or left out for the CRM's own order. */
  readonly order?: ListOrder | null;
}

export interface ListItem<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A window of a list with everything the graph tells about it. */
export interface List<T> {
  readonly items: readonly ListItem<T>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /**
   * Where to go on. Behind the last item as a rule; further on where rows were read that are none; there even for no
   * items when reading stopped at a limit. Null when there is nothing to go on behind.
   */
  readonly endCursor: string | null;
  /** Null when nobody counted. */
  readonly totalCount: number | null;
  readonly totalCountIsExact: boolean;
  readonly upstreamCalls: number;
  readonly freshness: Freshness;
  readonly fetchedAt: Date;
  readonly isComplete: boolean;
  readonly warnings: readonly ResultWarningCode[];
}
export type CaseList = List<CaseRecord>;
export type ActivityList = List<ActivityRecord>;
export type GestionList = List<GestionRecord>;
