import type { PageRequest } from '../../model/search.js';
import type { SourcedPage } from '../PageReader.js';
import type { Scan } from '../planner/AccessPath.js';
import type { ScanPlace } from './ResumeToken.js';

/** What a page has shown to be wrong with the list. */
export interface PageFindings {
  /** Rows may have been passed over or shown before. */
  readonly isMoved: boolean;
  /** The CRM's total and its rows contradict each other. */
  readonly isTotalDisproved: boolean;
  /** The CRM says that there are more rows than it sent. */
  readonly isCutShort: boolean;
  /** The page contradicts what the tenant declares. */
  readonly isContradicted?: boolean;
}

/** A page with nothing wrong about it. */
export const nothingFound: PageFindings = { isMoved: false, isTotalDisproved: false, isCutShort: false };

/**
 * One list of the CRM, read page by page and consumed row by row. It does no I/O: it says which page it needs next and
 * takes that page in.
 */
export interface ScanReader<SearchField extends string, T> {
  readonly scan: Scan<SearchField>;
  /** Whether the list is read from its end, so that its rows come in the reverse of the CRM's order. */
  readonly isBackward: boolean;
  /** Where consuming stands. */
  readonly place: ScanPlace;
  /** The next row, null for one without a usable id; undefined when another page is needed, or none is left. */
  readonly head: T | null | undefined;
  /** Rows read and not consumed. */
  readonly ahead: readonly (T | null)[];
  readonly isExhausted: boolean;
  readonly isRead: boolean;
  /** How many rows there are in all, where the CRM says so without contradiction or the end was seen. */
  readonly total: number | null;
  /** Calls that reading on to the end takes at least, as far as is known. */
  readonly callsToEnd: number;
  /** Whether the CRM refuses the next rows, or sends others in their place, so that other pages are asked for. */
  readonly isDenied: boolean;
  /** Whether nobody knows yet where the list ends, although it is to be read from there. */
  readonly isEndUnknown: boolean;
  /** The page to read next: one that holds `wanted` rows more if there is one, or the widest one. */
  nextPage(wanted: number | null): PageRequest;
  accept(page: SourcedPage<T>, request: PageRequest): PageFindings;
  /** Consumes the head. */
  take(): void;
}
