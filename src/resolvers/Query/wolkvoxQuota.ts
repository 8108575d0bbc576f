import type { QueryResolvers } from '../../__generated__/resolvers.js';

/** The CRM's daily allowance of calls, as counted here. */
export const wolkvoxQuota = (async (_parent, _args, { loaders }) =>
  loaders.quota()) satisfies QueryResolvers['wolkvoxQuota'];
