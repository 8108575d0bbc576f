import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { onlyKey } from '../onlyKey.js';

/** One activity by its id. */
export const activity = (async (_parent, args, { loaders }) =>
  loaders.findActivity(onlyKey(args, ['id']).value)) satisfies QueryResolvers['activity'];
