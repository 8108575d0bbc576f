import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { entityKeys } from '../entityKeys.js';
import { findByOnlyKey } from '../onlyKey.js';

/** One activity by its id. */
export const activity = (async (_parent, args, { loaders }) =>
  findByOnlyKey(args, entityKeys.Activity, ({ value }) =>
    loaders.findActivity(value),
  )) satisfies QueryResolvers['activity'];
