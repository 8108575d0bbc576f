import type { FaultCode } from '../../model/Fault.js';

/** Every code an error of this server can carry in `extensions.code`. A closed list: clients branch on it. */
export type ErrorCode =
  | FaultCode
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'BAD_REQUEST'
  | 'OPERATION_TOO_COMPLEX'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'INTERNAL_SERVER_ERROR';

/** What is said under a code. Messages are fixed: nothing of a caller, of the CRM or of this process enters them. */
export interface CatalogueEntry {
  readonly message: string;
  /** For the codes that are worth another try: after how many milliseconds, where nobody knows better. Null: not worth it. */
  readonly retryAfterMs: number | null;
}

/** The catalogue: one entry for every code. */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = {
  // Clients that send a hash alone look for exactly this text, and then send the document.
  PERSISTED_QUERY_NOT_SUPPORTED: { message: 'PersistedQueryNotSupported', retryAfterMs: null },
  GRAPHQL_PARSE_FAILED: { message: 'The document is not GraphQL.', retryAfterMs: null },
  GRAPHQL_VALIDATION_FAILED: { message: 'The document does not fit the schema.', retryAfterMs: null },
  OPERATION_RESOLUTION_FAILURE: {
    message: 'The document has no operation of that name, or has several and none was named.',
    retryAfterMs: null,
  },
  BAD_REQUEST: { message: 'The request is not a GraphQL request that this server takes.', retryAfterMs: null },
  BAD_USER_INPUT: { message: 'An argument or a variable cannot be accepted.', retryAfterMs: null },
  OPERATION_TOO_COMPLEX: { message: 'The operation is larger than this server takes.', retryAfterMs: null },
  UNAUTHENTICATED: { message: 'The request carries no valid credentials.', retryAfterMs: null },
  FORBIDDEN: { message: 'The credentials do not allow this.', retryAfterMs: null },
  UPSTREAM_TIMEOUT: { message: 'The CRM did not answer in time.', retryAfterMs: 1_000 },
  UPSTREAM_UNAVAILABLE: { message: 'The CRM cannot be reached.', retryAfterMs: 1_000 },
  UPSTREAM_RATE_LIMITED: { message: 'The CRM takes no more calls for the moment.', retryAfterMs: 1_000 },
  QUOTA_EXHAUSTED: { message: 'The quota of CRM calls is spent.', retryAfterMs: null },
  UPSTREAM_BAD_RESPONSE: { message: 'The CRM gave an answer that cannot be used.', retryAfterMs: null },
  UPSTREAM_AUTH_FAILED: { message: 'The CRM does not accept the credentials of this server.', retryAfterMs: null },
  OVERLOADED: { message: 'This server has as much to do as it can carry.', retryAfterMs: 1_000 },
  SERVICE_UNAVAILABLE: { message: 'This server cannot do that at the moment.', retryAfterMs: 2_000 },
  INTERNAL_SERVER_ERROR: { message: 'This server failed; the fault is its own.', retryAfterMs: null },
};

/** Whether a text is one of the codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}

/** The HTTP status of an answer that consists of this error alone, because nothing ran. */
export function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
    case 'OPERATION_RESOLUTION_FAILURE':
    case 'BAD_REQUEST':
    case 'BAD_USER_INPUT':
    case 'OPERATION_TOO_COMPLEX':
      return 400;
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      return 401;
    case 'OVERLOADED':
    case 'SERVICE_UNAVAILABLE':
      return 503;
    case 'INTERNAL_SERVER_ERROR':
      return 500;
    case 'PERSISTED_QUERY_NOT_SUPPORTED':
      // Gateways read the body of 2xx answers only, and it is no failure: the document comes next.
      return 200;
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_RATE_LIMITED':
    case 'QUOTA_EXHAUSTED':
    case 'UPSTREAM_BAD_RESPONSE':
    case 'UPSTREAM_AUTH_FAILED':
      // The upstream's trouble is never an HTTP failure of ours: balancers would take us out for it.
      return 200;
  }
}
