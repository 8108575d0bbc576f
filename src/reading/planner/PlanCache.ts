import { LRUCache } from 'lru-cache';

/** The page arguments that a plan was made for. */
interface LimitOffset {
  readonly first: number;
  readonly offset: number;
}

interface CachedPlan {
  /** The field that was pushed down. */
  readonly field: string;
  /** When reading began: milliseconds since the epoch. */
  readonly begunAt: number;
}

const maxLists = 1_000;

/**
 * Remembers by which field a list was read, for as long as all its pages are fresh. What a reading teaches may promise
 * another access path the next time; but whoever reads the same again at once finds every page of this one in the cache.
 */
export class PlanCache {
  readonly #plans = new LRUCache<string, CachedPlan>({ max: maxLists });

  /** `freshMs` is how long pages are fresh; 0 remembers nothing. */
  constructor(private readonly freshMs: number) {}

  /** Learns by which field a page of a list was read. */
  remember(list: string, page: LimitOffset, plan: CachedPlan): void {
    if (this.freshMs > 0) this.#plans.set(keyOf(list, page), plan);
  }

  /** The field that the list was read by; null when that is not known or too long ago. */
  of(list: string, page: LimitOffset, now: number): string | null {
    const plan = this.#plans.get(keyOf(list, page));
    if (plan === undefined) return null;
    const ageMs = now - plan.begunAt;
    return ageMs >= 0 && ageMs < this.freshMs ? plan.field : null;
  }
}

function keyOf(list: string, { first, offset }: LimitOffset): string {
  return `${list} ${String(offset)} ${String(first)}`;
}
