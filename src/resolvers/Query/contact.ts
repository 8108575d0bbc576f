import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { entityKeys } from '../entityKeys.js';
import { findByOnlyKey } from '../onlyKey.js';

/** One contact by exactly one of its keys. */
export const contact = (async (_parent, args, { loaders }) =>
  findByOnlyKey(args, entityKeys.Contact, (key) => loaders.findContact(key))) satisfies QueryResolvers['contact'];
