/** Why a request is not a GraphQL request that this server takes: `extensions.reason` of BAD_REQUEST. A closed list. */
export type RequestProblem =
  | 'METHOD'
  | 'PATH'
  | 'HOST'
  | 'ACCEPT'
  | 'MEDIA_TYPE'
  | 'MULTIPART'
  | 'ENCODING'
  | 'SIZE'
  | 'TIMEOUT'
  | 'HEADERS'
  | 'HTTP'
  | 'BATCH'
  | 'BODY'
  | 'PARAMETERS'
  | 'SUBSCRIPTION';

interface ProblemEntry {
  readonly status: number;
  readonly message: string;
}

/** The HTTP status and the fixed words of each problem. */
export const requestProblems: Readonly<Record<RequestProblem, ProblemEntry>> = {
  METHOD: { status: 405, message: 'This method is not taken here. Send GraphQL operations to /graphql with POST.' },
  PATH: { status: 404, message: 'There is nothing at this path. GraphQL is at /graphql.' },
  HOST: { status: 400, message: 'The Host header is missing or is no host.' },
  ACCEPT: {
    status: 406,
    message: 'The answer is JSON: accept application/json or application/graphql-response+json.',
  },
  MEDIA_TYPE: { status: 415, message: 'The body has to be application/json in UTF-8.' },
  MULTIPART: {
    status: 415,
    message: 'Uploads in multipart bodies are not taken: send files as base64 in attachments.',
  },
  ENCODING: { status: 415, message: 'Compressed bodies are not taken: send the body without Content-Encoding.' },
  SIZE: { status: 413, message: 'The request is larger than this server takes.' },
  TIMEOUT: { status: 408, message: 'The request did not arrive in time.' },
  HEADERS: { status: 431, message: 'The headers are larger than this server takes.' },
  HTTP: { status: 400, message: 'The request is not well-formed HTTP.' },
  BATCH: { status: 400, message: 'One operation a request: lists of operations are not taken.' },
  BODY: {
    status: 400,
    message: 'The body has to be a JSON object with query and, where needed, variables, operationName and extensions.',
  },
  PARAMETERS: {
    status: 400,
    message: 'The address needs the parameter query; variables and extensions are JSON objects.',
  },
  SUBSCRIPTION: {
    status: 400,
    message:
      'Subscriptions are taken over WebSocket (graphql-transport-ws) or with Accept: text/event-stream; other operations with POST.',
  },
};

/** The problem that an HTTP status of the framework stands for; null for statuses that mean something else. */
export function problemOfStatus(statusCode: number): RequestProblem | null {
  switch (statusCode) {
    case 400:
      return 'BODY';
    case 404:
      return 'PATH';
    case 405:
      return 'METHOD';
    case 408:
      return 'TIMEOUT';
    case 413:
    case 414:
      return 'SIZE';
    case 415:
      return 'MEDIA_TYPE';
    case 431:
      return 'HEADERS';
    default:
      return null;
  }
}
