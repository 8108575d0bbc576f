import type { CallContext } from '../../model/CallContext.js';
import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import type { SourcedPage } from '../PageReader.js';
import { allowsStale } from './allowsStale.js';
import { cutPage, isWithin } from './cutPage.js';
import type { MemoryPageStore } from './MemoryPageStore.js';
import { Flight, type FlightOutcome, isWorthAnother } from './Flight.js';

export interface PageCacheOptions<Query, T> {
  readonly fetch: (query: Query, page: PageRequest, call: CallContext) => Promise<RecordPage<T>>;
  /** The same text for queries that mean the same. */
  readonly nameOf: (query: Query) => string;
  readonly memory: MemoryPageStore<T>;
  readonly clock: { readonly now: () => number };
  /** Whether older answers should stand in to save calls. */
  readonly isSavingQuota: () => boolean;
}

interface UnderWay<T> {
  readonly request: PageRequest;
  readonly read: Flight<RecordPage<T>>;
}

/** All pages of one kind: those remembered and those under way. */
export class PageCache<Query, T> {
  #underWay = new Map<string, Set<UnderWay<T>>>();

  constructor(private readonly options: PageCacheOptions<Query, T>) {}

  /** A page, at the least price. Rejects with a `Fault` when the CRM cannot answer and nothing can stand in. */
  async read(query: Query, page: PageRequest, call: CallContext): Promise<SourcedPage<T>> {
    const found = await this.#find(query, page, call);
    if (found.freshness !== 'LIVE') call.onCacheHit?.();
    return found;
  }

  async #find(query: Query, page: PageRequest, call: CallContext): Promise<SourcedPage<T>> {
    const { memory, clock, isSavingQuota, nameOf } = this.options;
    const name = nameOf(query);
    const fresh = memory.find(name, page, 'fresh', clock.now());
    if (fresh !== undefined) return { ...fresh, calls: 0, freshness: 'CACHED' };
    const stale = memory.find(name, page, 'stale', clock.now());
    if (stale !== undefined && isSavingQuota()) return { ...stale, calls: 0, freshness: 'STALE' };

    const { value, fault, calls } = await this.#share(name, query, page, call);
    if (value !== null) return { ...value, calls, freshness: 'LIVE' };
    if (!allowsStale(fault)) throw fault;
    // Looked for again: in the meantime others may have read it, or it may have been forgotten.
    const newer = memory.find(name, page, 'fresh', clock.now());
    if (newer !== undefined) return { ...newer, calls, freshness: 'CACHED' };
    const standIn = memory.find(name, page, 'stale', clock.now());
    if (standIn === undefined) throw fault;
    return { ...standIn, calls, freshness: 'STALE' };
  }

  /** Forgets what is remembered, and keeps what is under way from being joined or remembered. */
  forget(): void {
    this.options.memory.clear();
    this.#underWay = new Map();
  }

  async #share(
    name: string,
    query: Query,
    page: PageRequest,
    call: CallContext,
  ): Promise<FlightOutcome<RecordPage<T>>> {
    let spent = 0;
    for (;;) {
      const { request, read } = this.#joinable(name, page) ?? this.#begin(name, query, page, call);
      const outcome = await read.join(call);
      spent += outcome.calls;
      if (outcome.value !== null) return { value: cutPage(request, outcome.value, page), fault: null, calls: spent };
      if (!isWorthAnother(outcome.fault, read, call, this.options.clock.now())) return { ...outcome, calls: spent };
    }
  }

  #joinable(name: string, page: PageRequest): UnderWay<T> | undefined {
    for (const candidate of this.#underWay.get(name) ?? []) {
      if (candidate.read.isOpen && isWithin(page, candidate.request)) return candidate;
    }
    return undefined;
  }

  #begin(name: string, query: Query, request: PageRequest, first: CallContext): UnderWay<T> {
    const { fetch, memory, clock } = this.options;
    // Forgetting replaces the map: whoever is not in the present one began before.
    const mine = this.#underWay;
    const read = new Flight(first, async (call) => {
      try {
        const page = await fetch(query, request, call);
        if (mine === this.#underWay) memory.store(name, request, page, clock.now());
        return page;
      } finally {
        const others = mine.get(name);
        others?.delete(entry);
        if (others?.size === 0) mine.delete(name);
      }
    });
    const entry: UnderWay<T> = { request, read };
    const others = mine.get(name);
    if (others === undefined) mine.set(name, new Set([entry]));
    else others.add(entry);
    return entry;
  }
}
