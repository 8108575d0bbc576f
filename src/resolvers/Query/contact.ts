import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { onlyKey } from '../onlyKey.js';

/** One contact by exactly one of its keys. */
export const contact = (async (_parent, args, { loaders }) =>
  loaders.findContact(onlyKey(args, ['id', 'email', 'identification']))) satisfies QueryResolvers['contact'];
