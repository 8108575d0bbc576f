import type { CompanyResolvers } from '../__generated__/resolvers.js';
import type { Context } from './Context.js';
import { findByReference } from './referenceKey.js';

/** A company: the whole of it travels with every case it belongs to. */
export const Company = {
  // Asynchronous, so that what it throws fails this representation and no other.
  __resolveReference: async (representation: object, { loaders }: Context) =>
    findByReference(representation, ['id'], ({ value }) => loaders.findCompany(value)),
} satisfies CompanyResolvers;
