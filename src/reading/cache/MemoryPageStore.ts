import { LRUCache } from 'lru-cache';
import type { PageLease } from '../../model/CallContext.js';
import type { PageRequest } from '../../model/search.js';
import { knowsWeight, weight } from '../../model/weight.js';
import type { RecordIndex } from './RecordIndex.js';
import { type Age, type Lifetime, ageOf } from './freshness.js';
import { answersPage, cutPage } from './heldRows.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';

/** A page that was read, with what it answers and since when it is true. */
export interface StoredPage<Query, T> {
  readonly query: Query;
  readonly request: PageRequest;
  readonly page: RecordPage<T>;
  /** When the CRM was asked for it: milliseconds since the epoch. What was changed later need not be on it. */
  readonly askedAt: number;
}

interface Entry<Query, T> extends StoredPage<Query, T> {
  readonly search: string;
  readonly bytes: number;
  readonly lease: HeldLease;
}

/** A page found in memory. */
export interface FoundPage<T> {
  readonly page: RecordPage<T>;
  readonly lease: PageLease;
}

/** The lease of a page until it is dropped. */
class HeldLease implements PageLease {
  isHeld = true;

  constructor(
    private readonly askedAt: number,
    private readonly lifetime: Lifetime,
  ) {}

  isFresh(now: number): boolean {
    return this.isHeld && ageOf(this.askedAt, now, this.lifetime) === 'fresh';
  }
}

/** The pages of one kind in this process's memory, bounded in bytes: what was not asked for longest goes first. */
export class MemoryPageStore<Query, T> {
  readonly #entries: LRUCache<string, Entry<Query, T>>;
  readonly #keysBySearch = new Map<string, Set<string>>();

  constructor(
    private readonly lifetime: Lifetime,
    maxBytes: number,
    private readonly index: RecordIndex<T> | null,
  ) {
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (entry, key, reason) => {
        entry.lease.isHeld = false;
        this.index?.remove(entry.page.rows);
        // One that took its place has the same key.
        if (reason !== 'set') this.#unlist(entry.search, key);
      },
    });
  }

  /** Stores a page under the name of its search and freezes its rows. Null when it was not taken. */
  store(search: string, stored: StoredPage<Query, T>): PageLease | null {
    if (this.lifetime.ttlMs === 0) return null;
    const { request, page, askedAt } = stored;
    const key = `${search} ${String(request.page)}/${String(request.limit)}`;
    const lease = new HeldLease(askedAt, this.lifetime);
    const entry = { ...stored, search, lease, bytes: freezeAndWeigh(page.rows) + 256 + search.length };
    this.#entries.set(key, entry);
    // One too large for the whole store was not taken.
    if (this.#entries.peek(key) !== entry) {
      this.#unlist(search, key);
      return null;
    }
    const keys = this.#keysBySearch.get(search);
    if (keys === undefined) this.#keysBySearch.set(search, new Set([key]));
    else keys.add(key);
    this.index?.add(page.rows, askedAt);
    return lease;
  }

  /** The latest page of this age that answers the request; whatever is too old for anything is let go. */
  find(search: string, wanted: PageRequest, age: Exclude<Age, 'gone'>, now: number): FoundPage<T> | undefined {
    let found: Entry<Query, T> | undefined;
    for (const key of [...(this.#keysBySearch.get(search) ?? [])]) {
      const entry = this.#entries.peek(key);
      if (entry === undefined) continue;
      const own = ageOf(entry.askedAt, now, this.lifetime);
      if (own === 'gone') this.#entries.delete(key);
      else if (own === age && answersPage(entry.request, entry.page, wanted)) {
        if (found === undefined || entry.askedAt > found.askedAt) found = entry;
        this.#entries.get(key);
      }
    }
    return found && { page: cutPage(found.request, found.page, wanted), lease: found.lease };
  }

  /** Lets go of the pages for which this holds. */
  invalidate(isInvalid: (stored: StoredPage<Query, T>) => boolean): void {
    const keys = [...this.#entries].flatMap(([key, entry]) => (isInvalid(entry) ? [key] : []));
    for (const key of keys) this.#entries.delete(key);
  }

  #unlist(search: string, key: string): void {
    const keys = this.#keysBySearch.get(search);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysBySearch.delete(search);
  }
}

/** What an object, an array or a text takes besides its content, in bytes; roughly. */
const overheadBytes = 32;

/** Freezes a record with everything in it, and returns about how many bytes of memory it takes. */
function freezeAndWeigh(value: unknown): number {
  if (typeof value === 'string') return overheadBytes + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  // An instant cannot be frozen; nothing here changes one.
  if (value instanceof Date) return overheadBytes;
  // A record that is a view on its row: to look at its fields would read them all.
  if (knowsWeight(value)) return value[weight];
  const parts: readonly unknown[] = Object.values(value);
  Object.freeze(value);
  return parts.reduce<number>((bytes, part) => bytes + 8 + freezeAndWeigh(part), overheadBytes);
}
