import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import { CloseCode, type Context, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../model/Clock.js';
import type { Scopes } from '../access/Caller.js';
import type { Admission } from '../access/createAdmission.js';
import { isSameOrigin } from '../access/originCheck.js';
import { tokenEnd } from '../access/tokenEnd.js';
import { badRequest } from '../errors/badRequest.js';
import { Refusal } from '../errors/Refusal.js';
import { toReport } from '../errors/toReport.js';
import { toFailure } from '../http/toFailure.js';
import { requestIdentity } from '../http/requestIdentity.js';
import { documentLimits } from '../limits/documentLimits.js';
import { nestsDeeperThan } from '../limits/jsonNesting.js';
import type { Logger } from '../observability/createLogger.js';
import { describeError } from '../observability/describeError.js';
import type { Metrics } from '../observability/Metrics.js';
import { readGraphQLRequest } from '../request/readGraphQLRequest.js';
import { continueAsRequest } from './continueAsRequest.js';
import { refuseUpgrade } from './refuseUpgrade.js';
import type { ResultStream } from './ResultStream.js';
import type { SubscriptionStarter } from './SubscriptionStarter.js';
import { toGraphQLError } from './toGraphQLError.js';

export interface WebSocketOptions {
  readonly starter: SubscriptionStarter;
  readonly admission: Admission;
  readonly isAllowedOrigin: (origin: string) => boolean;
  /** Bytes of one message. */
  readonly maxMessageBytes: number;
  /** Open connections at most. */
  readonly maxConnections: number;
  readonly clock: Clock;
  /** Raised when the process ends. */
  readonly draining: AbortSignal;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** What is known of one connection. */
interface Connection {
  readonly socket: WebSocket;
  readonly headers: IncomingHttpHeaders;
  readonly id: string;
  scopes: Scopes | null;
  cancelExpiry: () => void;
  subscriptions: number;
}

/** Close codes of the WebSocket protocol after which clients of graphql-ws come back. */
const closeCodes = { serviceRestart: 1012, tryAgainLater: 1013 } as const;
const pingMs = 12_000;
/** How long a connection may take to close before it is cut. */
const closingMs = 1_000;
/** A message stands in an envelope, and a variable's value within that and the variables. */
const maxNesting = documentLimits.maxNesting + 3;

/**
 * Serves `/graphql` over WebSocket (graphql-transport-ws) on an HTTP server. Callers are let in as with POST: credentials
 * that come with the upgrade are checked there, and `connection_init` may bring them for those who cannot send headers.
 */
export function serveWebSockets(server: Server, options: WebSocketOptions): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const protocol = makeServer<Record<string, unknown>, Connection>(new Protocol(options));
  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const id = requestIdentity(request.headers);
    try {
      await admitUpgrade(request, options);
      if (sockets.clients.size >= options.maxConnections) throw new Refusal('OVERLOADED', 503);
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        open(webSocket, { socket: webSocket, headers: request.headers, id });
      });
    } catch (error) {
      const refusal = toFailure(error) ?? new Refusal('INTERNAL_SERVER_ERROR', 500);
      options.metrics.requestRefused(refusal.code);
      options.log.debug({ requestId: id, status: refusal.statusCode, code: refusal.code }, 'refused');
      refuseUpgrade(socket, refusal, toReport(refusal, id));
    }
  };
  const open = (socket: WebSocket, known: Pick<Connection, 'socket' | 'headers' | 'id'>): void => {
    const connection: Connection = { ...known, scopes: null, cancelExpiry: () => undefined, subscriptions: 0 };
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => {
          socket.close(code, reason);
        },
        onMessage: (receive) => {
          socket.on('message', (data, isBinary) => {
            const bytes = Buffer.isBuffer(data)
              ? data
              : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
            if (isBinary || nestsDeeperThan(maxNesting, bytes)) {
              socket.close(CloseCode.BadRequest, 'Invalid message received');
              return;
            }
            receive(bytes.toString('utf8')).catch((error: unknown) => {
              options.log.error({ requestId: connection.id, error: describeError(error) }, 'unexpected error');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          });
        },
      },
      connection,
    );
    const stopPinging = keepAlive(socket, options.clock);
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      stopPinging();
      connection.cancelExpiry();
      void closed(code, reason.toString());
    });
  };
  server.on('upgrade', (request, socket, head) => {
    // Whoever hangs up meanwhile is not told anything.
    socket.on('error', () => undefined);
    if (/^websocket$/i.test(request.headers.upgrade ?? '')) void accept(request, socket, head);
    else continueAsRequest(server, request, socket, head);
  });
  options.draining.addEventListener(
    'abort',
    () => {
      for (const socket of sockets.clients) close(socket, closeCodes.serviceRestart, 'Service restart', options.clock);
    },
    { once: true },
  );
}

