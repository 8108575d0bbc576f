import type { List, ListItem, ResultWarningCode } from '../model/List.js';

/** What the warnings of a list mean, for people. */
const warningMessages: Readonly<Record<ResultWarningCode, string>> = {
  SCAN_LIMIT_REACHED: 'Reading stopped at the limit of CRM calls for one list; the last cursor goes on from there.',
  LIST_CHANGED_DURING_PAGING:
    'The list is not what it was, or not what the CRM says it is; a record may be missing or repeated.',
  SERVED_STALE: 'The CRM could not answer; this is an older answer.',
  ROW_UNREADABLE: 'The CRM returned rows that could not be used; they were left out.',
  FIELD_UNREADABLE: 'Some field had a form that could not be read; it is null.',
};

/** Resolvers for any connection type over a list of the model: they reshape what was read and never read more. */
export function connection<T>() {
  return {
    edges: (list: List<T>): readonly ListItem<T>[] => list.items,
    nodes: (list: List<T>): readonly T[] => list.items.map(({ node }) => node),
    pageInfo: (list: List<T>) => ({
      hasNextPage: list.hasNextPage,
      hasPreviousPage: list.hasPreviousPage,
      startCursor: list.items.at(0)?.cursor ?? null,
      endCursor: list.endCursor,
    }),
    result: (list: List<T>) => ({
      upstreamCalls: list.upstreamCalls,
      freshness: list.freshness,
      fetchedAt: list.fetchedAt,
      isComplete: list.isComplete,
      totalCountIsExact: list.totalCountIsExact,
      warnings: list.warnings.map((code) => ({ code, message: warningMessages[code] })),
    }),
  };
}
