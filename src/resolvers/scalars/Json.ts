import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped, visit } from 'graphql';
import { isJsonObject, type Json, type JsonObject } from '../../model/Json.js';

/** Deeper values than this are refused. */
const maxJsonDepth = 32;

/** Any JSON value. Integers too long for a number are refused, because their last digits would be lost on the way. */
export const JSONValue = new GraphQLScalarType<Json, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: parseJson,
  parseLiteral: (node, variables) => parseJson(literalValue(node, variables)),
});

/** The same for an object. */
export const JSONObject = new GraphQLScalarType<JsonObject, unknown>({
  name: 'JSONObject',
  serialize: (value) => value,
  parseValue: parseJsonObject,
  parseLiteral: (node, variables) => parseJsonObject(literalValue(node, variables)),
});

/** A document is validated before there are variables: until then one inside a literal stands for any value. */
function literalValue(node: ValueNode, variables: Readonly<Record<string, unknown>> | null | undefined): unknown {
  const known = variables ? node : visit(node, { Variable: () => ({ kind: Kind.NULL }) });
  return valueFromASTUntyped(known, variables);
}

function parseJson(value: unknown): Json {
  if (!isJson(value, maxJsonDepth)) {
    throw new GraphQLError('Expected JSON at most 32 levels deep; write integers of more than 15 digits as text.');
  }
  return value;
}

function parseJsonObject(value: unknown): JsonObject {
  const json = parseJson(value);
  if (!isJsonObject(json)) throw new GraphQLError('Expected a JSON object.');
  return json;
}

function isJson(value: unknown, depthLeft: number): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') {
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  }
  // No honest field is called __proto__, and what is built from such an object later could be led astray.
  if (typeof value !== 'object' || Object.hasOwn(value, '__proto__')) return false;
  return depthLeft > 0 && Object.values(value).every((part) => isJson(part, depthLeft - 1));
}
