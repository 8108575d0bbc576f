import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { entityKeys } from '../entityKeys.js';
import { findByOnlyKey } from '../onlyKey.js';

/** One owner by exactly one of its keys. */
export const owner = (async (_parent, args, { loaders }) =>
  findByOnlyKey(args, entityKeys.Owner, (key) => loaders.findOwner(key))) satisfies QueryResolvers['owner'];
