import type { QueryResolvers } from '../../__generated__/resolvers.js';

/** The CRM's daily allowance of calls, as counted here, and how often others' changes are looked for within it. */
export const wolkvoxQuota = (async (_parent, _args, { loaders, live }) => ({
  ...(await loaders.quota()),
  liveIntervalMs: live?.intervalMs() ?? null,
})) satisfies QueryResolvers['wolkvoxQuota'];
