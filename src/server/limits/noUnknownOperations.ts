import { GraphQLError, type ValidationRule } from 'graphql';

/**
 * Refuses operations of a kind that the schema does not have, such as subscriptions. The library's own rules let them
 * pass, because a root type that does not exist has no fields that could be wrong; the failure at execution would then
 * look like a fault of this server.
 */
export const noUnknownOperations: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`The schema has no ${node.operation}s.`, { nodes: [node] }));
  },
});
