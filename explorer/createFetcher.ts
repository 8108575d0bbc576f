import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/**
 * Sends queries and mutations by POST, and subscriptions by WebSocket to the same address. A socket is opened when
 * something is subscribed to, and closed when nothing is.
 */
export function createFetcher(endpoint: string): Fetcher {
  const url = new URL(endpoint, location.href);
  const socketUrl = new URL(url);
  socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createGraphiQLFetcher({
    url: url.href,
    wsClient: createClient({ url: socketUrl.href, lazy: true }),
  });
}
