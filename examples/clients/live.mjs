import { ApolloLink, HttpLink } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';

/**
 * A WebSocket that is opened with the first subscription and comes back when it is lost.
 *
 * @param {string} url the graph's address, http or https
 * @param {() => Promise<Record<string, unknown>>} readCredentials what a query would send as headers, read again each time
 * @param {unknown} [webSocketImpl] where there is no WebSocket of its own, such as `ws` in Node
 * @returns {import('graphql-ws').Client}
 */
export function createSocket(url, readCredentials, webSocketImpl) {
  return createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: readCredentials,
    retryAttempts: Infinity,
    webSocketImpl,
  });
}

/**
 * For Apollo Client: subscriptions by WebSocket, everything else by HTTP.
 *
 * @param {string} url
 * @param {import('graphql-ws').Client} socket
 */
export function createLiveLink(url, socket) {
  return ApolloLink.split(
    ({ operationType }) => operationType === 'subscription',
    new GraphQLWsLink(socket),
    new HttpLink({ uri: url }),
  );
}

/**
 * For urql: put it before `fetchExchange`.
 *
 * @param {import('graphql-ws').Client} socket
 */
export function createLiveExchange(socket) {
  return subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => {
        const told = /** @type {import('graphql-ws').Sink} */ (sink);
        return { unsubscribe: socket.subscribe({ query, variables }, told) };
      },
    }),
  });
}

/**
 * Follows changes through every loss of the connection: the client subscribes again by itself, behind the last change.
 *
 * @param {import('graphql-ws').Client} socket
 * @param {{ query: string, filter?: object }} wanted a document with `$filter` and `$after` that selects `kind`, `cursor` and `case`
 * @param {{ onChange: (change: any) => void, onGap: () => void, onEnd: (error?: unknown) => void }} told
 *   `onGap`: changes may have been missed, ask for the list again
 * @returns {() => void} ends it
 */
export function followChanges(socket, { query, filter }, { onChange, onGap, onEnd }) {
  /** @type {{ filter?: object, after?: string }} */
  const variables = { ...(filter && { filter }) };
  return socket.subscribe(
    { query, variables },
    {
      next: ({ data }) => {
        const change = /** @type {any} */ (data)?.caseChanges;
        if (!change) return;
        variables.after = change.cursor;
        if (change.kind === 'GAP') onGap();
        else onChange(change);
      },
      error: onEnd,
      complete: onEnd,
    },
  );
}
