import { LRUCache } from 'lru-cache';
import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import { answersPage, cutPage } from './cutPage.js';
import { freezeAndWeigh } from './freezeAndWeigh.js';
import type { RecordIndex } from './RecordIndex.js';
import { ageOf, type Age, type Lifetime } from './Lifetime.js';

interface Entry<T> {
  readonly search: string;
  readonly request: PageRequest;
  readonly page: RecordPage<T>;
  readonly readAt: number;
  readonly bytes: number;
}

/** Pages that were read, of one kind, bounded in bytes: what was not asked for longest goes first. */
export class MemoryPageStore<T> {
  readonly #entries: LRUCache<string, Entry<T>>;
  readonly #keysBySearch = new Map<string, Set<string>>();

  constructor(
    private readonly lifetime: Lifetime,
    maxBytes: number,
    private readonly known: RecordIndex<T> | null,
  ) {
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (entry, key, reason) => {
        this.known?.remove(entry.page.rows);
        // One that took its place has the same key.
        if (reason !== 'set') this.#unlist(entry.search, key);
      },
    });
  }

  /** Remembers a page and freezes its rows. `readAt` is on the clock that `find` is asked with. */
  store(search: string, request: PageRequest, page: RecordPage<T>, readAt: number): void {
    if (this.lifetime.ttlMs === 0) return;
    const key = `${search} ${String(request.page)}/${String(request.limit)}`;
    const entry: Entry<T> = { search, request, page, readAt, bytes: freezeAndWeigh(page.rows) + 256 + search.length };
    this.#entries.set(key, entry);
    // One too large for the whole memory was not taken.
    if (this.#entries.peek(key) !== entry) {
      this.#unlist(search, key);
      return;
    }
    const keys = this.#keysBySearch.get(search);
    if (keys === undefined) this.#keysBySearch.set(search, new Set([key]));
    else keys.add(key);
    this.known?.add(page.rows, readAt);
  }

  /** The latest page of this age that answers the request; whatever is too old for anything is let go. */
  find(search: string, wanted: PageRequest, age: Exclude<Age, 'gone'>, now: number): RecordPage<T> | undefined {
    let found: Entry<T> | undefined;
    for (const key of [...(this.#keysBySearch.get(search) ?? [])]) {
      const entry = this.#entries.peek(key);
      if (entry === undefined) continue;
      const own = ageOf(entry.readAt, now, this.lifetime);
      if (own === 'gone') this.#entries.delete(key);
      else if (own === age && answersPage(entry.request, entry.page, wanted)) {
        if (found === undefined || entry.readAt > found.readAt) found = entry;
        this.#entries.get(key);
      }
    }
    return found && cutPage(found.request, found.page, wanted);
  }

  clear(): void {
    this.#entries.clear();
  }

  #unlist(search: string, key: string): void {
    const keys = this.#keysBySearch.get(search);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysBySearch.delete(search);
  }
}
