import type { CallContext, PageLease } from '../../model/CallContext.js';
import type { PageRequest } from '../../model/search.js';
import type { WriteEffect } from '../../model/WriteEffect.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import type { Freshness } from '../../model/List.js';
import type { SourcedPage } from '../PageReader.js';
import type { Affects, Before } from './affects.js';
import { allowsStale } from './freshness.js';
import { FittingReads } from './FittingReads.js';
import { Flight, type FlightOutcome, isWorthAnother } from './Flight.js';
import { answersPage, cutPage, isWholeList, isWithin } from './heldRows.js';
import type { MemoryPageStore } from './MemoryPageStore.js';
import type { SharedPage, SharedPages } from './SharedPages.js';

export interface PageCacheOptions<Query, T> {
  readonly fetch: (query: Query, page: PageRequest, call: CallContext) => Promise<RecordPage<T>>;
  /** The same text for queries that mean the same. */
  readonly nameOf: (query: Query) => string;
  readonly affects: Affects<Query, T>;
  readonly memory: MemoryPageStore<Query, T>;
  readonly clock: { readonly now: () => number };
  /** Whether stale pages are served to save calls. */
  readonly isSavingQuota: () => boolean;
  /** What other replicas share; null where there are none. */
  readonly shared: SharedPages<T> | null;
}

/** A page as it was read, and when the CRM was asked for it. */
interface Loaded<T> extends SharedPage<T> {
  /** What it cost this process. */
  readonly calls: number;
  readonly freshness: Freshness;
}

/** A page that was read, and how long it is held; null for one that is not, or not fresh. */
interface Found<T> {
  readonly found: SourcedPage<T>;
  readonly lease: PageLease | null;
}

interface Landed<T> extends Loaded<T> {
  readonly lease: PageLease | null;
}

/** A page under way. */
interface UnderWay<Query, T> {
  readonly query: Query;
  readonly request: PageRequest;
  readonly flight: Flight<Landed<T>>;
  /** What was written since it began, with what was known before. */
  readonly writes: { readonly effect: WriteEffect; readonly before: Before }[];
  isJoinable: boolean;
}

/**
 * A read-through cache of the pages of one kind: from memory while they are fresh, with others while they are under way,
 * and from the CRM otherwise. Stale pages are served when the CRM cannot answer.
 */
export class PageCache<Query, T extends { readonly id: string }> {
  readonly #underWay = new Map<string, Set<UnderWay<Query, T>>>();
  readonly #fitting = new FittingReads();

  constructor(private readonly options: PageCacheOptions<Query, T>) {}

  /** A page, for the fewest calls. Rejects with a `Fault` when the CRM cannot answer and no stale page is there. */
  async read(query: Query, page: PageRequest, call: CallContext): Promise<SourcedPage<T>> {
    const { found, lease } = await this.#find(query, page, call);
    if (found.freshness !== 'LIVE') call.onCacheHit?.();
    call.onPage?.(lease);
    return found;
  }

  /** Lets go of the pages that a write may have changed, and keeps such reads under way from being joined or stored. */
  invalidate(effect: WriteEffect, before: Before): void {
    const { affects, memory } = this.options;
    memory.invalidate(({ query, request, page }) =>
      affects(effect, query, { rows: page.rows, isWholeList: isWholeList(request, page) }, before),
    );
    for (const entries of this.#underWay.values()) {
      for (const entry of entries) {
        entry.writes.push({ effect, before });
        if (affects(effect, entry.query, null, before)) entry.isJoinable = false;
      }
    }
  }

