import type { CaseRecord } from '../model/CaseRecord.js';
import type { CaseFilter } from '../model/filters.js';
import type { CaseReference } from '../model/references.js';

export type CaseChangeKind = 'CREATED' | 'UPDATED' | 'GAP';

/** A case that was created or changed: its keys are known, the rest is there or is read when somebody asks for it. */
export interface ChangedCase {
  readonly reference: CaseReference;
  /** The case as it was when the change was noticed, or a little later; null where it is gone. Rejects with a `Fault`. */
  readonly load: () => Promise<CaseRecord | null>;
}

/** A change before it has its place among the others. `subject` is null with GAP, and only there. */
export type Change =
  | { readonly kind: 'CREATED' | 'UPDATED'; readonly subject: ChangedCase; readonly observedAt: Date }
  | { readonly kind: 'GAP'; readonly subject: null; readonly observedAt: Date };

/** A change as a subscriber is told it. */
export type ToldChange = Change & { readonly cursor: string };

/** The changes of cases, for whoever subscribes. */
export interface LiveCases {
  /** The interval in force, in milliseconds, between two looks for what others changed. */
  intervalMs(): number;
  /**
   * The changes of the cases that match a filter, null for all of them, from now on or behind a cursor. Never misses one
   * and never tells one twice; where it cannot know, it tells GAP. Runs until it is returned. Throws a `Fault`
   * BAD_USER_INPUT for a filter or a cursor that makes no sense, before any call.
   */
  subscribe(filter: CaseFilter | null, after: string | null): AsyncGenerator<ToldChange, undefined>;
}
