import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { parseOptions } from '../limits/DocumentCheck.js';
import type { GraphQLRequest } from './readGraphQLRequest.js';

/** The scalar that the content of a file has in the schema. */
const fileContent = 'Base64';

/**
 * How many characters of a request are contents of files: texts that stand, in the document or in its variables, where the
 * schema takes base64. What the client calls its variables does not matter. 0 for a document that cannot be parsed.
 */
export function fileContentBytes({ query, operationName, variables }: GraphQLRequest, schema: GraphQLSchema): number {
  let bytes = 0;
  const types = new TypeInfo(schema);
  const operations: OperationDefinitionNode[] = [];
  try {
    const document = parse(query, { ...parseOptions, noLocation: true });
    visit(
      document,
      visitWithTypeInfo(types, {
        OperationDefinition: (operation) => {
          operations.push(operation);
        },
        StringValue: ({ value }) => {
          if (getNamedType(types.getInputType())?.name === fileContent) bytes += value.length;
        },
      }),
    );
  } catch {
    // Whatever is wrong with the document is found and told further on.
    return 0;
  }
  const chosen = operations.find(({ name }) => (name?.value ?? null) === (operationName ?? null)) ?? operations[0];
  for (const { variable, type: typeNode } of chosen?.variableDefinitions ?? []) {
    const type =
      typeNode.kind === Kind.NON_NULL_TYPE ? typeFromAST(schema, typeNode.type) : typeFromAST(schema, typeNode);
    if (isInputType(type)) bytes += bytesIn(variables?.[variable.name.value], type);
  }
  return bytes;
}

function bytesIn(value: unknown, wrapped: GraphQLInputType): number {
  const type = getNullableType(wrapped);
  if (isListType(type)) {
    // GraphQL takes one value for a list of one.
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.reduce<number>((sum, item) => sum + bytesIn(item, type.ofType), 0);
  }
  if (typeof value === 'string') return type.name === fileContent ? value.length : 0;
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return 0;
  const fields = type.getFields();
  return Object.entries(value).reduce((sum, [name, inner]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field ? sum + bytesIn(inner, field.type) : sum;
  }, 0);
}