  async #find(query: Query, page: PageRequest, call: CallContext): Promise<Found<T>> {
    const { isSavingQuota, nameOf } = this.options;
    const name = nameOf(query);
    const held = this.#held(name, page, 0, isSavingQuota(), call);
    if (held !== null) return held;
    const { value, fault, calls } = await this.#join(name, query, page, call);
    if (value !== null) return { found: { ...value.page, calls, freshness: value.freshness }, lease: value.lease };
    // Looked for again: in the meantime others may have read it, or a write may have made it invalid.
    const other = allowsStale(fault) ? this.#held(name, page, calls, true, call) : null;
    if (other === null) throw fault;
    return other;
  }

  /** The page in memory, fresh or, where that is allowed, stale. */
  #held(
    name: string,
    page: PageRequest,
    calls: number,
    isStaleAllowed: boolean,
    { mayBeOutdated }: CallContext,
  ): Found<T> | null {
    const { memory, clock } = this.options;
    const fresh = memory.find(name, page, 'fresh', clock.now());
    // Nobody can say whether another replica has written since: it is told as what it may be.
    if (fresh !== undefined && mayBeOutdated === true) {
      return { found: { ...fresh.page, calls, freshness: 'STALE' }, lease: null };
    }
    if (fresh !== undefined) return { found: { ...fresh.page, calls, freshness: 'CACHED' }, lease: fresh.lease };
    const stale = isStaleAllowed ? memory.find(name, page, 'stale', clock.now()) : undefined;
    return stale === undefined ? null : { found: { ...stale.page, calls, freshness: 'STALE' }, lease: null };
  }

  /** Reads a page with whoever reads it, or one around it, already. */
  async #join(name: string, query: Query, page: PageRequest, call: CallContext): Promise<FlightOutcome<Landed<T>>> {
    let calls = 0;
    let isWiderTried = false;
    for (;;) {
      const entry = this.#joinable(name, page, isWiderTried) ?? this.#begin(name, query, page, call);
      const outcome = await entry.flight.join(call);
      calls += outcome.calls;
      if (outcome.value === null) {
        if (isWorthAnother(outcome.fault, entry.flight, call, this.options.clock.now())) continue;
        return { ...outcome, calls };
      }
      const loaded = outcome.value;
      if (answersPage(entry.request, loaded.page, page)) {
        return { value: { ...loaded, page: cutPage(entry.request, loaded.page, page) }, fault: null, calls };
      }
      // The wider page came otherwise than it was asked for; this one has to be asked for itself.
      isWiderTried = true;
    }
  }

  #joinable(name: string, page: PageRequest, isWiderTried: boolean): UnderWay<Query, T> | undefined {
    for (const entry of this.#underWay.get(name) ?? []) {
      const isSame = entry.request.page === page.page && entry.request.limit === page.limit;
      const isEnough = isSame || (!isWiderTried && isWithin(page, entry.request));
      if (isEnough && entry.isJoinable && entry.flight.isOpen) return entry;
    }
    return undefined;
  }

  #begin(name: string, query: Query, request: PageRequest, first: CallContext): UnderWay<Query, T> {
    const flight = new Flight<Landed<T>>(first, this.options.clock, async (call) => {
      try {
        const loaded = await this.#load(name, query, request, call, () => flight.askedAt);
        const { page, askedAt } = loaded;
        if (this.#isWrittenSince(entry, page)) return { ...loaded, lease: null };
        return { ...loaded, lease: this.options.memory.store(name, { query, request, page, askedAt }) };
      } finally {
        const others = this.#underWay.get(name);
        others?.delete(entry);
        if (others?.size === 0) this.#underWay.delete(name);
      }
    });
    const entry: UnderWay<Query, T> = { query, request, flight, writes: [], isJoinable: true };
    const others = this.#underWay.get(name);
    if (others === undefined) this.#underWay.set(name, new Set([entry]));
    else others.add(entry);
    return entry;
  }

  /** Whether a write that was acknowledged while the page was read may have changed what it shows. */
  #isWrittenSince({ query, request, writes }: UnderWay<Query, T>, page: RecordPage<T>): boolean {
    const content = { rows: page.rows, isWholeList: isWholeList(request, page) };
    return writes.some(({ effect, before }) => this.options.affects(effect, query, content, before));
  }

  /** From another replica where one has read it or reads it, and else from the CRM. */
  async #load(
    name: string,
    query: Query,
    request: PageRequest,
    call: CallContext,
    askedAt: () => number,
  ): Promise<Loaded<T>> {
    const { shared, affects, clock } = this.options;
    const fetch = async (): Promise<Loaded<T>> => {
      const page = await this.#fitting.read(request, (part) => this.options.fetch(query, part, call));
      return { page, askedAt: askedAt(), calls: page.calls, freshness: 'LIVE' };
    };
    if (shared === null) return fetch();
    const before: Before = { changedCase: undefined, contactById: () => undefined, now: clock.now() };
    const answer = await shared.ask(name, request, call.signal, (page, write) =>
      affects(write, query, { rows: page.rows, isWholeList: isWholeList(request, page) }, before),
    );
    switch (answer.kind) {
      case 'found':
        return { ...answer.page, calls: 0, freshness: 'CACHED' };
      case 'unshared':
        return fetch();
      case 'claimed':
        try {
          const loaded = await fetch();
          void shared.keep(answer.claim, loaded);
          return loaded;
        } catch (error) {
          void answer.claim.giveUp();
          throw error;
        }
    }
  }
}
