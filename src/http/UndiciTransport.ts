import { Pool, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';

import { Exchange } from './Exchange.js';
import type { Transport, TransportRequest, TransportResponse } from './Transport.js';
import { TransportFailure } from './Transport.js';

export interface UndiciTransportOptions {
  /** Scheme, host and port of the one host; its path is ignored. */
  readonly baseUrl: URL;
  /** Sockets at most. */
  readonly connections: number;
  /** A body that grows beyond this many bytes is abandoned. */
  readonly maxResponseBytes: number;
  /** An HTTP proxy to tunnel through, for hosts that admit only known addresses. */
  readonly proxyUrl: URL | null;
}

const connectTimeoutMs = 2_000;
/** Below the five seconds after which common servers close an idle connection, so that they seldom close one in use. */
const keepAliveTimeoutMs = 4_000;

/**
 * A transport over HTTP/1.1 with undici: one host, no redirects, nothing inflated, one request at a time on a socket.
 * Takes part in none of the client's decisions; a failed request is never sent again here.
 */
export function createUndiciTransport(options: UndiciTransportOptions): Transport {
  const { origin } = options.baseUrl;
  /** Exchanges whose response is complete but which still wait a moment for what may follow it on the socket. */
  const settling = new Set<Exchange>();
  let dispatcher = connect();

  function connect(): Dispatcher {
    return createDispatcher(origin, options, () => {
      for (const exchange of settling) exchange.onSurplus();
    });
  }

  return {
    send(request: TransportRequest): Promise<TransportResponse> {
      if (request.signal.aborted) return Promise.reject(new TransportFailure('aborted', false, request.signal.reason));
      return new Promise((resolve, reject) => {
        const exchange = new Exchange({
          request,
          maxResponseBytes: options.maxResponseBytes,
          settling,
          onResponse: resolve,
          onFailure: reject,
        });
        dispatcher.dispatch(
          {
            origin,
            path: request.path,
            method: 'POST',
            headers: { ...request.headers, 'accept-encoding': 'identity' },
            body: request.body,
            // The exchange keeps the only clock: one total time rather than one for each stage.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          exchange,
        );
      });
    },
    renewConnections() {
      const left = dispatcher;
      dispatcher = connect();
      void left.close();
    },
    close: () => dispatcher.close(),
  };
}

function createDispatcher(origin: string, options: UndiciTransportOptions, onSurplus: () => void): Dispatcher {
  const poolOptions: Pool.Options = {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: keepAliveTimeoutMs,
    keepAliveMaxTimeout: 60_000,
  };
  if (options.proxyUrl === null) {
    const pool = new Pool(origin, { ...poolOptions, connect: { timeout: connectTimeoutMs } });
    return watchForSurplus(pool, onSurplus);
  }
  return new ProxyAgent({
    ...poolOptions,
    uri: options.proxyUrl.href,
    proxyTls: { timeout: connectTimeoutMs },
    requestTls: { timeout: connectTimeoutMs },
    factory: (target, factoryOptions: Pool.Options) => watchForSurplus(new Pool(target, factoryOptions), onSurplus),
  });
}

/** Reports bytes that came after a complete response: the response before them cannot be trusted to be whole. */
function watchForSurplus(pool: Pool, onSurplus: () => void): Pool {
  return pool.on('disconnect', (_origin, _targets, error: Error & { code?: unknown }) => {
    const isParserError = typeof error.code === 'string' && error.code.startsWith('HPE_');
    if (isParserError || error.message === 'bad response') onSurplus();
  });
}
