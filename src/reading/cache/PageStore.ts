import type { CallContext } from '../../model/CallContext.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** A page that some replica read. `askedAt` is when the CRM was asked for it, in milliseconds since the epoch. */
export interface SharedPage<T> {
  readonly page: RecordPage<T>;
  readonly askedAt: number;
}

/** What a store says about a page: it has it, or takes it when it has been read. */
export type StoreAnswer<T> =
  | { readonly kind: 'found'; readonly shared: SharedPage<T> }
  /** Keeps the page that is then read from the CRM, unless a write was acknowledged since `find` was called. Never rejects. */
  | { readonly kind: 'missing'; readonly keep: (shared: SharedPage<T>) => Promise<void> };

/**
 * Pages of one kind that replicas share, behind each replica's own memory (`MemoryPageStore`), which is asked first.
 *
 * - Keys name a search and a page exactly; they hold values searched for and are not for logs.
 * - A page that was read before an acknowledged write is neither found nor kept after it. How coarsely is the
 *   implementation's choice; one that counts writes reads the count in `find` and compares it in `keep`.
 * - Pages need not be kept longer than they are fresh.
 * - Neither method rejects: a store that cannot be reached has nothing and keeps nothing.
 */
export interface PageStore<T> {
  find(key: string): Promise<StoreAnswer<T>>;
}

/**
 * Lets one replica at a time do the work of a key. `run` does it when nobody does, and resolves with its value. Otherwise
 * it waits until whoever does it has ended or is taken for dead, as long as the call's signal lets it, and resolves with
 * null: the page store has the result now, or the caller does the work himself. Rejects as `work` does.
 */
export interface SingleFlight {
  run<T>(key: string, call: CallContext, work: () => Promise<T>): Promise<{ readonly value: T } | null>;
}

/** What replicas share of one kind of pages. */
export interface SharedReads<T> {
  readonly pages: PageStore<T>;
  readonly flights: SingleFlight;
}
