import type { CompanyResolvers } from '../__generated__/resolvers.js';
import type { Context } from './Context.js';
import { entityKeys } from './entityKeys.js';
import { findByReference } from './findByReference.js';

/** A company: the whole of it travels with every case it belongs to. */
export const Company = {
  __resolveReference: (representation: object, { loaders }: Context) =>
    findByReference(representation, entityKeys.Company, ({ value }) => loaders.findCompany(value)),
} satisfies CompanyResolvers;
