import { LRUCache } from 'lru-cache';
import type { CallContext, PageLease } from '../../model/CallContext.js';
import type { List } from '../../model/List.js';

interface Entry {
  readonly list: List<unknown>;
  readonly leases: readonly PageLease[];
}

/** Items of lists that are kept at most; their records are those of the pages, so that only their cursors count. */
const maxItems = 20_000;

/**
 * Lists that were read, for as long as every page that they were made of answers: an equal read costs no call, whatever
 * reading taught about the CRM in the meantime, and nothing is planned, merged or evaluated again. A write drops them
 * with their pages.
 */
export class ListCache<T> {
  readonly #lists = new LRUCache<string, Entry & { readonly list: List<T> }>({
    maxSize: maxItems,
    sizeCalculation: ({ list }) => list.items.length + 1,
  });

  constructor(private readonly clock: { readonly now: () => number }) {}

  /** The list under a key that is the same for equal reads only, null where `read` says so. Rejects as `read` does. */
  async read<Found extends List<T> | null>(
    key: string,
    call: CallContext,
    read: (call: CallContext) => Promise<Found>,
  ): Promise<Found | List<T>> {
    const now = this.clock.now();
    const known = call.mayBeOutdated === true ? undefined : this.#lists.get(key);
    if (known?.leases.every((lease) => lease.isFresh(now)) === true) {
      for (let page = 0; page < known.leases.length; page += 1) call.onCacheHit?.();
      return { ...known.list, upstreamCalls: 0, freshness: 'CACHED' };
    }
    const leases: (PageLease | null)[] = [];
    const list = await read({
      ...call,
      owner: call.owner ?? call,
      onPage: (lease) => {
        leases.push(lease);
      },
    });
    const held = leases.filter((lease) => lease !== null);
    if (list !== null && held.length > 0 && held.length === leases.length) this.#lists.set(key, { list, leases: held });
    return list;
  }
}
