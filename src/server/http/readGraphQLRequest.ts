import { Refusal } from '../errors/Refusal.js';

/** A GraphQL request over HTTP, checked for its form and stripped of everything else the caller sent. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/**
 * Checks that a parsed body is one GraphQL request. Batches are refused. `extensions` are checked and dropped: nothing
 * here is asked for through them.
 */
export function readGraphQLRequest(body: unknown): GraphQLRequest {
  if (!isRecord(body)) throw badRequest();
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '') throw badRequest();
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw badRequest();
  if (!isAbsent(variables) && !isRecord(variables)) throw badRequest();
  if (!isAbsent(extensions) && !isRecord(extensions)) throw badRequest();
  return {
    query,
    ...(typeof operationName === 'string' && operationName !== '' && { operationName }),
    ...(isRecord(variables) && { variables }),
  };
}

function badRequest(): Refusal {
  return new Refusal('BAD_REQUEST', 400);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
