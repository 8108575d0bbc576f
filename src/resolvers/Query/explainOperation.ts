import type { QueryResolvers } from '../../__generated__/resolvers.js';

/** What an operation would cost. */
export const explainOperation = (async (_parent, { document, variables, operationName }, { loaders, priceOperation }) =>
  priceOperation(
    { document, variables: variables ?? {}, operationName: operationName ?? null },
    loaders,
  )) satisfies QueryResolvers['explainOperation'];
