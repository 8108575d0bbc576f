import type { PageRequest } from '../model/search.js';
import type { SearchPlan } from './planSearch.js';
import type { QueryPlan } from './Reader.js';

/** Says what a plan does and costs, in words that repeat no value. A null plan is that of a list nothing can be in. */
export function explainSearch(plan: SearchPlan<string> | null, { page, limit }: PageRequest): QueryPlan {
  if (plan === null) {
    return {
      minUpstreamCalls: 0,
      maxUpstreamCalls: 0,
      pushedDown: [],
      residual: [],
      description: 'No call: the conditions contradict each other.',
    };
  }
  return {
    minUpstreamCalls: 1,
    maxUpstreamCalls: 1,
    pushedDown: plan.pushedDown,
    residual: plan.residual,
    description: `One search by ${plan.search.field}: page ${page} of ${limit} rows each.`,
  };
}
