import { GraphQLError, Kind } from 'graphql';
import { Fault } from '../../model/Fault.js';
import type { LimitName } from '../limits/LimitName.js';
import { parserLimit } from '../limits/parserLimit.js';
import type { Diagnosis } from './Diagnosis.js';
import { isErrorCode } from './errorCatalogue.js';
import { Refusal } from './Refusal.js';

/** The GraphQL library wraps what was thrown; nobody wraps deeper than this on purpose. */
const maxWrappers = 8;

/** Says what an error that ended an operation, or a field of it, comes down to. Total: every value has a diagnosis. */
export function diagnose(error: unknown): Diagnosis {
  const expected = findExpected(error, maxWrappers);
  if (expected instanceof Fault) {
    return {
      code: expected.code,
      source: expected,
      ...(isName(expected.argument) && { argument: expected.argument }),
      ...(expected.problem !== undefined && { problem: expected.problem }),
      ...(expected.retryAfterMs !== undefined && { retryAfterMs: expected.retryAfterMs }),
      ...(expected.resetsAt !== undefined && { resetsAt: expected.resetsAt }),
    };
  }
  if (expected) {
    return {
      code: expected.code,
      source: expected,
      ...(expected.limit !== undefined && { limit: expected.limit }),
      ...(expected.retryAfterMs !== undefined && { retryAfterMs: expected.retryAfterMs }),
    };
  }
  if (error instanceof GraphQLError) return diagnoseGraphQLError(error);
  return { code: 'INTERNAL_SERVER_ERROR', source: asSource(error), unexpected: error };
}

function findExpected(error: unknown, depth: number): Fault | Refusal | null {
  if (error instanceof Fault || error instanceof Refusal) return error;
  if (depth === 0 || typeof error !== 'object' || error === null) return null;
  const wrapped: unknown[] = [];
  if (error instanceof AggregateError) wrapped.push(...(error.errors as unknown[]));
  if (error instanceof GraphQLError) wrapped.push(error.originalError);
  // What the GraphQL library makes of a thrown value that is no Error.
  if ('thrownValue' in error) wrapped.push(error.thrownValue);
  for (const inner of wrapped) {
    const found = findExpected(inner, depth - 1);
    if (found) return found;
  }
  return null;
}

function diagnoseGraphQLError(error: GraphQLError): Diagnosis {
  const code = error.extensions['code'];
  // An error with a path comes out of a resolver: nothing that a resolver throws chooses its own code.
  if (error.path === undefined && isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') {
    const limit = libraryLimit(error);
    if (limit !== null) return { code: 'OPERATION_TOO_COMPLEX', limit, source: error };
    const hint = hintOf(error);
    return { code, source: error, ...(hint !== null && { hint }) };
  }
  if (typeof code === 'string' && code.startsWith('PERSISTED_QUERY_')) return { code: 'BAD_REQUEST', source: error };
  const argument = argumentRefusedAtExecution(error);
  if (argument !== null) return { code: 'BAD_USER_INPUT', argument, source: error };
  return {
    code: 'INTERNAL_SERVER_ERROR',
    source: error.originalError ?? error,
    unexpected: error.originalError ?? error,
  };
}

/** The library's own limits have no code. The first guards against overlapping fields. */
function libraryLimit({ message, extensions }: GraphQLError): LimitName | null {
  if (extensions['code'] === 'GRAPHQL_VALIDATION_FAILED') return message === 'Validation aborted.' ? 'overlaps' : null;
  return parserLimit(message);
}

/** A nullable variable set to null may still meet an argument that must not be null: found only when the field runs. */
function argumentRefusedAtExecution(error: GraphQLError): string | null {
  if (error.originalError) return null;
  return (
    /^Argument "([_A-Za-z]\w{0,127})" (?:has invalid value|of (?:non-null|required) type) /.exec(error.message)?.[1] ??
    null
  );
}

/**
 * The library's own words, where they can only be about names: messages about literals repeat the literal, and those of
 * the parser may repeat any piece of the document.
 */
function hintOf(error: GraphQLError): string | null {
  if (error.extensions['code'] !== 'GRAPHQL_VALIDATION_FAILED') return null;
  const nodes = error.nodes ?? [];
  const isAboutNames = nodes.length > 0 && nodes.every(({ kind }) => !valueKinds.has(kind));
  return isAboutNames && error.message.length <= 300 ? error.message : null;
}

const valueKinds = new Set<Kind>([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

function isName(argument: string | undefined): argument is string {
  return argument !== undefined && /^[_A-Za-z][\w.[\]]*(?:, [_A-Za-z][\w.[\]]*){0,9}$/.test(argument);
}

function asSource(error: unknown): object {
  return typeof error === 'object' && error !== null ? error : {};
}
