import { type DocumentNode, GraphQLError } from 'graphql';
import { Fault } from '../../model/Fault.js';
import type { Diagnosis } from './Diagnosis.js';
import { documentHint } from './documentHint.js';
import { isErrorCode } from './errorCatalogue.js';
import { Refusal } from './Refusal.js';

/** The GraphQL library wraps what was thrown; nobody wraps deeper than this on purpose. */
const maxWrappers = 8;

/**
 * Says what an error that ended an operation, or a field of it, comes down to. Total: every value has a diagnosis.
 * `document` is the operation's, where it could be parsed: hints name places in it.
 */
export function diagnose(error: unknown, document?: DocumentNode): Diagnosis {
  const expected = findExpected(error, maxWrappers);
  if (expected instanceof Fault) {
    return {
      code: expected.code,
      source: expected,
      ...(isName(expected.argument) && { argument: expected.argument }),
      ...(expected.problem !== undefined && { problem: expected.problem }),
      ...(expected.hint !== undefined && { hint: expected.hint }),
      ...(expected.retryAfterMs !== undefined && { retryAfterMs: expected.retryAfterMs }),
      ...(expected.resetsAt !== undefined && { resetsAt: expected.resetsAt }),
    };
  }
  if (expected) {
    const { retryAfterMs, reason, limit, problem, hint } = expected.details;
    return {
      code: expected.code,
      source: expected,
      ...(reason !== undefined && { reason }),
      ...(limit !== undefined && { limit }),
      ...(problem !== undefined && { problem }),
      ...(hint !== undefined && { hint }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  if (error instanceof GraphQLError) return diagnoseGraphQLError(error, document);
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

function diagnoseGraphQLError(error: GraphQLError, document: DocumentNode | undefined): Diagnosis {
  const code = error.extensions['code'];
  // An error with a path comes out of a resolver: nothing that a resolver throws chooses its own code.
  if (error.path === undefined && isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') {
    if (isAboutOverlaps(error)) {
      return {
        code: 'OPERATION_TOO_COMPLEX',
        limit: 'overlaps',
        problem: 'too many of its fields overlap',
        source: error,
      };
    }
    const hint = documentHint(error, document);
    return { code, source: error, ...(hint !== null && { hint }) };
  }
  const refused = argumentRefusedAtExecution(error);
  if (refused !== null) return { code: 'BAD_USER_INPUT', ...refused, source: error };
  return {
    code: 'INTERNAL_SERVER_ERROR',
    source: error.originalError ?? error,
    unexpected: error.originalError ?? error,
  };
}

/** The validator's guard against overlapping fields has no code of its own. */
function isAboutOverlaps({ message, extensions }: GraphQLError): boolean {
  return extensions['code'] === 'GRAPHQL_VALIDATION_FAILED' && message === 'Validation aborted.';
}

/** A nullable variable set to null may still meet an argument that must not be null: found only when the field runs. */
function argumentRefusedAtExecution(error: GraphQLError): Pick<Diagnosis, 'argument' | 'hint'> | null {
  if (error.originalError) return null;
  const found =
    /^Argument "([_A-Za-z]\w{0,127})" (?:has invalid value|of (?:non-null|required) type "([\w[\]!]+)")/.exec(
      error.message,
    );
  if (found?.[1] === undefined) return null;
  return { argument: found[1], ...(found[2] !== undefined && { hint: `Expected a value of type "${found[2]}".` }) };
}

function isName(argument: string | undefined): argument is string {
  return argument !== undefined && /^[_A-Za-z][\w.[\]]*(?:, [_A-Za-z][\w.[\]]*){0,9}$/.test(argument);
}

function asSource(error: unknown): object {
  return typeof error === 'object' && error !== null ? error : {};
}
