import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { findByOnlyKey } from '../onlyKey.js';

/** One owner by exactly one of its keys. */
export const owner = (async (_parent, args, { loaders }) =>
  findByOnlyKey(args, ['id', 'user'], (key) => loaders.findOwner(key))) satisfies QueryResolvers['owner'];
