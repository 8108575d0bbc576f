import type { GraphQLResolveInfo } from 'graphql';
import type { CollectionGestionResolvers } from '../__generated__/resolvers.js';
import { canIdentify } from '../model/values/identity.js';
import type { GestionNode } from '../model/references.js';
import { answerableOwner } from './answerableOwner.js';
import type { Context } from './Context.js';
import { entityKeys } from './entityKeys.js';
import { findByReference } from './findByReference.js';

/** One step taken to collect a debt. */
export const CollectionGestion = {
  __resolveReference: (representation: object, { loaders }: Context) =>
    findByReference(representation, entityKeys.CollectionGestion, ({ value }) => loaders.findGestion(value)),

  owner: ({ owner }: GestionNode, _args: unknown, _context: Context, info: GraphQLResolveInfo) =>
    answerableOwner(owner, info),
  async contact({ customerId }, _args, { loaders }) {
    if (customerId === null || !canIdentify('customerId', customerId)) return null;
    return loaders.findContact({ field: 'identification', value: customerId });
  },
} satisfies CollectionGestionResolvers;
