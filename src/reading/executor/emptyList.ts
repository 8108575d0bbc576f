import type { List } from '../../model/List.js';

/** The list that is known to be empty without asking anybody, as of the given instant. */
export function emptyList(at: Date): List<never> {
  return {
    items: [],
    hasNextPage: false,
    hasPreviousPage: false,
    endCursor: null,
    totalCount: 0,
    totalCountIsExact: true,
    upstreamCalls: 0,
    freshness: 'LIVE',
    fetchedAt: at,
    isComplete: true,
    warnings: [],
  };
}
