import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { needsLookUp } from '../../resolvers/carriedFields.js';
import { selectedFields } from '../../resolvers/selectedFields.js';
import { Refusal } from '../errors/Refusal.js';
import type { Caller } from './Caller.js';

/** What a token must allow to read anything, and to write anything. */
const readScope = 'crm:read';
const writeScope = 'crm:write';

type AnyField = GraphQLField<unknown, Caller, Record<string, unknown>>;
type Resolver = GraphQLFieldResolver<unknown, Caller, Record<string, unknown>>;

/**
 * Puts a check of the caller's scopes before every root field of a schema, in place. Entities are reached through the
 * root field `_entities` only, so that no reference resolver runs unchecked; there each representation is refused at its
 * own index. What a write returns by itself is the writer's; reading the record back, and all that hangs on it, is
 * reading. The SDL is not data of the CRM: it asks for no scope.
 */
export function enforceScopes(schema: GraphQLSchema): void {
  for (const field of fieldsOf(schema.getQueryType())) {
    if (field.name !== '_service') guard(field, readScope);
  }
  for (const field of fieldsOf(schema.getSubscriptionType())) guardEvents(field);
  for (const field of fieldsOf(schema.getMutationType())) {
    guard(field, writeScope);
    const payload = getNamedType(field.type);
    if (isObjectType(payload)) for (const part of fieldsOf(payload)) guardReadBack(payload, part);
  }
}

function fieldsOf(type: GraphQLObjectType | null | undefined): AnyField[] {
  const fields: Record<string, AnyField> = type?.getFields() ?? {};
  return Object.values(fields);
}

function guard(field: AnyField, scope: string): void {
  const resolve: Resolver = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    if (allows(context, scope)) return resolve(source, args, context, info);
    const refusal = new Refusal('FORBIDDEN', 403);
    if (field.name === '_entities' && Array.isArray(args['representations'])) {
      return args['representations'].map(() => refusal);
    }
    throw refusal;
  };
}

/** Whoever may not read is not told of changes: asked once, when a subscription starts. */
function guardEvents(field: AnyField): void {
  const { subscribe } = field;
  if (!subscribe) return;
  field.subscribe = (source, args, context, info) => {
    if (!allows(context, readScope)) throw new Refusal('FORBIDDEN', 403);
    return subscribe(source, args, context, info);
  };
}

const guarded = new WeakSet<AnyField>();

/** Several mutations share a payload: its fields are guarded once. */
function guardReadBack(payload: GraphQLObjectType, field: AnyField): void {
  const record = getNamedType(field.type);
  if (!isObjectType(record) || guarded.has(field)) return;
  guarded.add(field);
  const resolve: Resolver = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const value = resolve(source, args, context, info);
    if (value === null || value === undefined || allows(context, readScope)) return value;
    const selected = selectedFields(info, record.name);
    if (needsLookUp(`${payload.name}.${field.name}`, record.name, selected)) throw new Refusal('FORBIDDEN', 403);
    return value;
  };
}

function allows({ scopes }: Caller, scope: string): boolean {
  return scopes === null || scopes.has(scope);
}
