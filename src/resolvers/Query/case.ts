import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { entityKeys } from '../entityKeys.js';
import { findByOnlyKey } from '../onlyKey.js';

/** One case by exactly one of its keys. Not named as the field, for that is a word of the language. */
export const caseField = (async (_parent, args, { loaders }) =>
  findByOnlyKey(args, entityKeys.Case, (key) => loaders.findCase(key))) satisfies QueryResolvers['case'];