/** Throws a `Refusal` where a connection may not be opened. Credentials that are missing may still come. */
async function admitUpgrade(
  request: IncomingMessage,
  { admission, isAllowedOrigin, draining }: WebSocketOptions,
): Promise<void> {
  const { headers } = request;
  if (request.url?.split('?', 1)[0] !== '/graphql') throw badRequest('PATH');
  if (draining.aborted) throw new Refusal('SERVICE_UNAVAILABLE', 503);
  if (headers.host === undefined || !URL.canParse(`http://${headers.host}/`)) throw badRequest('HOST');
  const { origin } = headers;
  // Browsers ask nobody whether a page may open a WebSocket.
  if (origin !== undefined && !isAllowedOrigin(origin) && !isSameOrigin(origin, headers.host)) {
    throw new Refusal('FORBIDDEN', 403);
  }
  await admission.checkPresent({ headers });
}

/** The rules of the protocol: who is let in, and how a subscription is started. */
class Protocol implements ServerOptions<Record<string, unknown>, Connection> {
  readonly #streams = new WeakMap<ExecutionArgs, ResultStream>();

  constructor(private readonly options: WebSocketOptions) {}

  readonly onConnect = async ({ extra, connectionParams }: Context<Record<string, unknown>, Connection>) => {
    const headers = withCredentials(extra.headers, connectionParams ?? {});
    try {
      extra.scopes = await this.options.admission.admit({ headers });
    } catch (error) {
      const refusal = toFailure(error) ?? new Refusal('INTERNAL_SERVER_ERROR', 500);
      this.options.metrics.requestRefused(refusal.code);
      if (refusal.statusCode >= 500) extra.socket.close(closeCodes.tryAgainLater, 'Try again later');
      return false;
    }
    const endsAt = extra.scopes === null ? null : tokenEnd(headers.authorization);
    if (endsAt !== null) this.#closeAt(endsAt, extra);
    return true;
  };

  readonly onSubscribe = async (
    { extra }: Context<Record<string, unknown>, Connection>,
    _id: string,
    payload: unknown,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> => {
    extra.subscriptions += 1;
    const requestId = `${extra.id}-${extra.subscriptions}`.slice(-128);
    try {
      const started = await this.options.starter.start(readGraphQLRequest(payload), {
        requestId,
        scopes: extra.scopes,
        connection: extra.socket,
        transport: 'websocket',
        onStalled: () => {
          close(extra.socket, closeCodes.tryAgainLater, 'Try again later', this.options.clock);
        },
      });
      if (started.kind === 'refused') return started.errors.map(toGraphQLError);
      this.#streams.set(started.operation, started.results);
      return started.operation;
    } catch (error) {
      const refusal = toFailure(error);
      if (refusal === null) throw error;
      this.options.metrics.requestRefused(refusal.code);
      return [toGraphQLError(toReport(refusal, requestId))];
    }
  };

  readonly subscribe = (operation: ExecutionArgs): ResultStream => {
    const results = this.#streams.get(operation);
    if (results === undefined) throw new Error('a subscription was not started');
    return results;
  };

  /** A token that ends takes its subscriptions along. */
  #closeAt(endsAt: number, connection: Connection): void {
    const { clock } = this.options;
    const leftMs = endsAt - clock.now();
    // Timers hold no more than some 24 days.
    connection.cancelExpiry = clock.setTimer(
      () => {
        if (clock.now() < endsAt) this.#closeAt(endsAt, connection);
        else close(connection.socket, CloseCode.Forbidden, 'Forbidden', clock);
      },
      Math.min(Math.max(0, leftMs), 86_400_000),
    );
  }
}

/** The headers of the upgrade with the credentials of `connection_init` in their place, where it has any. */
function withCredentials(headers: IncomingHttpHeaders, params: Readonly<Record<string, unknown>>): IncomingHttpHeaders {
  const { headers: inner } = params;
  const given = { ...params, ...(typeof inner === 'object' && inner !== null ? inner : {}) };
  const credentials = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    const header = name.toLowerCase();
    const isCredential = header === 'authorization' || header === 'router-authorization';
    return isCredential && typeof value === 'string' ? [[header, value]] : [];
  });
  return { ...headers, ...Object.fromEntries(credentials) };
}

/** Resolves when a message has left: who does not read is not sent more. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else {
      socket.send(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }
  });
}

function close(socket: WebSocket, code: number, reason: string, clock: Clock): void {
  socket.close(code, reason);
  const cancel = clock.setTimer(() => {
    socket.terminate();
  }, closingMs);
  socket.once('close', cancel);
}

/** Asks now and then whether anybody is there, and cuts the connection where nobody is. Returns what ends it. */
function keepAlive(socket: WebSocket, clock: Clock): () => void {
  let isAnswered = true;
  let cancel: () => void = () => undefined;
  const beat = (): void => {
    if (!isAnswered) {
      socket.terminate();
      return;
    }
    isAnswered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
    cancel = clock.setTimer(beat, pingMs);
  };
  socket.on('pong', () => {
    isAnswered = true;
  });
  cancel = clock.setTimer(beat, pingMs);
  return () => {
    cancel();
  };
}
