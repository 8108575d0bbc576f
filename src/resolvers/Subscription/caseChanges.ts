import type { SubscriptionResolvers } from '../../__generated__/resolvers.js';
import type { ToldChange } from '../../live/LiveCases.js';
import { Fault } from '../../model/Fault.js';
import { decodeCaseFilter } from '../decodeFilters.js';

/** `Subscription.caseChanges`: each change is what its fields are read from. */
export const caseChanges = {
  subscribe: (_parent, { filter, after }, { live }) => {
    if (live === null) throw new Fault('SERVICE_UNAVAILABLE');
    return live.subscribe(filter === null || filter === undefined ? null : decodeCaseFilter(filter), after ?? null);
  },
  resolve: (change: ToldChange) => change,
} satisfies SubscriptionResolvers['caseChanges'];
