import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CaseFilter } from '../model/filters.js';
import type { CaseReference } from '../model/references.js';
import type { InstantSpan } from '../model/search.js';

/** What one look at a span of time brought. */
export interface SpanReading {
  /** The cases of the span, each once, in the CRM's order. */
  readonly rows: readonly CaseRecord[];
  /** Whether that is all of them. False where there are more than a look may take pages. */
  readonly isComplete: boolean;
}

/** Whether a case matches a filter; `unknown` where what is there of it does not tell. */
export type Match = 'true' | 'false' | 'unknown';

/** A filter that is compared with cases here. */
export interface CaseMatcher {
  /** The ids that the filter names, and the case numbers where it names no ids. */
  readonly named: readonly { readonly field: 'id' | 'caseNumber'; readonly value: string }[];
  /** Goes by the keys alone. */
  readonly matchKeys: (reference: CaseReference) => Match;
  readonly match: (record: CaseRecord) => Match;
}

/**
 * How cases are now, for whoever watches them: what the CRM answers, never what was remembered. Nothing is asked twice
 * for, since it is asked for again before long. Rejects with a `Fault`.
 */
export interface ChangeReader {
  /** The date by which the CRM lists spans, as declared or as answers have shown; null where it lists none. */
  listedBy(): 'creation' | 'modification' | 'unknown' | null;
  /** The cases that were created, or changed, in a span. `mayGoOn` is asked before each further page. */
  listSpan(span: InstantSpan, call: CallContext, mayGoOn: () => boolean): Promise<SpanReading>;
  /** One case by its id or number; null where there is none. */
  readCase(
    key: { readonly field: 'id' | 'caseNumber'; readonly value: string },
    call: CallContext,
  ): Promise<CaseRecord | null>;
  /** Whether a row of a span has all that a case has; nobody documents that it does. */
  isWhole(row: CaseRecord): boolean;
  /** Throws a `Fault` BAD_USER_INPUT for a filter that makes no sense. */
  matcher(filter: CaseFilter): CaseMatcher;
}
