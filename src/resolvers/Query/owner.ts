import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { onlyKey } from '../onlyKey.js';

/** One owner by exactly one of its keys. */
export const owner = (async (_parent, args, { loaders }) =>
  loaders.findOwner(onlyKey(args, ['id', 'user']))) satisfies QueryResolvers['owner'];
