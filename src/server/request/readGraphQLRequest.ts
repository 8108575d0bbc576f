import { Refusal } from '../errors/Refusal.js';
import { badRequest } from '../errors/badRequest.js';
import type { RequestProblem } from '../errors/requestProblems.js';

/** A GraphQL request over HTTP, checked for its form and stripped of everything else the caller sent. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/**
 * Checks that a parsed body is one GraphQL request. Throws a `Refusal` for everything else: batches, and hashes that
 * stand for a document. Other `extensions` are checked and dropped: nothing here is asked for through them.
 */
export function readGraphQLRequest(body: unknown): GraphQLRequest {
  if (Array.isArray(body)) throw badRequest('BATCH');
  return checkForm(body, 'BODY');
}

/** The same for the parameters of an address, in which variables and extensions are JSON. */
export function readGraphQLParameters(parameters: URLSearchParams): GraphQLRequest {
  return checkForm(
    {
      query: parameters.get('query'),
      operationName: parameters.get('operationName'),
      variables: parseJson(parameters.get('variables')),
      extensions: parseJson(parameters.get('extensions')),
    },
    'PARAMETERS',
  );
}

function checkForm(request: unknown, problem: RequestProblem): GraphQLRequest {
  if (!isRecord(request)) throw badRequest(problem);
  const { query, operationName, variables, extensions } = request;
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw badRequest(problem);
  if (!isAbsent(variables) && !isRecord(variables)) throw badRequest(problem);
  if (!isAbsent(extensions) && !isRecord(extensions)) throw badRequest(problem);
  if (isAbsent(query) && isRecord(extensions) && isRecord(extensions['persistedQuery'])) {
    throw new Refusal('PERSISTED_QUERY_NOT_SUPPORTED', 200);
  }
  if (typeof query !== 'string' || query === '') throw badRequest(problem);
  return {
    query,
    ...(typeof operationName === 'string' && operationName !== '' && { operationName }),
    ...(isRecord(variables) && { variables }),
  };
}

function parseJson(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('PARAMETERS');
  }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
