import { defaultFieldResolver, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { Refusal } from '../errors/Refusal.js';
import type { ServerContext } from '../ServerContext.js';

/** What a token must allow to read anything, and to write anything. */
export const readScope = 'crm:read';
export const writeScope = 'crm:write';

type RootField = GraphQLField<unknown, ServerContext, Record<string, unknown>>;

/**
 * Puts a check of the caller's scopes before every root field of a schema, in place. Entities are reached through the
 * root field `_entities` only, so that no reference resolver runs unchecked; there each representation is refused at its
 * own index. The SDL is not data of the CRM: it asks for no scope.
 */
export function enforceScopes(schema: GraphQLSchema): void {
  for (const field of rootFields(schema.getQueryType())) {
    if (field.name !== '_service') guard(field, readScope);
  }
  for (const field of rootFields(schema.getMutationType())) guard(field, writeScope);
}

function rootFields(type: GraphQLObjectType | null | undefined): RootField[] {
  const fields: Record<string, RootField> = type?.getFields() ?? {};
  return Object.values(fields);
}

function guard(field: RootField, scope: string): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    if (context.scopes === null || context.scopes.has(scope)) return resolve(source, args, context, info);
    const refusal = new Refusal('FORBIDDEN', 403);
    if (field.name === '_entities' && Array.isArray(args['representations'])) {
      return args['representations'].map(() => refusal);
    }
    throw refusal;
  };
}
