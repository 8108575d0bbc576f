import type { QueryResolvers } from '../../__generated__/resolvers.js';

/** The tenant's own words for its cases, from its profile. */
export const tenantVocabulary = (async (_parent, _args, { loaders }) =>
  loaders.vocabulary()) satisfies QueryResolvers['tenantVocabulary'];
