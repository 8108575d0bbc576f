import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLScalarType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isObjectType,
  isOutputType,
  parseType,
  typeFromAST,
} from 'graphql';

/**
 * Puts a scalar in the place of the one with its name, everywhere in a schema: the library shares its own scalars among
 * all schemas of the process, and builds no schema with others of their names.
 */
export function replaceScalar(schema: GraphQLSchema, scalar: GraphQLScalarType): void {
  schema.getTypeMap()[scalar.name] = scalar;
  const replaceIn = (place: GraphQLArgument | GraphQLInputField | GraphQLField<unknown, unknown>): void => {
    if (getNamedType(place.type).name !== scalar.name) return;
    const type = typeFromAST(schema, parseType(String(place.type)));
    if ('args' in place) {
      if (isOutputType(type)) place.type = type;
    } else if (isInputType(type)) place.type = type;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(replaceIn);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      replaceIn(field);
      field.args.forEach(replaceIn);
    }
  }
  for (const directive of schema.getDirectives()) directive.args.forEach(replaceIn);
}
