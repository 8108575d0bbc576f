import { GraphQLError, type ValidationRule } from 'graphql';

/** Refuses `_service`: the SDL tells all that introspection tells. */
export const noServiceSdl: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== '_service') return;
    context.reportError(new GraphQLError('The SDL is not served here.', { nodes: [node] }));
  },
});
